"""Rules on partners' news: words and phrases that leave something out, show it first, or let it go out."""

from __future__ import annotations

from fastapi.responses import Response

from bot.console.forms import whole_number
from bot.console.pages.feeds import FEEDS
from bot.console.permissions import Permission
from bot.console.routes import Routes
from bot.console.visits import Visit, Visiting
from bot.domain.feed_rules import RuleKind
from bot.errors import FeedRuleError

_RULES = f"{FEEDS}/rules"
routes = Routes()


@routes.get("/feeds/rules", Permission.MANAGE_FEEDS)
def list_rules(visit: Visiting) -> Response:
    """All, and the form for one more."""
    return _page(visit)


@routes.post("/feeds/rules/add", Permission.MANAGE_FEEDS)
def add_rule(visit: Visiting) -> Response:
    """Keep one; it holds for what comes from now on."""
    form = visit.form
    kind, source = form.text("kind"), whole_number(form.text("source"))
    try:
        if kind not in set(RuleKind):
            raise FeedRuleError("choose what comes of it")
        with visit.services.database.unit_of_work() as unit:
            visit.services.feeds.rules.add(unit, visit.staff, RuleKind(kind), form.exact("phrases"), source)
    except FeedRuleError as error:
        return _page(visit, str(error))
    return visit.go(_RULES)


@routes.post("/feeds/rules/{rule_id}/remove", Permission.MANAGE_FEEDS)
def remove_rule(visit: Visiting, rule_id: int) -> Response:
    """Take one away."""
    with visit.services.database.unit_of_work() as unit:
        visit.services.feeds.rules.remove(unit, visit.staff, rule_id)
    return visit.go(_RULES)


def _page(visit: Visit, problem: str | None = None) -> Response:
    feeds = visit.services.feeds
    with visit.services.database.unit_of_work() as unit:
        return visit.page(
            "feed_rules.html",
            422 if problem else 200,
            rules=feeds.rules.list_stored(unit),
            sources=feeds.sources.list_sources(unit),
            kinds=list(RuleKind),
            form=visit.form,
            problem=problem,
        )
