"""The product with a really trained Rasa, started once for all conversations, and residents to talk to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.bot_api.server import BotApi
from tests.conftest import KEPT
from tests.conversations.product import Product
from tests.conversations.resident import Resident

type Meet = Callable[[], Resident]


@pytest.fixture(scope="session")
def make_product(trained_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Product]:
    """Makes a copy of the product with an empty folder of its own, not started yet, from settings."""
    return lambda **settings: Product(
        tmp_path_factory.mktemp("home"), trained_model.parent, KEPT / "encoder", **settings
    )


@pytest.fixture(scope="session")
def bot_api() -> Iterator[BotApi]:
    """A Bot API that only the shared product's bot uses."""
    running = BotApi()
    yield running
    running.close()


@pytest.fixture(scope="session")
def product(make_product: Callable[..., Product], bot_api: BotApi) -> Iterator[Product]:
    """The product that all conversations share, on the web and over Telegram."""
    running = make_product(TELEGRAM_TOKEN=bot_api.token, TELEGRAM_API_URL=bot_api.address)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def meet(product: Product) -> Iterator[Meet]:
    """Brings another resident, with a conversation of their own."""
    yield from meet_at(product)


@pytest.fixture
def resident(meet: Meet) -> Resident:
    """Somebody who has not written before."""
    return meet()


def meet_at(product: Product) -> Iterator[Meet]:
    """Residents of one copy of the product, until the test ends."""
    met: list[Resident] = []

    def meet() -> Resident:
        met.append(Resident(product.address))
        return met[-1]

    yield meet
    for resident in met:
        resident.leave()
