"""Photos of a case: shown, blurred until opened, blacked out in part and hidden, each with a reason."""

from __future__ import annotations

from collections.abc import Callable
from itertools import zip_longest

from fastapi.responses import Response
from sqlalchemy.orm import Session

from bot.console.forms import whole_number
from bot.console.pages.cases import CHANGED, get_concern
from bot.console.permissions import Permission
from bot.console.queue_filters import CONCERNS
from bot.console.routes import Routes
from bot.console.visits import Visit, Visiting
from bot.db.models import Concern, Photo
from bot.domain.photos import read_boxes
from bot.errors import CaseChangedError, NotFoundError, StaffError
from bot.services.case_photos import is_blurred

routes = Routes()
_PHOTO = "/concerns/{reference}/photos/{photo_id}"
_SIDES = ("left", "top", "width", "height")
_ROWS = 4
"""Boxes for which there are fields from the beginning; scripts add more, and so does redacting again."""


@routes.get(_PHOTO, Permission.WORK_CONCERNS)
def show_case_photo(visit: Visiting, reference: str, photo_id: str) -> Response:
    """The picture as people of the hub see it: the redacted copy once there is one."""
    sees_originals = visit.may(Permission.SEE_ORIGINALS)
    return _picture(
        visit,
        reference,
        photo_id,
        lambda _unit, _concern, photo: visit.services.case_photos.read(photo, sees_originals=sees_originals),
    )


@routes.get(_PHOTO + "/blurred", Permission.WORK_CONCERNS)
def show_blurred_photo(visit: Visiting, reference: str, photo_id: str) -> Response:
    """A preview that shows no more than its colours."""
    photos = visit.services.case_photos
    return _picture(visit, reference, photo_id, lambda _unit, _concern, photo: photos.read_blurred(photo))


@routes.get(_PHOTO + "/original", Permission.SEE_ORIGINALS)
def show_original_photo(visit: Visiting, reference: str, photo_id: str) -> Response:
    """The picture as it was sent."""
    photos = visit.services.case_photos
    return _picture(
        visit,
        reference,
        photo_id,
        lambda unit, concern, photo: photos.read_original(unit, visit.staff, concern, photo),
    )


@routes.get(_PHOTO + "/open", Permission.WORK_CONCERNS)
def open_photo(visit: Visiting, reference: str, photo_id: str) -> Response:
    """The photo on a page of its own, with what can be done with it; opening it is entered."""
    with visit.services.database.unit_of_work() as unit:
        concern, photo = _get(visit, unit, reference, photo_id)
        visit.services.case_photos.note_view(unit, visit.staff, concern, photo)
        unit.flush()
        return _page(visit, concern, photo)


@routes.post(_PHOTO + "/redact", Permission.WORK_CONCERNS)
def redact_photo(visit: Visiting, reference: str, photo_id: str) -> Response:
    """Black out the boxes that were drawn or written."""

    def do(unit: Session, concern: Concern, version: int, photo: Photo) -> str | None:
        boxes = read_boxes(_typed_rows(visit))
        reason = visit.form.text("reason")
        return visit.services.case_photos.redact(unit, visit.staff, concern, version, photo, boxes, reason)

    return _do(visit, reference, photo_id, "redact", do)


@routes.post(_PHOTO + "/unredact", Permission.SEE_ORIGINALS)
def unredact_photo(visit: Visiting, reference: str, photo_id: str) -> Response:
    """Take the redacted copy back."""

    def do(unit: Session, concern: Concern, version: int, photo: Photo) -> str | None:
        reason = visit.form.text("reason")
        return visit.services.case_photos.unredact(unit, visit.staff, concern, version, photo, reason)

    return _do(visit, reference, photo_id, "unredact", do)


@routes.post(_PHOTO + "/blur", Permission.WORK_CONCERNS)
def blur_photo(visit: Visiting, reference: str, photo_id: str) -> Response:
    """Show it behind a click, or plainly."""

    def do(unit: Session, concern: Concern, version: int, photo: Photo) -> None:
        wanted, reason = visit.form.text("wanted") == "1", visit.form.text("reason")
        photos = visit.services.case_photos
        photos.set_blurred(unit, visit.staff, concern, version, photo, wanted, reason)

    return _do(visit, reference, photo_id, "blur", do)


@routes.post(_PHOTO + "/hide", Permission.WORK_CONCERNS)
def hide_photo(visit: Visiting, reference: str, photo_id: str) -> Response:
    """Show it to nobody but those who may see originals; only they show it again."""

    def do(unit: Session, concern: Concern, version: int, photo: Photo) -> None:
        wanted, reason = visit.form.text("wanted") == "1", visit.form.text("reason")
        if not wanted and not visit.may(Permission.SEE_ORIGINALS):
            raise StaffError("a coordinator has to show it again")
        photos = visit.services.case_photos
        photos.set_hidden(unit, visit.staff, concern, version, photo, wanted, reason)

    return _do(visit, reference, photo_id, "hide", do)


def _typed_rows(visit: Visit) -> list[tuple[str, ...]]:
    columns = (visit.form.choices(side) for side in _SIDES)
    return [tuple(row) for row in zip_longest(*columns, fillvalue="")]


def _get(visit: Visit, unit: Session, reference: str, photo_id: str) -> tuple[Concern, Photo]:
    concern = get_concern(visit, unit, reference)
    return concern, visit.services.case_photos.get(unit, concern, photo_id)


def _picture(
    visit: Visit, reference: str, photo_id: str, read: Callable[[Session, Concern, Photo], bytes]
) -> Response:
    with visit.services.database.unit_of_work() as unit:
        concern, photo = _get(visit, unit, reference, photo_id)
        jpeg = read(unit, concern, photo)
    return Response(jpeg, media_type="image/jpeg", headers={"Content-Disposition": "inline"})


def _do(
    visit: Visit,
    reference: str,
    photo_id: str,
    form: str,
    do: Callable[[Session, Concern, int, Photo], str | None],
) -> Response:
    """Do it and lead back to the photo; what can't be done changes nothing and keeps what was typed."""
    version = visit.form.text("version")
    number = whole_number(version) or 0
    try:
        with visit.services.database.unit_of_work() as unit:
            concern, photo = _get(visit, unit, reference, photo_id)
            needless = do(unit, concern, number, photo)
        if needless:
            visit.services.case_photos.folder.remove([needless])
    except CaseChangedError:
        problem = CHANGED
    except NotFoundError:
        problem = "the photo's file is missing"
    except StaffError as error:
        problem = str(error)
    else:
        return visit.go(f"{CONCERNS}/{reference}/photos/{photo_id}/open")
    with visit.services.database.unit_of_work() as unit:
        concern, photo = _get(visit, unit, reference, photo_id)
        return _page(visit, concern, photo, problem=problem, at=form)


def _page(visit: Visit, concern: Concern, photo: Photo, *, problem: str = "", at: str = "") -> Response:
    rows = _typed_rows(visit)
    return visit.page(
        "case_photo.html",
        (409 if problem == CHANGED else 422) if problem else 200,
        concern=concern,
        photo=photo,
        number=concern.photos.index(photo) + 1,
        is_blurred=is_blurred(concern, photo),
        sees_originals=visit.may(Permission.SEE_ORIGINALS),
        address=f"{CONCERNS}/{concern.reference}/photos/{photo.id}",
        case_address=f"{CONCERNS}/{concern.reference}",
        sides=_SIDES,
        rows=rows + [("", "", "", "")] * (_ROWS - len(rows)),
        typed={"reason": visit.form.text("reason")},
        problem=problem,
        problem_at=f"#{at}" if at else "",
        at=at,
    )
