"""Blocked people: keeping somebody out of the chat for a time, and taking that back."""

from __future__ import annotations

from datetime import date

from fastapi.responses import Response

from bot.console.pages.conversations import CONVERSATIONS, conversation_page, get_conversation
from bot.console.permissions import Permission
from bot.console.routes import PREFIX, Entry, Routes, Section
from bot.console.visits import Visit, Visiting
from bot.errors import StaffError

BLOCKS = f"{PREFIX}/blocks"
routes = Routes(Entry("Blocked people", BLOCKS, Permission.BLOCK_PEOPLE, order=45, section=Section.SET_UP))


@routes.get("/blocks", Permission.BLOCK_PEOPLE)
def list_blocks(visit: Visiting) -> Response:
    """Who is kept out now, until when and why."""
    return _page(visit)


@routes.post("/conversations/{conversation_id}/block", Permission.BLOCK_PEOPLE)
def block(visit: Visiting, conversation_id: str) -> Response:
    """Keep out whoever writes in a conversation."""
    try:
        with visit.services.database.unit_of_work() as unit:
            conversation = get_conversation(visit, unit, conversation_id)
            services = visit.services.conversations
            services.takeovers.hand_back_before_block(unit, visit.staff, conversation)
            services.blocks.block(unit, visit.staff, conversation, _day(visit), visit.form.text("reason"))
    except StaffError as error:
        with visit.services.database.unit_of_work() as unit:
            conversation = get_conversation(visit, unit, conversation_id)
            typed = {name: visit.form.text(name) for name in ("until", "reason")}
            return conversation_page(visit, unit, conversation, problem=str(error), blocking=typed)
    return visit.go(BLOCKS)


@routes.post("/blocks/{block_id}/lift", Permission.BLOCK_PEOPLE)
def lift(visit: Visiting, block_id: int) -> Response:
    """Take a block back before its end."""
    try:
        with visit.services.database.unit_of_work() as unit:
            visit.services.conversations.blocks.lift(unit, visit.staff, block_id, visit.form.text("reason"))
    except StaffError as error:
        return _page(visit, str(error), block_id)
    return visit.go(BLOCKS)


def _day(visit: Visit) -> date:
    try:
        return date.fromisoformat(visit.form.text("until"))
    except ValueError:
        raise StaffError("choose the last day of the block") from None


def _page(visit: Visit, problem: str = "", at: int = 0) -> Response:
    with visit.services.database.unit_of_work() as unit:
        return visit.page(
            "blocks.html",
            422 if problem else 200,
            blocks=visit.services.conversations.blocks.list_blocks(unit, visit.staff),
            conversations=CONVERSATIONS,
            problem=problem,
            problem_at=f"#reason-{at}" if at else "",
        )
