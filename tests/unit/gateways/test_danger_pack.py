"""The danger files are read whole, and a broken one stops the start with its file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.danger import DangerGate, DangerKind
from bot.errors import PlacePackError
from bot.gateways.danger_cards import load_danger_cards
from bot.gateways.danger_pack import load_danger_lexicon, open_danger
from bot.settings import ROOT

DANGER = ROOT / "data" / "danger"

GOOD = """\
language: en
sets:
  who: [he, she]
written_as:
  hes: he is
cues:
  emergency:
    unless_over:
      - "{who} is? hitting me"
"""

NUMBERS = """\
numbers:
  emergency: {number: "999", purpose: "help", source: "national", date_checked: 2026-11-22}
"""

CARDS = "language: en\nnot_happening: Not now\ncards:\n" + "".join(
    f'  {kind.value}: ["Call {{emergency}}.", "Stay safe."]\n' for kind in DangerKind
)


def write(folder: Path, **files: str) -> Path:
    """A folder with these YAML files."""
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    return folder


class TestLexicon:
    def test_it_reads_cues_with_their_sets(self, tmp_path: Path) -> None:
        gate = DangerGate(load_danger_lexicon(write(tmp_path, en=GOOD)))
        assert gate.hear("hes hitting me") is DangerKind.EMERGENCY

    def test_later_files_of_a_language_use_the_sets_of_earlier_ones(self, tmp_path: Path) -> None:
        more = 'language: en\ncues:\n  medical:\n    always: ["{who} is choking"]\n'
        gate = DangerGate(load_danger_lexicon(write(tmp_path, en=GOOD, en_more=more)))
        assert gate.hear("she is choking") is DangerKind.MEDICAL

    @pytest.mark.parametrize(
        ("before", "after", "line", "reason"),
        [
            ("hitting me", "(hitting me", 9, "not closed"),
            ("{who} is", "{whoever} is", 9, "whoever"),
            ("  emergency:\n    unless", "  panic:\n    unless", 7, "panic"),
            ("unless_over", "sometimes", 8, "sometimes"),
            ("language: en", "language: English", 1, "language"),
            ("[he, she]", "[he, (she]", 3, "who"),
            ("hes: he is", "hes: 7", 5, "written_as"),
            ("sets:", "settings:\n  mood: [sad]\nsets:", 3, "mood"),
        ],
    )
    def test_it_names_file_and_line_of_what_is_wrong(
        self, tmp_path: Path, before: str, after: str, line: int, reason: str
    ) -> None:
        folder = write(tmp_path, en=GOOD.replace(before, after))
        with pytest.raises(PlacePackError, match=reason) as raised:
            load_danger_lexicon(folder)
        assert (raised.value.file.name, raised.value.line) == ("en.yml", line)

    def test_it_refuses_a_file_that_is_not_yaml(self, tmp_path: Path) -> None:
        with pytest.raises(PlacePackError, match="not valid YAML"):
            load_danger_lexicon(write(tmp_path, en=GOOD + "  - : ["))

    def test_it_refuses_a_folder_that_hears_nothing(self, tmp_path: Path) -> None:
        with pytest.raises(PlacePackError, match=r"missing|no file"):
            load_danger_lexicon(tmp_path)


class TestCards:
    def test_it_fills_in_the_numbers(self, tmp_path: Path) -> None:
        cards = load_danger_cards(write(tmp_path, numbers=NUMBERS, en=CARDS))
        assert cards.messages(DangerKind.MEDICAL, "en") == ("Call 999.", "Stay safe.")

    @pytest.mark.parametrize(
        ("before", "after", "reason"),
        [
            ("{emergency}.", "999.", "by their names"),
            ("{emergency}.", "{police}.", "no number called 'police'"),
            ("  medical:", "  # medical:", "card for medical is missing"),
            (', "Stay safe."', "", "2 items"),
            ("language: en", "language: pl", "no English cards"),
        ],
    )
    def test_it_refuses_broken_cards(self, tmp_path: Path, before: str, after: str, reason: str) -> None:
        folder = write(tmp_path, numbers=NUMBERS, en=CARDS.replace(before, after))
        with pytest.raises(PlacePackError, match=reason):
            load_danger_cards(folder)

    def test_it_refuses_a_number_without_its_source(self, tmp_path: Path) -> None:
        folder = write(tmp_path, numbers=NUMBERS.replace('source: "national", ', ""), en=CARDS)
        with pytest.raises(PlacePackError, match="source"):
            load_danger_cards(folder)


def test_what_the_product_ships_opens() -> None:
    service = open_danger(DANGER, None)
    alarm = service.hear("there is a man with a knife in my kitchen")
    assert alarm is not None
    assert alarm.kind is DangerKind.EMERGENCY


@pytest.fixture(scope="module")
def shipped() -> DangerGate:
    """The gate with all that the product ships."""
    return DangerGate(load_danger_lexicon(DANGER))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("a digger has rolled over on my uncle", DangerKind.EMERGENCY),
        ("van's upside down in the canal, lights still on", DangerKind.EMERGENCY),
        ("he's kicking the bathroom door", DangerKind.DOMESTIC_ABUSE_NOW),
        ("my sister went grey and she can't speak", DangerKind.MEDICAL),
        ("my gran has drunk paint stripper out of a mug", DangerKind.MEDICAL),
        ("his mouth has drooped and his words are slurred", DangerKind.MEDICAL),
        ("she's dangling the baby over the banister", DangerKind.CHILD_IN_DANGER),
        ("my dad has got mum pinned against the wall", DangerKind.DOMESTIC_ABUSE_NOW),
        ("i can't face another night", DangerKind.SUICIDE_SELF_HARM),
    ],
)
def test_it_hears_pleas_of_few_words(shipped: DangerGate, text: str, kind: DangerKind) -> None:
    assert shipped.hear(text) is kind


@pytest.mark.parametrize(
    "text",
    [
        "the choir sang at the suicide memorial",
        "we've nothing left to give the jumble sale",
        "a branch came down on my neighbour's car",
        "landslide victory for our team",
        "we were drowning in leaflets",
    ],
)
def test_it_lets_pass_what_only_sounds_like_it(shipped: DangerGate, text: str) -> None:
    assert shipped.hear(text) is None


@pytest.mark.parametrize(
    ("text", "is_certain"),
    [
        ("i want to die", True),
        ("i am suicidal", True),
        ("tell my mum i loved her", True),
        ("everyone would be better off without me", True),
        ("the club would be better off without me as treasurer", False),
        ("walked into the sea", False),
    ],
)
def test_it_is_certain_only_of_what_cannot_be_a_jest(
    shipped: DangerGate, text: str, is_certain: bool
) -> None:
    found = shipped.listen(text)
    assert found is not None
    assert found.is_certain is is_certain


def test_every_cue_the_product_ships_is_a_regular_expression_that_compiles() -> None:
    lexicon = load_danger_lexicon(DANGER)
    for cue in lexicon.cues:
        assert cue.pattern.find(" nothing ") is None
    for pattern in (*lexicon.innocent, *lexicon.what_if):
        pattern.find(" nothing ")
