"""One-time codes, and the chats that they link."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from bot.db.base import utc_now
from bot.db.models import LinkCode
from bot.db.session import Database
from bot.domain.subscriptions import Reach
from bot.services.linked_chats import CODE_LIFETIME, LinkedChatService, reach_of

SERVICE = LinkedChatService()


def test_a_code_links_one_chat_once(database: Database) -> None:
    with database.unit_of_work() as session:
        code = SERVICE.make_code(session)
        assert not SERVICE.link(session, "telegram", "-1", "Ours", code[:-1])
        assert SERVICE.link(session, "telegram", "-1", "Ours", f" {code.lower()} ")
        assert not SERVICE.link(session, "telegram", "-2", "Theirs", code)
        assert [(c.address, c.title) for c in SERVICE.list_linked(session, "telegram")] == [("-1", "Ours")]


def test_an_old_code_is_worth_nothing_and_is_forgotten(database: Database) -> None:
    later = replace(SERVICE, now=lambda: utc_now() + CODE_LIFETIME + timedelta(seconds=1))
    with database.unit_of_work() as session:
        code = SERVICE.make_code(session)
        assert not later.link(session, "telegram", "-1", "Ours", code)
        later.make_code(session)
        assert len(session.scalars(select(LinkCode)).all()) == 1


def test_a_code_says_what_the_chat_is_for(database: Database) -> None:
    reach = Reach(frozenset({"scams"}), frozenset({"north"}))
    with database.unit_of_work() as session:
        SERVICE.link(session, "telegram", "-1", "Ours", SERVICE.make_code(session, reach))
        (chat,) = SERVICE.list_linked(session, "telegram")
        assert reach_of(chat) == reach


def test_the_code_itself_is_kept_nowhere(database: Database) -> None:
    with database.unit_of_work() as session:
        code = SERVICE.make_code(session)
        assert code not in session.scalars(select(LinkCode.digest)).one()


def test_a_chat_is_linked_again_followed_and_unlinked(database: Database) -> None:
    with database.unit_of_work() as session:
        for title in ("Ours", "Ours, renamed"):
            assert SERVICE.link(session, "telegram", "-1", title, SERVICE.make_code(session))
        SERVICE.follow(session, "telegram", "-1", "-100")
        SERVICE.follow(session, "telegram", "-1", "-100")
        linked = SERVICE.list_linked(session, "telegram")
        assert [(chat.address, chat.title) for chat in linked] == [("-100", "Ours, renamed")]
        assert SERVICE.unlink(session, "telegram", "-100")
        assert not SERVICE.unlink(session, "telegram", "-100")
