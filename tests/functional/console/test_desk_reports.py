"""Reports that staff take by telephone, at a desk or from a partner: the same rules, and nothing is lost."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

import httpx
import pytest
from PIL import Image

from bot.db.models import (
    AuditEntry,
    Concern,
    Conversation,
    Message,
    MessageState,
    Photo,
    ReferralDelivery,
)
from bot.domain.staff import Role
from tests.fakes.danger import CARD
from tests.fakes.hub import Hub
from tests.functional.console.conftest import SignIn
from tests.functional.console.officer import Officer
from tests.functional.web.pictures import jpeg, picture

pytestmark = pytest.mark.anyio
SOFA = "A sofa was dumped on King Street in Upper Vale"
BOTH = "They shout every night, and a sofa was dumped"


@dataclass(slots=True)
class Desk:
    """Somebody who fills in the form."""

    officer: Officer

    async def send(self, do: str, *photos: bytes, **fields: str) -> httpx.Response:
        hidden = dict(
            re.findall(r'<input type="hidden" name="(key|seen)" value="([^"]*)"', self.officer.page)
        )
        files = [("photos", photo) for photo in photos]
        return await self.officer.send("/console/report", files or None, do=do, **{**hidden, **fields})

    async def take(self, **fields: str) -> list[str]:
        """The whole way; the references that are shown at its end."""
        await self.officer.open("/console/report")
        given = {"source": "telephone", "words": SOFA, **fields}
        await self.send("check", **given)
        await self.send("file", **given)
        return re.findall(r"LF-\w{4}-\w{4}", self.officer.words)


def filed(hub: Hub) -> list[Concern]:
    with hub.database.unit_of_work() as unit:
        return unit.query(Concern).order_by(Concern.id).all()


async def test_what_would_happen_is_shown_first_and_then_just_that_is_filed(
    hub: Hub, signed_in: SignIn
) -> None:
    desk = Desk(await signed_in(Role.HUB_OFFICER))
    await desk.officer.open("/console/report")
    given = {"source": "telephone", "words": SOFA, "contact": "07700 900123", "happened": "on Sunday"}
    await desk.send("check", **given)
    assert filed(hub) == []
    for words in (
        "Fly tipping goes to Westshire Council's services team",
        "They deal with it. (row fly_tipping/default)",
        "Where: King Street, Upper Vale, Northvale",
        "fly tipping 90 %",
    ):
        assert words in desk.officer.words, words
    await desk.send("file", **given)
    [concern] = filed(hub)
    assert concern.reference in desk.officer.words
    assert (concern.channel, concern.category, concern.hub_area) == ("telephone", "fly_tipping", "northvale")
    assert (concern.description, concern.happened) == (SOFA, "on Sunday")
    assert concern.contact_key == "07700900123"
    with hub.database.unit_of_work() as unit:
        assert unit.query(ReferralDelivery).count() == 1
        entry = unit.query(AuditEntry).filter_by(action="case.file").one()
        assert entry.actor == "hub_officer@hub.example"
        assert entry.after is not None
        assert entry.after["row"] == "fly_tipping/default"
        assert "sofa" not in str(entry.after)
    await desk.officer.open(f"/console/concerns/{concern.reference}")
    assert "Taken by Hub_officer" in desk.officer.words


async def test_it_is_filed_once_however_often_the_form_is_sent(hub: Hub, signed_in: SignIn) -> None:
    desk = Desk(await signed_in(Role.HUB_OFFICER))
    await desk.officer.open("/console/report")
    given = {"source": "walk_in", "words": SOFA}
    await desk.send("check", **given)
    page = desk.officer.page
    await desk.send("file", **given)
    desk.officer.page = page
    await desk.send("file", **given)
    assert "It is filed" in desk.officer.words
    assert len(filed(hub)) == 1


async def test_nothing_is_filed_unseen(hub: Hub, signed_in: SignIn) -> None:
    desk = Desk(await signed_in(Role.HUB_OFFICER))
    await desk.officer.open("/console/report")
    assert (await desk.send("file", source="walk_in", words=SOFA)).status_code == 422
    assert "not what was shown before" in desk.officer.words
    # Other words since then go elsewhere.
    sent = await desk.send("file", source="walk_in", words="Something else", category="burglary")
    assert sent.status_code == 422
    assert "Westshire Police" in desk.officer.words
    assert filed(hub) == []


async def test_what_was_typed_stays_after_an_error(hub: Hub, signed_in: SignIn) -> None:
    desk = Desk(await signed_in(Role.HUB_OFFICER))
    await desk.officer.open("/console/report")
    given = {"words": "Bins <b>again</b>", "place": "Mill Lane", "happened": "Monday", "anonymous": "1"}
    sent = await desk.send("check", source="", contact="07700 900123", **given)
    assert sent.status_code == 422
    assert "Choose how it reached you" in desk.officer.words
    for typed in ("Bins &lt;b&gt;again", 'value="Mill Lane"', 'value="Monday"', "07700 900123"):
        assert typed in desk.officer.page, typed
    assert "leave the contact out" in desk.officer.words.lower()


@pytest.mark.parametrize(("ticked", "count"), [("", 0), ("1", 1)])
async def test_danger_in_the_words_comes_first(hub: Hub, signed_in: SignIn, ticked: str, count: int) -> None:
    desk = Desk(await signed_in(Role.HUB_OFFICER))
    await desk.officer.open("/console/report")
    given = {"source": "telephone", "words": "help me now, he is at the door", "category": "asb"}
    await desk.send("check", **given)
    assert CARD in desk.officer.words
    await desk.send("file", safe=ticked, **given)
    assert len(filed(hub)) == count
    assert ("deal with that first" in desk.officer.words) is (count == 0)


async def test_one_place_of_several_is_chosen(hub: Hub, signed_in: SignIn) -> None:
    desk = Desk(await signed_in(Role.HUB_OFFICER))
    await desk.officer.open("/console/report")
    given = {"source": "telephone", "words": "A lamp is out", "category": "street_light", "place": "Thornby"}
    assert (await desk.send("check", **given)).status_code == 422
    assert "Choose which of these places it is" in desk.officer.words
    await desk.send("check", place_choice="1", **given)
    assert "Where: Thornby, Southvale" in desk.officer.words
    await desk.send("file", place_choice="1", **given)
    assert filed(hub)[0].hub_area == "southvale"


async def test_a_place_in_no_list_gets_an_area(hub: Hub, signed_in: SignIn) -> None:
    desk = Desk(await signed_in(Role.HUB_OFFICER))
    await desk.take(category="asb", words="Shouting", place="behind the old mill", area="southvale")
    [concern] = filed(hub)
    assert (concern.hub_area, concern.place_name) == ("southvale", "behind the old mill, Southvale")


async def test_two_things_in_one_story_are_two_concerns(hub: Hub, signed_in: SignIn) -> None:
    desk = Desk(await signed_in(Role.HUB_OFFICER))
    references = await desk.take(words=BOTH, place="Hollinbeck")
    assert len(set(references)) == 2
    assert {concern.category for concern in filed(hub)} == {"noise", "fly_tipping"}
    assert len({concern.joint_case_id for concern in filed(hub)}) == 1


async def test_what_nobody_understands_goes_to_a_person(hub: Hub, signed_in: SignIn) -> None:
    desk = Desk(await signed_in(Role.HUB_OFFICER))
    await desk.take(words="It is all too much", place="Hollinbeck")
    [concern] = filed(hub)
    assert (concern.category, concern.is_sensitive) == (None, True)


async def test_somebody_who_rings_again_is_recognised_unless_anonymous(hub: Hub, signed_in: SignIn) -> None:
    desk = Desk(await signed_in(Role.HUB_OFFICER))
    for fields in ({"contact": "07700 900123"}, {"contact": "+44 7700 900 123"}, {"anonymous": "1"}, {}):
        await desk.take(**fields)
    people = [concern.person_id for concern in filed(hub)]
    assert people[0] == people[1]
    assert len(set(people)) == 3


async def test_who_gave_a_contact_is_told_by_hand(hub: Hub, signed_in: SignIn) -> None:
    desk = Desk(await signed_in(Role.HUB_OFFICER))
    officer = desk.officer
    for contact in ("07700 900123", ""):
        await desk.take(contact=contact)
    references = [concern.reference for concern in filed(hub)]
    for reference in references:
        await officer.open(f"/console/concerns/{reference}")
        fields = {"outcome": "resolved", "reason": "cleared", "version": "1"}
        await officer.send(f"/console/concerns/{reference}/close", **fields)
    await officer.open("/console/to-tell")
    assert references[0] in officer.words
    assert references[1] not in officer.words
    assert "07700 900123" in officer.words
    assert "the problem has been put right" in officer.words
    with hub.database.unit_of_work() as unit:
        number = unit.query(Message).filter_by(state=MessageState.QUEUED).one().id
    told = f"/console/concerns/{references[0]}/told/{number}"
    other = f"/console/concerns/{references[1]}/told/{number}"
    assert (await officer.send(other, told="yes")).status_code == 404
    await officer.open("/console/to-tell")
    await officer.send(told, told="yes", **{"from": "list"})
    assert "Nobody has to be told anything" in officer.words
    assert (await officer.send(told, told="yes")).status_code == 404
    with hub.database.unit_of_work() as unit:
        assert unit.query(AuditEntry).filter_by(action="case.told_by_hand").count() == 1
        assert unit.query(Conversation).count() == 2


async def test_a_partner_refers_for_their_own_agency_and_sees_no_case(hub: Hub, signed_in: SignIn) -> None:
    desk = Desk(await signed_in(Role.PARTNER))
    [reference] = set(await desk.take(source="telephone", agency="vale_homes"))
    [concern] = filed(hub)
    assert (concern.channel, concern.referred_by) == ("partner", "westshire_police")
    assert f"/console/concerns/{reference}" not in desk.officer.page
    key = desk.officer.path.rpartition("/")[2]
    other = await signed_in(Role.PARTNER, "other@fire.example", "westshire_fire")
    assert (await other.open(f"/console/report/filed/{key}")).status_code == 404


async def test_photos_go_with_the_report_without_where_they_were_taken(hub: Hub, signed_in: SignIn) -> None:
    desk = Desk(await signed_in(Role.HUB_OFFICER))
    await desk.officer.open("/console/report")
    given = {"source": "walk_in", "words": SOFA}
    exif = Image.Exif()
    exif[0x010E] = "22 Mill Lane"
    await desk.send("check", picture("PNG", (90, 30)), picture(exif=exif), **given)
    shown = re.findall(r'src="(/console/report/photos/[^"]+)"', desk.officer.page)
    seen = [await desk.officer.client.get(path) for path in shown]
    assert {Image.open(io.BytesIO(one.content)).size for one in seen} == {(90, 30), (60, 40)}
    assert all(b"Mill Lane" not in one.content for one in seen)
    await desk.send("file", **given)
    [concern] = filed(hub)
    with hub.database.unit_of_work() as unit:
        assert {photo.concern_id for photo in unit.query(Photo)} == {concern.id}
        [entry] = unit.query(AuditEntry).filter_by(action="case.file")
        assert (entry.after or {})["photos"] == 2
    assert (await desk.officer.open(shown[0])).status_code == 404
    await desk.officer.open(f"/console/concerns/{concern.reference}")
    assert desk.officer.page.count(f"/console/concerns/{concern.reference}/photos/") >= 2


async def test_a_photo_that_is_refused_loses_nothing(hub: Hub, signed_in: SignIn) -> None:
    desk = Desk(await signed_in(Role.HUB_OFFICER))
    await desk.officer.open("/console/report")
    given = {"source": "walk_in", "words": SOFA, "happened": "on Sunday"}
    await desk.send("check", **given)
    sent = await desk.send("file", jpeg(), b"no picture", **given)
    assert (sent.status_code, filed(hub)) == (422, [])
    assert "That file can't be opened" in desk.officer.words
    for kept in ('value="on Sunday"', SOFA, "Take photo 1 out"):
        assert kept in desk.officer.page, kept
    await desk.send("file", **given)
    with hub.database.unit_of_work() as unit:
        assert [photo.concern_id for photo in unit.query(Photo)] == [filed(hub)[0].id]


async def test_a_photo_is_taken_out_again_and_five_are_enough(hub: Hub, signed_in: SignIn) -> None:
    desk = Desk(await signed_in(Role.HUB_OFFICER))
    await desk.officer.open("/console/report")
    await desk.send("check", *[jpeg()] * 5, source="walk_in", words=SOFA)
    assert 'type="file"' not in desk.officer.page
    await desk.send("check", jpeg(), source="walk_in", words=SOFA)
    assert "no more than 5 photos" in desk.officer.words.lower()
    with hub.database.unit_of_work() as unit:
        first = unit.query(Photo).first()
        assert first is not None
    await desk.send("", take_out=first.id, source="walk_in", words=SOFA)
    assert f"photos/{first.id}" not in desk.officer.page
    files = list((hub.settings.home_folder / "photos").rglob("*.jpg"))
    assert len(files) == desk.officer.page.count("/console/report/photos/") == 4


async def test_photos_of_a_form_are_for_who_fills_it_in(hub: Hub, signed_in: SignIn) -> None:
    desk = Desk(await signed_in(Role.HUB_OFFICER))
    await desk.officer.open("/console/report")
    await desk.send("check", jpeg(), source="walk_in", words=SOFA)
    with hub.database.unit_of_work() as unit:
        number = unit.query(Photo).one().id
    other = Desk(await signed_in(Role.ADMINISTRATOR))
    assert (await other.officer.open(f"/console/report/photos/{number}")).status_code == 404
    await other.officer.open("/console/report")
    await other.send("", take_out=number, source="walk_in", words=SOFA)
    with hub.database.unit_of_work() as unit:
        assert unit.query(Photo).count() == 1


async def test_places_are_suggested(hub: Hub, signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_OFFICER)
    found = await officer.client.get("/console/report/places", params={"q": "king"})
    assert set(found.json()) == {"King Street, Upper Vale", "King Street, Lower Vale"}
