"""Deletes a web conversation everywhere: database, photo folder and Rasa."""

from __future__ import annotations

import logging

from starlette.concurrency import run_in_threadpool

from bot.channels.web.channel import CHANNEL, WebChannel
from bot.channels.web.sessions import WebSession
from bot.errors import RasaUnavailableError
from bot.services.erasure import Erased

_log = logging.getLogger(__name__)


async def remove_conversation(web: WebChannel, session: WebSession) -> None:
    """Delete the session's conversation, if there is one."""
    erased = await run_in_threadpool(_erase, web, session)
    if erased is None:
        return
    await run_in_threadpool(web.services.photos.folder.remove, erased.photo_files)
    try:
        await web.services.forget(erased.tracker_id)
    except RasaUnavailableError:
        # Its name leads to nobody any more; Rasa's own clearing-up takes what it still holds.
        _log.warning("Rasa could not be told to forget a deleted conversation")


def _erase(web: WebChannel, session: WebSession) -> Erased | None:
    with web.services.database.unit_of_work() as unit:
        return web.services.erasure.erase_conversation(unit, CHANNEL, session.id)
