"""Links in what the bot says."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from markupsafe import Markup

from bot.channels.web.templating import Templates, show_day, show_time
from bot.domain.catalogues import Catalogues

NUMBERS = frozenset({"101", "999", "0800 555 111", "116 123"})


@pytest.fixture
def templates() -> Templates:
    return Templates({}, NUMBERS, Catalogues())


def telephone(number: str) -> str:
    return f'<a class="govuk-link app-number" href="tel:{number.replace(" ", "")}">{number}</a>'


class TestLinks:
    def test_numbers_of_the_place_can_be_called(self, templates: Templates) -> None:
        said = templates.linked("Samaritans: 116 123. Crimestoppers 0800 555 111, or call 101.")

        assert said == (
            f"Samaritans: {telephone('116 123')}. "
            f"Crimestoppers {telephone('0800 555 111')}, or call {telephone('101')}."
        )

    @pytest.mark.parametrize(
        "text",
        ["101 Mill Lane", "LF-101-999", "Flat 999", "call 1010", "call 101a", "call 999-1", "0800 555 1111"],
    )
    def test_other_numbers_are_left_alone(self, templates: Templates, text: str) -> None:
        assert templates.linked(text) == text

    def test_addresses_are_links_without_the_full_stop(self, templates: Templates) -> None:
        assert templates.linked("See https://hub.example/a?b=1&c=2.") == (
            'See <a class="govuk-link" href="https://hub.example/a?b=1&amp;c=2">'
            "https://hub.example/a?b=1&amp;c=2</a>."
        )

    def test_a_number_inside_an_address_stays_part_of_it(self, templates: Templates) -> None:
        assert "tel:" not in templates.linked("https://hub.example/?call=101 or https://101.example/0800")

    def test_markup_is_only_text(self, templates: Templates) -> None:
        said = templates.linked('<script> https://hub.example/"onclick="x')

        assert "<script>" not in said
        assert 'onclick="' not in said

    def test_a_place_without_numbers_has_no_links(self) -> None:
        assert Templates({}, frozenset(), Catalogues()).linked("call 101") == "call 101"


class TestTimes:
    def test_they_are_local(self) -> None:
        assert show_time(datetime(2026, 7, 1, 12, 5, tzinfo=UTC)) == "13:05"
        assert show_time(datetime(2026, 12, 1, 12, 5, tzinfo=UTC)) == "12:05"

    def test_days_are_written_out(self) -> None:
        assert show_day(date(2027, 3, 3)) == "3 March 2027"
        assert show_day(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == "2 July 2026"


def test_numbers_in_finished_html_can_be_called(templates: Templates) -> None:
    html = templates.with_numbers(Markup('<strong>116 123</strong> <a href="/call 101">call 101</a>'))

    assert html == f'<strong>{telephone("116 123")}</strong> <a href="/call 101">call 101</a>'
