"""Conversations: which are open, and one of them, in which staff answer instead of the dialogue."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from fastapi.responses import JSONResponse, Response
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from bot.channels.web.error_handlers import wants_page
from bot.channels.web.transcript_views import ShownMessage, show_messages, titles_of
from bot.console.pages.cases import get_concern
from bot.console.permissions import Permission
from bot.console.problems import ConsoleRefusal
from bot.console.queue_filters import CONCERNS
from bot.console.routes import PREFIX, Entry, Routes
from bot.console.visits import Visit, Visiting
from bot.db.models import Conversation, Message, StaffMember
from bot.domain.figures import LOCAL_TIME
from bot.errors import StaffError
from bot.services.message_rows import reply_of
from bot.services.people import is_blocked
from bot.services.safe_contact import is_safe
from bot.services.takeover_signs import find_takeover
from bot.services.takeovers import LONGEST_TEXT

CONVERSATIONS = f"{PREFIX}/conversations"
routes = Routes(Entry("Conversations", CONVERSATIONS, Permission.JOIN_CONVERSATIONS, order=12))
_SHOWN = 60
_OFFERS_LOOKED_AT = 10
_KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")


@dataclass(frozen=True, slots=True)
class _Sent:
    """A form that was sent in a conversation."""

    visit: Visit
    unit: Session
    conversation: Conversation


@routes.get("/conversations", Permission.JOIN_CONVERSATIONS)
def list_conversations(visit: Visiting) -> Response:
    """Who writes with the dialogue today, and who waits for a person."""
    with visit.services.database.unit_of_work() as unit:
        found = visit.services.conversations.open.list_open(unit, visit.staff)
        return visit.page("conversations.html", conversations=found)


@routes.get("/conversations/{conversation_id}", Permission.JOIN_CONVERSATIONS)
def show_conversation(
    visit: Visiting, conversation_id: str, case: str = "", before: int | None = None
) -> Response:
    """What was said, and the forms; looking into it is entered in the audit trail."""
    with visit.services.database.unit_of_work() as unit:
        conversation = get_conversation(visit, unit, conversation_id)
        visit.services.conversations.open.note_view(unit, visit.staff, conversation)
        unit.flush()
        return conversation_page(visit, unit, conversation, case=case, before=before)


@routes.get("/concerns/{reference}/conversation", Permission.JOIN_CONVERSATIONS)
def find_conversation(visit: Visiting, reference: str) -> Response:
    """The conversation in which a concern was told."""
    with visit.services.database.unit_of_work() as unit:
        concern = get_concern(visit, unit, reference)
        found = visit.services.conversations.open.find_of_concern(unit, concern)
        if found is None:
            raise ConsoleRefusal("not_found", 404)
        return visit.go(f"{CONVERSATIONS}/{found.id}?case={reference}")


@routes.get("/conversations/{conversation_id}/photos/{photo_id}", Permission.JOIN_CONVERSATIONS)
def show_photo(visit: Visiting, conversation_id: str, photo_id: str) -> Response:
    """A photo that the resident sent."""
    with visit.services.database.unit_of_work() as unit:
        conversation = get_conversation(visit, unit, conversation_id)
        jpeg = visit.services.photos.read_own(unit, conversation, photo_id)
    return Response(jpeg, media_type="image/jpeg", headers={"Content-Disposition": "inline"})


@routes.post("/conversations/{conversation_id}/join", Permission.JOIN_CONVERSATIONS)
def join(visit: Visiting, conversation_id: str) -> Response:
    """Go in: the dialogue is paused, and the resident told."""

    def do(sent: _Sent) -> None:
        case = visit.form.text("case")
        reference = get_concern(visit, sent.unit, case).reference if case else None
        visit.services.conversations.takeovers.join(sent.unit, visit.staff, sent.conversation, reference)

    return _do(visit, conversation_id, do)


@routes.post("/conversations/{conversation_id}/messages", Permission.JOIN_CONVERSATIONS)
def say(visit: Visiting, conversation_id: str) -> Response:
    """Write to the resident."""
    given = visit.form.text("key")
    key = given if _KEY.fullmatch(given) else secrets.token_urlsafe(12)

    def do(sent: _Sent) -> None:
        takeovers = visit.services.conversations.takeovers
        takeovers.say(sent.unit, visit.staff, sent.conversation, key, visit.form.text("text"))

    return _do(visit, conversation_id, do)


@routes.post("/conversations/{conversation_id}/hand-back", Permission.JOIN_CONVERSATIONS)
def hand_back(visit: Visiting, conversation_id: str) -> Response:
    """Give it back to the dialogue; coordinators may for somebody who is gone."""
    decides = visit.may(Permission.MANAGE_QUEUE)
    takeovers = visit.services.conversations.takeovers
    return _do(
        visit,
        conversation_id,
        lambda sent: takeovers.hand_back(sent.unit, visit.staff, sent.conversation, for_others=decides),
    )


@routes.post("/conversations/{conversation_id}/typing", Permission.JOIN_CONVERSATIONS)
async def note_typing(visit: Visiting, conversation_id: str) -> Response:
    """They are typing: the resident's channel shows it for some seconds."""

    def note() -> tuple[str, str | None]:
        with visit.services.database.unit_of_work() as unit:
            conversation = get_conversation(visit, unit, conversation_id)
            takeovers = visit.services.conversations.takeovers
            return conversation.channel, takeovers.note_typing(unit, visit.staff, conversation)

    try:
        channel, address = await run_in_threadpool(note)
    except StaffError:
        return Response(status_code=409)
    if address is not None:
        await visit.services.conversations.signs.show_typing(channel, address)
    return Response(status_code=204)


def get_conversation(visit: Visit, unit: Session, conversation_id: str) -> Conversation:
    """The conversation, if this member of the hub may see it; raises NotFoundError."""
    return visit.services.conversations.open.get(unit, visit.staff, conversation_id)


def shown(visit: Visit, unit: Session, messages: list[Message]) -> list[ShownMessage]:
    """Messages as the page shows them, pressed buttons by their titles."""
    if not messages:
        return []
    first = messages[0]
    earlier = visit.services.conversations.transcripts.list_recent(
        unit, first.conversation, _OFFERS_LOOKED_AT, first.id
    )
    titles: dict[str, str] = {}
    for message in earlier.messages:
        titles.update(titles_of(reply_of(message)))
    return show_messages(messages, titles, with_buttons=False)


def _do(visit: Visit, conversation_id: str, do: Callable[[_Sent], None]) -> Response:
    """Do it and show the conversation again; what can't be done keeps what was typed."""
    problem = ""
    try:
        with visit.services.database.unit_of_work() as unit:
            do(_Sent(visit, unit, get_conversation(visit, unit, conversation_id)))
    except StaffError as error:
        problem = str(error)
    except IntegrityError:
        # The same form was sent twice at once: the other one did it.
        problem = ""
    if not wants_page(visit.request):
        return JSONResponse({"problem": problem or None}, status_code=409 if problem else 200)
    case = visit.form.text("case")
    if not problem:
        asked = f"?case={case}" if re.fullmatch(r"[A-Z0-9-]{1,16}", case) else ""
        return visit.go(f"{CONVERSATIONS}/{conversation_id}{asked}#latest")
    with visit.services.database.unit_of_work() as unit:
        conversation = get_conversation(visit, unit, conversation_id)
        typed = visit.form.text("text")
        return conversation_page(visit, unit, conversation, case=case, problem=problem, typed=typed)


def conversation_page(
    visit: Visit,
    unit: Session,
    conversation: Conversation,
    *,
    case: str = "",
    before: int | None = None,
    problem: str = "",
    typed: str = "",
    blocking: Mapping[str, str] | None = None,
) -> Response:
    """The page; after a form that couldn't be done with the `problem` and what was typed."""
    page = visit.services.conversations.transcripts.list_recent(unit, conversation, _SHOWN, before)
    takeover = find_takeover(unit, conversation)
    reference = get_concern(visit, unit, case).reference if case else ""
    return visit.page(
        "conversation.html",
        409 if problem else 200,
        conversation=conversation,
        address=f"{CONVERSATIONS}/{conversation.id}",
        messages=shown(visit, unit, list(page.messages)),
        has_earlier=page.has_earlier,
        is_past=before is not None,
        takeover=takeover,
        own_name=unit.get_one(StaffMember, visit.staff.staff_id).name,
        is_mine=takeover is not None and takeover.staff_id == visit.staff.staff_id,
        can_write=is_safe(unit, conversation),
        minutes=visit.services.settings.takeover_minutes,
        reference=reference,
        back=f"{CONCERNS}/{reference}" if reference else CONVERSATIONS,
        key=secrets.token_urlsafe(12),
        longest=LONGEST_TEXT,
        problem=problem,
        typed=typed,
        blocking=blocking,
        blocked_until=conversation.person.blocked_until,
        is_blocked=is_blocked(conversation),
        today=datetime.now(LOCAL_TIME).date(),
    )
