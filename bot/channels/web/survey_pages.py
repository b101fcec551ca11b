"""The web form of a survey, which works without JavaScript, and the pages of consultations that ended."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from bot.channels.web.body_limit import BodyTooLargeError
from bot.channels.web.channel import LONGEST_TEXT, Web, WebChannel, client_address
from bot.channels.web.chat_forms import read_photo
from bot.channels.web.cookies import cookie_session, keep_session
from bot.channels.web.intake import keep_photo
from bot.channels.web.problems import RequestRefusedError
from bot.channels.web.security import is_from_here
from bot.channels.web.sessions import WebSession
from bot.channels.web.templating import Pages, Templates
from bot.services.survey_forms import FormPage
from bot.services.survey_sent import Sent

router = APIRouter(include_in_schema=False)
_ACTIONS = frozenset({"begin", "answer", "skip", "decline", "back", "send", "tell"})
_RANK = "rank_"
_PASS, _PASS_COOKIE = "pass", "local_focus_survey"
_LONGEST_PASS = 400
_MOST_FIELDS = 60


@router.get("/survey/{survey_id}")
async def show_survey(web: Web, templates: Pages, request: Request, survey_id: str) -> Response:
    """What it is about, or the question at which they are."""
    session = cookie_session(web, request) or web.sessions.begin()
    if given := request.query_params.get(_PASS):
        # It is kept in a cookie, so that it stands in no address that is passed on.
        return _keep_pass(web, survey_id, given)
    page = await run_in_threadpool(_show, web, survey_id, session, request.cookies.get(_PASS_COOKIE, ""))
    return _answer(web, templates, request, session, page)


@router.post("/survey/{survey_id}")
async def take_survey(web: Web, templates: Pages, request: Request, survey_id: str) -> Response:
    """Take an answer; the next page is the answer, so that going back in the browser sends nothing twice."""
    session = cookie_session(web, request)
    sent, token, photo = await _read(request)
    if not is_from_here(request, web.services.settings.hub_address):
        raise RequestRefusedError("not_from_here", 403)
    if session is None or not web.sessions.is_own_form(session, token):
        raise RequestRefusedError("session_over", 403)
    await web.limits.count_message(session.id, client_address(request))
    given = request.cookies.get(_PASS_COOKIE, "")
    if photo is not None and await run_in_threadpool(_wants_photo, web, survey_id, session, given):
        sent = replace(sent, photo_id=await keep_photo(web, session, photo))
    page = await run_in_threadpool(_take, web, survey_id, session, given, sent)
    return _answer(web, templates, request, session, page)


@router.get("/consultations")
async def list_consultations(web: Web, templates: Pages) -> Response:
    """What can be answered now, and what people said before."""
    running, published = await run_in_threadpool(_list, web)
    return templates.page("consultations.html", running=running, published=published)


@router.get("/consultations/{opening_id}")
async def show_consultation(web: Web, templates: Pages, opening_id: int) -> Response:
    """What was asked, said and done."""
    published = await run_in_threadpool(_find_published, web, opening_id)
    if published is None:
        raise RequestRefusedError("not_found", 404)
    return templates.page("consultation.html", publication=published)


def _keep_pass(web: WebChannel, survey_id: str, given: str) -> Response:
    page = f"/survey/{quote(survey_id, safe='')}"
    response = RedirectResponse(page, status_code=303)
    lifetime = int(web.sessions.lifetime.total_seconds())
    response.set_cookie(
        _PASS_COOKIE,
        given[:_LONGEST_PASS],
        max_age=lifetime,
        path=page,
        httponly=True,
        samesite="lax",
        secure=web.is_secure,
    )
    return response


def _show(web: WebChannel, survey_id: str, session: WebSession, given: str) -> FormPage:
    forms = web.services.surveys
    with web.services.database.unit_of_work() as unit:
        opening = forms.find(unit, survey_id)
        if opening is None:
            raise RequestRefusedError("not_found", 404)
        return forms.show(unit, opening, forms.who_is(unit, opening, session.id, given))


def _wants_photo(web: WebChannel, survey_id: str, session: WebSession, given: str) -> bool:
    forms = web.services.surveys
    with web.services.database.unit_of_work() as unit:
        opening = forms.find(unit, survey_id)
        if opening is None:
            raise RequestRefusedError("not_found", 404)
        return forms.wants_photo(unit, opening, forms.who_is(unit, opening, session.id, given))


def _take(web: WebChannel, survey_id: str, session: WebSession, given: str, sent: Sent) -> FormPage:
    forms = web.services.surveys
    with web.services.database.unit_of_work() as unit:
        opening = forms.find(unit, survey_id)
        if opening is None:
            raise RequestRefusedError("not_found", 404)
        who = forms.who_is(unit, opening, session.id, given)
        if sent.action == "tell":
            return forms.tell(unit, opening, who, session.id)
        return forms.take(unit, opening, who, sent)


def _list(web: WebChannel) -> tuple[list[object], list[object]]:
    results, forms = web.services.survey_publications, web.services.surveys
    with web.services.database.unit_of_work() as unit:
        running = forms.openings.list_open(unit, forms.answers.today())
        return list(running), list(results.list_published(unit))


def _find_published(web: WebChannel, opening_id: int) -> object | None:
    with web.services.database.unit_of_work() as unit:
        return web.services.survey_publications.find_published(unit, opening_id)


def _answer(
    web: WebChannel, templates: Templates, request: Request, session: WebSession, page: FormPage
) -> Response:
    refused = bool(page.problem)
    response = templates.page(
        "survey.html",
        422 if refused else 200,
        page=page,
        form_token=web.sessions.form_token(session),
        say=web.services.phrases.text,
        longest_text=LONGEST_TEXT,
    )
    keep_session(web, request, response, session)
    return response


async def _read(request: Request) -> tuple[Sent, str, bytes | None]:
    try:
        async with request.form(max_files=1, max_fields=_MOST_FIELDS) as form:
            return _sent(form), _text(form, "form_token"), await read_photo(form)
    except BodyTooLargeError:
        raise RequestRefusedError("body_too_large", 413) from None
    except HTTPException:
        raise RequestRefusedError("not_readable", 400) from None


def _sent(form: FormData) -> Sent:
    action, text = _text(form, "action"), _text(form, "text")
    if action not in _ACTIONS:
        raise RequestRefusedError("not_readable", 400)
    if len(text) > LONGEST_TEXT:
        raise RequestRefusedError("text_too_long", 413)
    return Sent(
        action=action,
        question=_text(form, "question"),
        text=text,
        chosen=[value for value in form.getlist("chosen") if isinstance(value, str) and value],
        ranks={name.removeprefix(_RANK): _text(form, name) for name in form if name.startswith(_RANK)},
        is_safe=bool(_text(form, "is_safe")),
    )


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return value.replace("\r\n", "\n").replace("\x00", "").strip() if isinstance(value, str) else ""
