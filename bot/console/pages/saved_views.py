"""Views of the queue that get a name: kept for oneself, or by coordinators for everybody."""

from __future__ import annotations

from fastapi.responses import Response

from bot.console.pages.concerns import FormOutcome, queue_page
from bot.console.permissions import Permission
from bot.console.queue_filters import CONCERNS, address_of, filter_of, read_filters
from bot.console.routes import Routes
from bot.console.visits import Visiting
from bot.errors import StaffError

routes = Routes()


@routes.post("/queue/views", Permission.WORK_CONCERNS)
def save_view(visit: Visiting) -> Response:
    """Keep the filters of the address under a name."""
    asked = read_filters(visit.request.query_params)
    filter_of(asked)
    is_shared = bool(visit.form.text("shared")) and visit.may(Permission.MANAGE_QUEUE)
    try:
        with visit.services.database.unit_of_work() as unit:
            name = visit.form.text("view_name")
            visit.services.saved_views.save(unit, visit.staff, name, asked, is_shared=is_shared)
    except StaffError as error:
        return queue_page(visit, FormOutcome(f"Not saved: {error}.", at="view_name"))
    return visit.go(address_of(asked))


@routes.post("/queue/views/{view_id}/remove", Permission.WORK_CONCERNS)
def remove_view(visit: Visiting, view_id: int) -> Response:
    """Forget a view; the concerns in it stay as they are."""
    may_share = visit.may(Permission.MANAGE_QUEUE)
    with visit.services.database.unit_of_work() as unit:
        visit.services.saved_views.remove(unit, visit.staff, view_id, may_share=may_share)
    return visit.go(CONCERNS)
