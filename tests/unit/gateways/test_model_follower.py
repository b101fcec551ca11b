"""A running product changes to what was promoted; Rasa has the first word."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pytest

from bot.domain.models import Choice, name_of
from bot.domain.understanding import Reading
from bot.errors import ModelError, RasaUnavailableError
from bot.gateways.model_follower import ModelFollower
from bot.gateways.model_in_use import ModelInUse
from bot.gateways.model_store import ModelStore
from bot.gateways.trained_model import TrainedModel

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@dataclass
class NamesItself:
    """A model that understands its own name in every message."""

    name: str

    def read(self, text: str) -> Reading:
        return Reading(((self.name, 1.0),), ())


def open_model(archive: Path) -> TrainedModel:
    if "unreadable" in archive.name:
        raise ModelError("The model can't be opened.")
    return cast(TrainedModel, NamesItself(name_of(archive)))


@dataclass
class Running:
    """A hub that serves with the model `one`, and its Rasa."""

    home: Path
    rasa_says: Exception | None = None
    loaded: list[str] = field(default_factory=list)
    restarts_with: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        (self.home / "models").mkdir()
        self.store = ModelStore(self.home)
        self.promote("one")
        self.in_use = ModelInUse("one", open_model(Path("one.tar.gz")))
        self.follower = ModelFollower(self.store, self.in_use, open_model, self.load)

    async def load(self, archive: Path) -> None:
        if self.rasa_says is not None:
            raise self.rasa_says
        self.loaded.append(name_of(archive))

    def promote(self, name: str) -> None:
        archive = self.home / "models" / f"{name}.tar.gz"
        archive.touch()
        self.store.promote(archive, "", Choice.BY_HAND)

    async def look(self) -> None:
        await self.follower.look(lambda model: self.restarts_with.append(name_of(model)), self.said.append)

    @property
    def reads_by(self) -> str:
        return self.in_use.read("whatever").ranking[0][0]

    @property
    def current(self) -> str:
        archive = self.store.current()
        assert archive is not None
        return name_of(archive)


@pytest.fixture
def running(tmp_path: Path) -> Running:
    return Running(tmp_path)


async def test_nothing_happens_while_nothing_is_promoted(running: Running) -> None:
    await running.look()
    assert (running.loaded, running.said, running.reads_by) == ([], [], "one")


async def test_rasa_and_the_hub_change_to_what_was_promoted(running: Running) -> None:
    running.promote("two")
    await running.look()
    await running.look()
    assert running.loaded == ["two"]
    assert running.restarts_with == ["two"]
    assert (running.reads_by, running.in_use.name) == ("two", "two")
    assert running.said == ["Serving with the model two from now on, instead of one."]


async def test_the_same_name_trained_again_is_loaded_again(running: Running) -> None:
    running.promote("one")
    await running.look()
    assert running.loaded == ["one"]


async def test_a_model_that_rasa_refuses_changes_nothing(running: Running) -> None:
    running.promote("two")
    running.rasa_says = ModelError("Rasa refused it (status 400); its log says why.")
    await running.look()
    assert (running.reads_by, running.current, running.restarts_with) == ("one", "one", [])
    assert "Still serving with the model one" in running.said[0]
    assert "status 400" in running.store.history()[-1].reason
    running.rasa_says = None
    await running.look()
    assert running.loaded == []


async def test_a_model_that_the_hub_can_not_open_never_reaches_rasa(running: Running) -> None:
    running.promote("unreadable")
    await running.look()
    assert (running.loaded, running.reads_by, running.current) == ([], "one", "one")


async def test_while_rasa_is_away_it_waits(running: Running) -> None:
    running.promote("two")
    running.rasa_says = RasaUnavailableError("gone")
    await running.look()
    assert (running.reads_by, running.current, running.said) == ("one", "two", [])
    running.rasa_says = None
    await running.look()
    assert running.reads_by == "two"


async def test_a_pointer_to_nothing_changes_nothing(running: Running) -> None:
    running.promote("two")
    (running.home / "models" / "two.tar.gz").unlink()
    await running.look()
    assert running.reads_by == "one"
