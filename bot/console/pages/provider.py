"""Signing in with the council's own account: to the provider, and back with its answer."""

from __future__ import annotations

import secrets
from hmac import compare_digest
from typing import Any

from fastapi.responses import RedirectResponse, Response
from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.concurrency import run_in_threadpool

from bot.console.entering import safe_way, to_sign_in, way_in
from bot.console.permissions import Permission
from bot.console.problems import ConsoleRefusal
from bot.console.routes import PREFIX, Routes
from bot.console.visits import Visit, Visiting
from bot.domain.identities import ProvenIdentity, SignInAttempt
from bot.errors import IdentityError
from bot.services.provider_sign_in import ProviderRefusal, ProviderSignInService
from bot.services.sign_in import SignedIn

COOKIE = "local_focus_provider"
_SALT = "provider-sign-in"
_MOST_SECONDS = 600
_LONGEST_ANSWER = 4000

routes = Routes()


@routes.get("/provider", Permission.ENTER)
async def go_to_provider(visit: Visiting) -> Response:
    """Send the browser to the provider, with what ties the answer to it in a cookie of ours."""
    service = _service(visit)
    await visit.console.throttle.count_try(visit.address)
    attempt = SignInAttempt(*(secrets.token_urlsafe(48) for _ in range(3)))
    try:
        address = await service.provider.address_to_ask(attempt)
    except IdentityError:
        return to_sign_in(visit, "unreachable")
    kept = [
        attempt.state,
        attempt.nonce,
        attempt.verifier,
        safe_way(visit.request.query_params.get("next", "")),
    ]
    response = RedirectResponse(address, status_code=303)
    response.set_cookie(
        COOKIE,
        _signer(visit).dumps(kept),
        max_age=_MOST_SECONDS,
        path=f"{PREFIX}/provider",
        httponly=True,
        samesite="lax",
        secure=visit.console.is_secure,
    )
    return response


@routes.get("/provider/answer", Permission.ENTER)
async def take_answer(visit: Visiting) -> Response:
    """Let in whom the provider vouches for and an administrator has set up."""
    service = _service(visit)
    await visit.console.throttle.count_try(visit.address)
    response = await _take_answer(visit, service)
    # Good for one answer, whatever it was.
    response.delete_cookie(COOKIE, path=f"{PREFIX}/provider")
    return response


async def _take_answer(visit: Visit, service: ProviderSignInService) -> Response:
    query = visit.request.query_params
    attempt, way = _attempt(visit)
    if attempt is None or not compare_digest(query.get("state", "").encode(), attempt.state.encode()):
        return to_sign_in(visit, "too_late")
    code = query.get("code", "")[:_LONGEST_ANSWER]
    if not code:
        return to_sign_in(visit, "cancelled" if query.get("error") == "access_denied" else "not_done")
    try:
        identity = await service.provider.identify(code, attempt)
    except IdentityError:
        return to_sign_in(visit, "not_done")
    entered = await run_in_threadpool(_enter, visit, service, identity)
    if isinstance(entered, ProviderRefusal):
        return to_sign_in(visit, entered.value)
    return way_in(visit, entered, way)


def _enter(
    visit: Visit, service: ProviderSignInService, identity: ProvenIdentity
) -> SignedIn | ProviderRefusal:
    with visit.services.database.unit_of_work() as unit:
        return service.enter(unit, identity, visit.address, visit.browser)


def _service(visit: Visit) -> ProviderSignInService:
    if visit.services.provider_sign_in is None:
        raise ConsoleRefusal("not_found", 404)
    return visit.services.provider_sign_in


def _signer(visit: Visit) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(visit.services.settings.session_key, salt=_SALT)


def _attempt(visit: Visit) -> tuple[SignInAttempt | None, str]:
    """What this browser asked last, and where it wanted to go."""
    try:
        kept: Any = _signer(visit).loads(visit.request.cookies.get(COOKIE, ""), max_age=_MOST_SECONDS)
    except BadSignature:
        return None, PREFIX
    state, nonce, verifier, way = kept
    return SignInAttempt(state, nonce, verifier), way
