"""The same conversations over Telegram, with the same outcome; several people talk at once.

In the suite it is every second, and all that are about danger; LOCAL_FOCUS_TEST_TELEGRAM=all holds all.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.bot_api.server import BotApi
from tests.conversations.product import Product
from tests.conversations.script import TOLD, Conversation, read_conversations
from tests.conversations.telegram_resident import TelegramResident
from tests.conversations.telling import tell

pytestmark = [pytest.mark.rasa, pytest.mark.slow]

_AT_ONCE = 6
_EVERY = 2


def chosen() -> list[Conversation]:
    """Which are held."""
    names = sorted(file.stem for file in TOLD.glob("*.yml"))
    if os.environ.get("LOCAL_FOCUS_TEST_TELEGRAM") == "all":
        return read_conversations(*names)
    others = read_conversations(*(name for name in names if name != "danger"))
    return read_conversations("danger") + others[::_EVERY]


def test_all_have_the_outcome_that_they_have_on_the_web(bot_api: BotApi, product: Product) -> None:
    conversations = chosen()
    assert any(told.has_buttons and not told.is_typed for told in conversations)

    def hold(conversation: Conversation) -> str:
        try:
            tell(TelegramResident(bot_api, product.database), conversation, product.database)
        except AssertionError as error:
            return f"{conversation.name}: {error}"
        return ""

    with ThreadPoolExecutor(_AT_ONCE) as people:
        failed = [problem for problem in people.map(hold, conversations) if problem]
    assert not failed, "\n\n".join(failed)
