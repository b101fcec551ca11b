"""Changing the model of the running product, in the middle of a conversation."""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain.models import name_of
from bot.gateways.model_store import ModelStore
from nlu.intent_model import FILE_NAME
from tests.conftest import KEPT
from tests.conversations.conftest import Meet, meet_at
from tests.conversations.filed import read_filed
from tests.conversations.product import COMMAND, Product

pytestmark = [pytest.mark.slow, pytest.mark.rasa]


class ChangingProduct(Product):
    """A running copy with models of its own to change between."""

    def __init__(self, home: Path, trained: Path) -> None:
        models = home.with_name("models")
        models.mkdir()
        for file in trained.parent.glob(f"{name_of(trained)}.*"):
            shutil.copy(file, models)
        super().__init__(home, models, KEPT / "encoder")
        self.first = models / trained.name
        self.store = ModelStore(home)

    def add(self, name: str) -> Path:
        """Another model that understands the same."""
        archive = self.first.with_name(f"{name}.tar.gz")
        shutil.copy(self.first, archive)
        scores = self.store.scores(self.first)
        assert scores is not None
        self.store.keep_scores(archive, scores)
        return archive

    def run(self, *arguments: str) -> None:
        """Run the command beside it."""
        subprocess.run([str(COMMAND), *arguments], cwd=self.home, env=self._environment(), check=True)

    def wait_until_said(self, words: str) -> None:
        """Wait until its output holds these words; raises ProductError."""
        self._wait(lambda: words in self._log.read_text(encoding="utf-8"), f"to say {words!r}")


@pytest.fixture(scope="module")
def changing(trained_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChangingProduct]:
    """A product of its own, since other tests shouldn't meet its changes."""
    running = ChangingProduct(tmp_path_factory.mktemp("changing") / "home", trained_model)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def meet(changing: ChangingProduct) -> Iterator[Meet]:
    """Brings another resident."""
    yield from meet_at(changing)


def without_dialogue(archive: Path) -> None:
    """Leave the intent model only: the hub can open that, Rasa can't."""
    with tarfile.open(archive, "r:gz") as packed:
        member = next(m for m in packed if Path(m.name).name == FILE_NAME)
        opened = packed.extractfile(member)
        assert opened is not None
        content = opened.read()
    with tarfile.open(archive, "w:gz") as packed:
        packed.addfile(member, io.BytesIO(content))


def test_a_conversation_goes_on_over_a_promotion_and_a_rollback(
    changing: ChangingProduct, meet: Meet
) -> None:
    resident = meet()
    resident.say("someone's dumped a load of mattresses behind the garages on Clay Street in Workington")
    changing.add("second")
    changing.run("model", "promote", "second")
    changing.wait_until_said("Serving with the model second from now on")
    resident.press("No, just this once")
    resident.press("No")
    resident.press("Skip")
    changing.run("model", "rollback")
    changing.wait_until_said(f"Serving with the model {name_of(changing.first)} from now on")
    resident.press("Here in this chat")
    sent = resident.press("Send it")
    filed = read_filed(changing.database, sent.reference)
    assert filed.model == name_of(changing.first)
    assert "mattresses" in filed.concern["description"]


def test_a_report_names_the_model_that_was_promoted(changing: ChangingProduct, meet: Meet) -> None:
    changing.add("third")
    changing.run("model", "promote", "third")
    changing.wait_until_said("Serving with the model third from now on")
    resident = meet()
    resident.say("someone's dumped a load of mattresses behind the garages on Clay Street in Workington")
    resident.press("No, just this once")
    for title in ("No", "Skip", "Here in this chat", "Send it"):
        resident.press(title)
    assert read_filed(changing.database, resident.heard.reference).model == "third"


def test_rasa_comes_back_with_the_promoted_model(changing: ChangingProduct, meet: Meet) -> None:
    changing.add("fourth")
    changing.run("model", "promote", "fourth")
    changing.wait_until_said("Serving with the model fourth from now on")
    changing.kill_rasa()
    changing.wait_until_ready()
    assert meet().say("there is graffiti on the bus shelter").messages


def test_a_model_that_rasa_can_not_load_leaves_everything_as_it_was(
    changing: ChangingProduct, meet: Meet
) -> None:
    resident = meet()
    resident.say("someone's dumped a load of mattresses behind the garages on Clay Street in Workington")
    before = changing.store.current()
    without_dialogue(changing.add("broken"))
    changing.run("model", "promote", "broken")
    changing.wait_until_said("broken was promoted, but it can't be loaded")
    assert changing.store.current() == before
    resident.press("No, just this once")
    assert resident.heard.buttons


def test_the_secret_is_in_no_log(changing: ChangingProduct) -> None:
    logs = [changing.home / "up.log", changing.home / "logs" / "rasa.log"]
    assert all("token=" not in log.read_text(encoding="utf-8") for log in logs)
