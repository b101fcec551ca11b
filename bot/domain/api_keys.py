"""Keys of programs: what a program may do with its key, and as whom it counts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.staff import Actor, Role
from bot.errors import ApiKeyError

LONGEST_NAME = 100


class Scope(StrEnum):
    """One thing that a key allows; what a key doesn't have is refused."""

    OPEN311_READ = "open311_read"
    """Requests by Open311: public ones, and those that were sent with the same key."""
    OPEN311_SEND = "open311_send"
    """Sending reports by Open311."""
    CONCERNS = "concerns"
    """Concerns by the JSON API, without names, contacts and residents' words."""
    FIGURES = "figures"
    """Counts and times by the JSON API."""
    SENSITIVE = "sensitive"
    """Sensitive concerns too, wherever the other scopes lead; never by Open311."""


#: Scopes that mean nothing alone: what each of them is added to.
_ADDED_TO = {Scope.SENSITIVE: frozenset({Scope.CONCERNS, Scope.FIGURES})}


@dataclass(frozen=True, slots=True)
class KeyWish:
    """What an administrator says of a key."""

    name: str
    """Which program it is for, and whose."""
    scopes: frozenset[Scope]
    areas: frozenset[str] = frozenset()
    """Hub areas that it is good for; empty for all."""


@dataclass(frozen=True, slots=True)
class Caller:
    """A program that gave a good key."""

    key_id: int
    name: str
    scopes: frozenset[Scope]
    areas: frozenset[str]
    """Hub areas that it sees; empty for all of them."""

    def actor(self, address: str) -> Actor:
        """As whom it counts and is entered in the audit trail; it has no identities to see, as an analyst."""
        return Actor(f"key: {self.name}", role=Role.ANALYST, areas=self.areas, address=address)

    def may(self, scope: Scope) -> bool:
        """Whether its key allows that."""
        return scope in self.scopes

    def covers(self, hub_area: str | None) -> bool:
        """Whether its areas take in that one; what has no area is covered by a key for all only."""
        return not self.areas or hub_area in self.areas


def check_wish(wish: KeyWish) -> KeyWish:
    """The wish as it is kept; raises ApiKeyError for a key without a name, or that would allow nothing."""
    name = " ".join(wish.name.split())[:LONGEST_NAME]
    if not name:
        raise ApiKeyError("say which program the key is for")
    if not wish.scopes:
        raise ApiKeyError("choose at least one thing that it may do")
    for scope, bases in _ADDED_TO.items():
        if scope in wish.scopes and not wish.scopes & bases:
            raise ApiKeyError("sensitive concerns need a key that reads concerns or figures")
    return KeyWish(name, wish.scopes, wish.areas)
