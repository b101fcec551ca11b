"""Renders the pages: own templates over the components of GOV.UK Frontend."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from babel.dates import format_date
from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from jinja2 import (
    ChainableUndefined,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
)
from markupsafe import Markup, escape

from bot.channels.web.page_languages import language_globals
from bot.domain.catalogues import Catalogues
from bot.domain.spoken import locale
from bot.services.routing import join_words

FOLDER = Path(__file__).parent / "templates"
_ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")
_SHORT = 4
_CALL = "(?:(?<=[Cc]all )|(?<=adzwoń pod )|(?<=unați la )|(?<=[Дд]звоніть ))"
_LOCAL_TIME = ZoneInfo("Europe/London")


class Templates:
    """The pages, with what all of them show."""

    def __init__(
        self, common: Mapping[str, object], telephone_numbers: frozenset[str], catalogues: Catalogues
    ) -> None:
        """`common` is known in every template; `telephone_numbers` become links in what the bot says."""
        self._numbers = _numbers_pattern(telephone_numbers)
        self._environment = Environment(
            loader=ChoiceLoader(
                [
                    FileSystemLoader(FOLDER),
                    PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
                ]
            ),
            autoescape=True,
            # The component macros look into parameters that were not given.
            undefined=ChainableUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
        )
        self._environment.policies["ext.i18n.trimmed"] = True
        self._environment.install_gettext_callables(  # type: ignore[attr-defined]  # comes with the extension
            catalogues.gettext, catalogues.ngettext, newstyle=True
        )
        self._environment.globals.update(language_globals(catalogues))
        self._environment.globals.update(common)
        self._environment.filters.update(
            linked=self.linked,
            numbers=self.with_numbers,
            phone=telephone_link,
            clock=show_time,
            day=show_day,
            joined=join_words,
            translated=catalogues.gettext,
        )

    def render(self, name: str, **values: object) -> str:
        """The text of a template."""
        return self._environment.get_template(name).render(values)

    def page(
        self, name: str, status: int = 200, headers: Mapping[str, str] | None = None, **values: object
    ) -> HTMLResponse:
        """A template as the answer to a request."""
        return HTMLResponse(self.render(name, **values), status_code=status, headers=headers)

    def linked(self, text: str) -> Markup:
        """What the bot said, with web addresses and the place's telephone numbers as links."""
        html = str(escape(text))
        html = _ADDRESS.sub(lambda found: f'<a class="govuk-link" href="{found[0]}">{found[0]}</a>', html)
        return self.with_numbers(Markup(html))  # noqa: S704 -- escaped above

    def with_numbers(self, html: Markup) -> Markup:
        """Finished HTML, with the place's telephone numbers outside of links and tags as links."""
        if self._numbers is None:
            return html
        return Markup(self._numbers.sub(lambda found: telephone_link(found[0]), str(html)))  # noqa: S704 -- was Markup before


def _numbers_pattern(numbers: frozenset[str]) -> re.Pattern[str] | None:
    """Finds the numbers where they stand alone, the longest first, and not inside a link.

    A short one could be the number of a house: it counts only right after "call", in any language.
    """
    known = [
        ("" if len(number) > _SHORT else _CALL) + re.escape(number)
        for number in sorted(numbers, key=len, reverse=True)
    ]
    if not known:
        return None
    return re.compile(rf"(?<![\w/\-])(?:{'|'.join(known)})(?![\w/]|-\w)(?![^<]*</a>)(?![^<]*>)")


def telephone_link(number: str) -> Markup:
    """A telephone number as a link."""
    template = Markup('<a class="govuk-link app-number" href="tel:{}">{}</a>')
    return template.format(number.replace(" ", ""), number)


def show_time(moment: datetime) -> str:
    """A moment as residents write it: 14:05."""
    return moment.astimezone(_LOCAL_TIME).strftime("%H:%M")


def show_day(day: date | datetime) -> str:
    """A day as residents write it: 3 March 2027."""
    if isinstance(day, datetime):
        day = day.astimezone(_LOCAL_TIME).date()
    return format_date(day, "d MMMM y", locale=locale())


async def _templates_of(request: Request) -> Templates:
    templates: Templates = request.app.state.web_templates
    return templates


Pages = Annotated[Templates, Depends(_templates_of)]
