"""Takes in the picture of a post's form, so that it is kept though something else in the form is wrong."""

from __future__ import annotations

import logging

from bot.console.forms import ConsoleForm
from bot.console.visits import Visit
from bot.errors import PhotoRefusedError, PostError

FIELD, REMOVED = "picture", "picture_removed"
_FILE = "picture_file"
_MEGABYTE = 1024 * 1024
_REFUSED = {
    "photo_empty": "The picture has nothing in it. Choose another one.",
    "photo_too_large": "The picture is too big: {megabytes:.2g} MB at the most.",
    "photo_too_many_pixels": "The picture is too large to open. Choose a smaller copy.",
    "photo_kind": "That file can't be opened. Choose a JPEG, PNG, WebP or HEIC.",
    "photo_broken": "The picture seems to be damaged and can't be opened. Choose another one.",
    "photo_too_narrow": "The picture is far longer one way than the other. Cut it first.",
}

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
        limit = services.settings.photo_max_bytes / _MEGABYTE
        raise PostError(_REFUSED[refused.reason].format(megabytes=limit)) from None
    except OSError as error:
        _log.error("a picture could not be kept: %s", type(error).__name__)
        raise PostError("The picture couldn't be kept. Try again in a while, or go on without it.") from None
    return form.having(FIELD, str(picture.id))
