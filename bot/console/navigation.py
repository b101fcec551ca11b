"""The navigation as somebody sees it: the sections and pages that their role may open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.console.permissions import Permission
from bot.console.routes import Entry, Section


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section with the pages in it that somebody may open; there is at least one."""

    title: str
    entries: Sequence[Entry]
    is_here: bool
    """Whether the page that is shown belongs to it."""

    @property
    def path(self) -> str:
        """Where its link leads: its first page."""
        return self.entries[0].path


def show_sections(
    entries: Sequence[Entry], may: Callable[[Permission], bool], here: str
) -> list[ShownSection]:
    """The sections that hold anything for somebody, `here` being the path of the page that is shown."""
    allowed = [entry for entry in entries if may(entry.permission)]
    sections = []
    for section in Section:
        inside = [entry for entry in allowed if entry.section is section]
        if inside:
            is_here = any(entry.is_here(here) for entry in inside)
            sections.append(ShownSection(section.value, inside, is_here))
    return sections
