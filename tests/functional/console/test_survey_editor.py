"""Making a survey field by field, in a browser without JavaScript."""

from __future__ import annotations

import re
from html import unescape

import pytest

from bot.db.models import StoredSurvey
from bot.domain.staff import Role
from bot.domain.survey_documents import survey_from_document
from bot.domain.surveys import Condition, Kind, Survey
from tests.fakes.hub import Hub
from tests.functional.console.conftest import SignIn
from tests.functional.console.officer import Officer

pytestmark = pytest.mark.anyio
ABOUT = "/console/surveys/about/parks"
FIELDS = {"title": "Parks", "id": "parks", "anonymous": "yes", "purpose": "To choose."}


async def fill(officer: Officer, path: str, **fields: str | list[str]) -> None:
    """Send the form on the screen with its hidden fields."""
    seen = re.search(r'name="seen" value="([^"]*)"', officer.page)
    await officer.send(path, seen=seen[1] if seen else "", **fields)


async def add(officer: Officer, kind: Kind, **fields: str | list[str]) -> None:
    """Add one question."""
    await officer.open(f"{ABOUT}/add?kind={kind}")
    await fill(officer, f"{ABOUT}/add", kind=kind.value, do="save", rows="6", **fields)


async def begin(signed_in: SignIn) -> Officer:
    """A survey without questions."""
    officer = await signed_in(Role.HUB_COORDINATOR)
    await officer.open("/console/surveys/new")
    await fill(officer, "/console/surveys/new", **FIELDS)
    assert officer.path == ABOUT
    return officer


def stored(hub: Hub) -> Survey:
    """What is kept of it."""
    with hub.database.unit_of_work() as unit:
        return survey_from_document(unit.get_one(StoredSurvey, "parks").document)


async def test_a_survey_with_every_kind_of_question(hub: Hub, signed_in: SignIn) -> None:
    officer = await begin(signed_in)
    choices = {"option_text_0": "Grass", "option_text_1": "Trees", "option_text_3": "Ponds"}
    for kind in (Kind.ONE, Kind.SEVERAL, Kind.RANKING):
        await add(officer, kind, text=f"Which {kind}?", random_order="yes", required="yes", **choices)
    await add(officer, Kind.SCALE, text="How safe?", low="1", high="5", low_label="Not at all")
    await add(officer, Kind.YES_NO, text="Do you go there?", id="goes", may_decline="yes")
    await add(officer, Kind.NUMBER, text="How often?", low="0", high="7")
    await add(officer, Kind.DATE, text="When last?")
    await add(officer, Kind.PLACE, text="Where do you live?", help="A street is fine.")
    await add(officer, Kind.TEXT, text="Why?", most_chars="120", show_goes_0=["no"])
    survey = stored(hub)
    assert [question.kind for question in survey.questions] == [k for k in Kind if k is not Kind.PHOTO]
    first = survey.questions[0]
    assert (first.id, first.is_required, first.has_random_order) == ("which_one", True, True)
    assert [option.id for option in first.options] == ["grass", "trees", "ponds"]
    last = survey.questions[-1]
    assert (last.most_chars, last.show_if) == (120, (Condition("goes", ("no",)),))
    picture = await officer.client.get(f"{ABOUT}/flow.svg")
    assert picture.headers["content-type"] == "image/svg+xml"
    assert b"9. Why?" in picture.content
    await officer.open(ABOUT)
    assert "only if 5 is No" in officer.words


async def test_what_is_wrong_is_named_by_its_field_and_all_is_kept(signed_in: SignIn) -> None:
    officer = await begin(signed_in)
    await add(officer, Kind.SCALE, text="How {nothing} safe?", low="one", high="5", help="Kept words")
    page = unescape(officer.page)
    assert '<a href="#low">Write a whole number.</a>' in page
    assert '<a href="#text">{nothing} names no earlier question</a>' in page
    assert 'id="low-error"' in page
    assert "Kept words" in page
    assert 'value="one"' in page
    await fill(officer, f"{ABOUT}/add", kind="scale", do="save", text="How safe?", low="1", high="5")
    assert officer.path == ABOUT


async def test_more_rows_and_another_order_keep_what_was_typed(signed_in: SignIn) -> None:
    officer = await begin(signed_in)
    await officer.open(f"{ABOUT}/add?kind=one")
    typed = {"text": "Which?", "option_text_0": "Grass", "option_text_1": "Trees"}
    await fill(officer, f"{ABOUT}/add", kind="one", do="more", rows="3", **typed)
    assert "Answer 6" in officer.words
    await fill(officer, f"{ABOUT}/add", kind="one", do="up_1", rows="6", **typed)
    assert re.search(r'id="option_text_0"[^>]*value="Trees"', officer.page)
    assert re.search(r'id="option_text_1"[^>]*value="Grass"', officer.page)
    assert "Which?" in officer.page


async def test_moving_renaming_and_removing_keep_rules_right(hub: Hub, signed_in: SignIn) -> None:
    officer = await begin(signed_in)
    await add(officer, Kind.YES_NO, text="Do you go there?", id="goes", required="yes")
    await add(officer, Kind.TEXT, text="You said {goes}: why?", id="why", show_goes_0="no")
    await officer.send(f"{ABOUT}/questions/why/up")
    assert "“why” has to stay after “goes”" in officer.words
    await officer.send(f"{ABOUT}/questions/goes/remove")
    assert "“goes” is used by why: change that first." in officer.words
    await officer.open(f"{ABOUT}/questions/goes")
    await fill(officer, f"{ABOUT}/questions/goes", do="save", text="Do you go?", id="visits", required="yes")
    why = stored(hub).by_id["why"]
    assert why.text == "You said {visits}: why?"
    assert why.show_if == (Condition("visits", ("no",)),)
    await add(officer, Kind.DATE, text="When?", id="when")
    await officer.send(f"{ABOUT}/questions/when/up")
    assert list(stored(hub).by_id) == ["visits", "when", "why"]
    await officer.send(f"{ABOUT}/questions/why/remove")
    assert list(stored(hub).by_id) == ["visits", "when"]


async def test_what_somebody_else_changed_meanwhile_is_not_overwritten_unseen(
    hub: Hub, signed_in: SignIn
) -> None:
    ann = await begin(signed_in)
    await add(ann, Kind.YES_NO, text="Do you go there?", id="goes")
    await ann.open(f"{ABOUT}/questions/goes")
    bob = await signed_in(Role.ADMINISTRATOR)
    await add(bob, Kind.DATE, text="When?", id="when")
    await fill(ann, f"{ABOUT}/questions/goes", do="save", text="Do you often go?", id="goes")
    assert "Somebody else changed this survey meanwhile." in ann.words
    assert "Do you often go?" in ann.page
    await fill(ann, f"{ABOUT}/questions/goes", do="save", text="Do you often go?", id="goes")
    assert [question.text for question in stored(hub).questions] == ["Do you often go?", "When?"]


async def test_a_preview_shows_the_chat_and_the_form(signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_OFFICER)
    await officer.open("/console/surveys/about/lamps/questions/why/preview")
    assert "Question 4 of 5 What would you say about this: Broken lamps?" in officer.words
    assert "<textarea" in officer.page
    assert "Stop for now" in officer.words


async def test_settings_name_their_mistakes_and_keep_quotas(hub: Hub, signed_in: SignIn) -> None:
    officer = await begin(signed_in)
    await add(officer, Kind.YES_NO, text="Do you go there?", id="goes")
    await officer.open(f"{ABOUT}/settings")
    filled = {**FIELDS, "facts": "Five parks.", "quota_answer_0": "goes:yes", "quota_most_0": "many"}
    await fill(officer, f"{ABOUT}/settings", **{**filled, "title": ""})
    assert '<a href="#title">A survey needs a title</a>' in officer.page
    assert '<a href="#quota_most_0">' in officer.page
    assert "Five parks." in officer.page
    await fill(officer, f"{ABOUT}/settings", **{**filled, "quota_most_0": "40"})
    assert (stored(hub).quotas[0].value, stored(hub).quotas[0].most) == ("yes", 40)
    await officer.open("/console/surveys/new")
    await fill(officer, "/console/surveys/new", **FIELDS)
    assert "Another survey has this short name." in officer.words


async def test_a_language_shows_what_is_missing_and_keeps_what_is_written(
    hub: Hub, signed_in: SignIn
) -> None:
    officer = await begin(signed_in)
    await add(officer, Kind.YES_NO, text="Do you go there?", id="goes", required="yes")
    await add(officer, Kind.TEXT, text="You said {goes}: why?", id="why")
    await officer.open(ABOUT)
    assert "Polish : 4 texts are missing" in officer.words
    polish = f"{ABOUT}/languages/pl"
    await officer.open(polish)
    assert "4 of 4 texts are missing" in officer.words
    written = {"title": "Parki", "goes.text": "Czy tam chodzisz?"}
    await fill(officer, polish, **written, **{"why.text": "Dlaczego?"})
    assert '<a href="#why.text">It puts other answers into the text' in officer.page
    assert "Czy tam chodzisz?" in officer.page
    await fill(officer, polish, **written, **{"why.text": "Dlaczego {goes}?"})
    assert stored(hub).versions == {"pl": {**written, "why.text": "Dlaczego {goes}?"}}
    assert "Polish : 1 text is missing" in officer.words
    assert (await officer.open(f"{ABOUT}/languages/xx")).status_code == 404
