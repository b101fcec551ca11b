"""Lets a resident delete their conversation, after asking once."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from bot.channels.web.channel import CHANNEL, Web, WebChannel
from bot.channels.web.chat_forms import read_chat_form
from bot.channels.web.cookies import cookie_session, drop_session
from bot.channels.web.problems import RequestRefusedError
from bot.channels.web.removal import remove_conversation
from bot.channels.web.security import is_from_here
from bot.channels.web.sessions import WebSession
from bot.channels.web.templating import Pages

router = APIRouter(include_in_schema=False)


@router.get("/chat/delete")
async def show_deletion(web: Web, templates: Pages, request: Request) -> Response:
    """Ask whether the conversation shall really be deleted."""
    session = cookie_session(web, request)
    if session is None:
        return RedirectResponse("/chat/deleted", status_code=303)
    return templates.page("delete.html", form_token=web.sessions.form_token(session))


@router.post("/chat/delete")
async def delete_conversation(web: Web, request: Request) -> Response:
    """Delete it and forget the browser; whom staff keep out is known by the same number until that ends."""
    form = await read_chat_form(request)
    session = cookie_session(web, request)
    if not is_from_here(request, web.services.settings.hub_address):
        raise RequestRefusedError("not_from_here", 403)
    if session is not None:
        if not web.sessions.is_own_form(session, form.token):
            raise RequestRefusedError("session_over", 403)
        await remove_conversation(web, session)
    response = RedirectResponse("/chat/deleted", status_code=303)
    if session is None or not await run_in_threadpool(_is_kept_out, web, session):
        drop_session(web, response)
    return response


@router.get("/chat/deleted")
async def show_deleted(templates: Pages) -> Response:
    """Say that it is done."""
    return templates.page("deleted.html")


def _is_kept_out(web: WebChannel, session: WebSession) -> bool:
    with web.services.database.unit_of_work() as unit:
        return web.services.people.is_kept_out(unit, CHANNEL, session.id)
