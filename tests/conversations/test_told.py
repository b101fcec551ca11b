"""Whole conversations, each as a resident would hold it; those with buttons are also held by typing alone."""

from __future__ import annotations

import pytest

from tests.conversations.product import Product
from tests.conversations.resident import Resident
from tests.conversations.script import TOLD, Conversation, read_conversations
from tests.conversations.telling import tell

pytestmark = [pytest.mark.rasa, pytest.mark.slow]

CONVERSATIONS = read_conversations(*sorted(file.stem for file in TOLD.glob("*.yml")))


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda told: told.name)
def test_conversation(conversation: Conversation, resident: Resident, product: Product) -> None:
    tell(resident, conversation, product.database)
