"""Takes in the picture of a post's form, so that it is kept though something else in the form is wrong."""

from __future__ import annotations

import logging

from bot.console.forms import ConsoleForm
from bot.console.refused_pictures import NOT_KEPT, why_refused
from bot.console.visits import Visit
from bot.errors import PhotoRefusedError, PostError

FIELD, REMOVED = "picture", "picture_removed"
_FILE = "picture_file"

_log = logging.getLogger(__name__)


def take_picture(visit: Visit) -> ConsoleForm:
    """The form with the number of the picture that was chosen; raises PostError for what is none."""
    form, content = visit.form, visit.form.file(_FILE)
    if content is None:
        return form.having(FIELD, "") if form.text(REMOVED) else form
    services = visit.services
    try:
        photo = services.pictures.open(content)
        with services.database.unit_of_work() as unit:
            picture = services.pictures.add(unit, photo)
    except PhotoRefusedError as refused:
        raise PostError(why_refused(refused, services.settings.photo_max_bytes)) from None
    except OSError as error:
        _log.error("a picture could not be kept: %s", type(error).__name__)
        raise PostError(NOT_KEPT) from None
    return form.having(FIELD, str(picture.id))
