"""The navigation: sections with what somebody may open, and nothing else."""

from __future__ import annotations

from bot.console.navigation import show_sections
from bot.console.permissions import Permission
from bot.console.routes import Entry, Section

QUEUE = Entry("Queue", "/console/queue", Permission.WORK_CONCERNS, order=1)
NOTICES = Entry("Notices", "/console/notices", Permission.SEE_NOTICES, order=2)
STAFF = Entry("Staff", "/console/staff", Permission.MANAGE_STAFF, order=1, section=Section.SET_UP)


def test_a_section_leads_to_its_first_page_that_may_be_opened() -> None:
    [section] = show_sections([QUEUE, NOTICES], lambda asked: asked is Permission.SEE_NOTICES, "/console")
    assert (section.title, section.path, section.is_here) == ("Concerns", "/console/notices", False)


def test_a_section_without_any_is_not_shown() -> None:
    sections = show_sections([QUEUE, STAFF], lambda asked: asked is not Permission.MANAGE_STAFF, "/console")
    assert [section.title for section in sections] == ["Concerns"]


def test_pages_below_one_of_a_section_belong_to_it() -> None:
    sections = show_sections([STAFF, QUEUE], lambda _asked: True, "/console/staff/7")
    assert [(section.title, section.is_here) for section in sections] == [
        ("Concerns", False),
        ("Set-up", True),
    ]
