"""What joins the hub with the dialogue in Rasa: answering early, ending what is in hand, forgetting."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool

from actions.base import NoteSaid, note_nothing
from bot.app.messages import Messages
from bot.db.session import Database
from bot.errors import RasaUnavailableError
from bot.gateways.rasa import Rasa
from bot.gateways.rasa_process import TRACKER_FILE
from bot.settings import Settings
from nlu.forgetting import forget


def finishing(messages: Messages, rasa: Rasa) -> Callable[[], Awaitable[None]]:
    """Ends what is in hand, on Rasa's side too; Rasa and the hub have to be there for it."""

    async def finish() -> None:
        await messages.stop()
        await rasa.turns.settle_all()

    return finish


def noting(rasa: Rasa, database: Database) -> NoteSaid:
    """Answers residents as soon as the last action has spoken.

    Not with other hubs on the database: one of them could go on with the conversation before Rasa is done.
    """
    if database.is_shared:
        return note_nothing
    return lambda message_id, replies, is_last: rasa.turns.note(message_id, replies, is_last=is_last)


def forgetter(settings: Settings, rasa: Rasa) -> Callable[[str], Awaitable[None]]:
    """How Rasa is made to forget: beside us straight in its file too, so that it works while Rasa is down."""
    if settings.rasa_url is not None:
        return rasa.forget

    async def forget_everywhere(tracker_id: str) -> None:
        with contextlib.suppress(RasaUnavailableError):
            # It has the conversation at hand; a Rasa that is down has forgotten it with all the others.
            await rasa.forget(tracker_id)
        await run_in_threadpool(forget, settings.home_folder / TRACKER_FILE, tracker_id)

    return forget_everywhere
