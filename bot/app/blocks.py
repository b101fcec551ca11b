"""Wires what blocked people are answered."""

from __future__ import annotations

from bot.domain.phrases import Phrases
from bot.gateways.place_pack import PlacePack
from bot.services.blocked_answers import BlockedAnswers
from bot.services.routing import RoutingService


def create_blocked_answers(phrases: Phrases, pack: PlacePack) -> BlockedAnswers:
    """What answers them, with the pack's ways to reach the hub."""
    routing = RoutingService(table=pack.table, directory=pack.directory)
    agencies = {council.id: council.agency for council in pack.areas.councils}
    return BlockedAnswers(
        phrases, routing, {area: agencies[council] for area, council in pack.councils.items()}
    )
