"""A hub's posting alone, as a process of its own: sends what is due until it is killed or all is sent."""

from __future__ import annotations

import sys

from sqlalchemy import func, select

from bot.db.models import Post
from bot.db.session import Database, create_database_engine
from bot.domain.posts import PostState
from bot.services.broadcasts import BroadcastService
from bot.services.outbox import OutboxService
from bot.services.post_sending import PostSendingService
from bot.services.post_texts import PostTexts
from bot.services.subscriptions import SubscriptionService
from tests.fakes.reports import phrases


def main(url: str) -> None:
    """Work on the database at an address; says a line once it has begun, and one at its end."""
    database = Database(create_database_engine(url))
    broadcasts = BroadcastService(OutboxService(database), frozenset({"telegram"}))
    texts = PostTexts(phrases(), "https://hub.example")
    sending = PostSendingService(database, broadcasts, SubscriptionService(), texts)
    waiting = select(func.count()).select_from(Post).where(Post.state == PostState.SCHEDULED)
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    sent = 0
    while True:
        sent += sending.send_due()
        with database.unit_of_work() as session:
            if not session.scalar(waiting):
                break
    sys.stdout.write(f"{sent}\n")


if __name__ == "__main__":
    main(sys.argv[1])
