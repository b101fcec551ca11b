"""Takes in the photos of a desk report's form, each by itself, so that one that is refused loses no other."""

from __future__ import annotations

import logging

from bot.console.refused_pictures import NOT_KEPT, why_refused
from bot.console.visits import Visit
from bot.errors import NotFoundError, PhotoRefusedError, StaffError

FIELD, TAKEN_OUT = "photos", "take_out"

_log = logging.getLogger(__name__)


def take_photos(visit: Visit, key: str) -> str:
    """Keep what was chosen for the form with that key; what is wrong with the first refused."""
    problem = ""
    for content in visit.form.files(FIELD):
        try:
            _take(visit, key, content)
        except PhotoRefusedError as refused:
            problem = problem or why_refused(refused, visit.services.settings.photo_max_bytes)
        except StaffError as error:
            problem = problem or str(error)
        except OSError as error:
            _log.error("a photo could not be kept: %s", type(error).__name__)
            problem = problem or NOT_KEPT
    return problem


def take_photo_out(visit: Visit, photo_id: str) -> None:
    """Leave one out again; one that is gone already is fine."""
    services = visit.services
    try:
        with services.database.unit_of_work() as unit:
            file = services.desk_photos.take_out(unit, visit.staff, photo_id)
    except NotFoundError:
        return
    services.photos.folder.remove([file])


def _take(visit: Visit, key: str, content: bytes) -> None:
    photo = visit.services.photos.clean(content)
    with visit.services.database.unit_of_work() as unit:
        visit.services.desk_photos.keep(unit, visit.staff, key, photo)
