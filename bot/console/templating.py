"""Renders the console's pages: own templates over the components of GOV.UK Frontend, in English."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from fastapi.responses import HTMLResponse
from jinja2 import (
    ChainableUndefined,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
)

WEB_FOLDER = Path(__file__).parent.parent / "channels" / "web" / "templates"
FOLDER = Path(__file__).parent / "templates"
_LOCAL_TIME = ZoneInfo("Europe/London")


class ConsoleTemplates:
    """The pages, with what all of them show."""

    def __init__(self, common: Mapping[str, object]) -> None:
        """`common` is known in every template."""
        self._environment = Environment(
            loader=ChoiceLoader(
                [
                    FileSystemLoader(FOLDER),
                    PrefixLoader(
                        {
                            "govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja"),
                            # What residents will see, for the preview.
                            "web": FileSystemLoader(WEB_FOLDER),
                        }
                    ),
                ]
            ),
            autoescape=True,
            # The component macros look into parameters that were not given.
            undefined=ChainableUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(common)
        self._environment.filters.update(
            day=show_day, moment=show_moment, spoken=show_key, language_name=show_language
        )

    def render(self, name: str, **values: object) -> str:
        """The text of a template."""
        return self._environment.get_template(name).render(values)

    def page(self, name: str, status: int = 200, **values: object) -> HTMLResponse:
        """A template as the answer to a request."""
        return HTMLResponse(self.render(name, **values), status_code=status)


#: Keys that are abbreviations, written out.
_ABBREVIATED = {"asb": "anti-social_behaviour"}


def show_day(day: date | datetime | None) -> str:
    """A day as staff read it: 3 Mar 2027."""
    if isinstance(day, datetime):
        day = day.astimezone(_LOCAL_TIME).date()
    return _written(day) if day else ""


# A page of the queue shows the same few days a hundred times.
@lru_cache(maxsize=4096)
def _written(day: date) -> str:
    return str(format_date(day, "d MMM y", locale="en_GB"))


def show_moment(moment: datetime | None) -> str:
    """A moment as staff read it: 3 Mar 2027, 14:05."""
    return f"{show_day(moment)}, {moment.astimezone(_LOCAL_TIME):%H:%M}" if moment else ""


def show_key(key: str | None) -> str:
    """A key of ours as words: `fly_tipping` is Fly tipping."""
    words = _ABBREVIATED.get(key or "", key or "")
    return words.replace("_", " ").capitalize()


def show_language(code: str) -> str:
    """A language (ISO 639-1) by its English name: `pl` is Polish."""
    return Locale.parse(code).get_display_name("en_GB") or code
