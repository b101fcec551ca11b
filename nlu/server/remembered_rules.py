"""Remembers which rules apply after which states, which Rasa works out anew by trying every rule."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

from rasa.core.policies.rule_policy import RulePolicy
from rasa.shared.core.constants import PREVIOUS_ACTION

type State = dict[str, dict[str, Any]]
type Lookup = dict[str, str]
type Find = Callable[[RulePolicy, Lookup, list[State]], set[str]]

_MOST = 4096


class RememberedRules:
    """Finds the rules of one lookup: those that `find` finds, tried once for states that are alike."""

    def __init__(self, find: Callable[[list[State]], set[str]], lookup: Lookup) -> None:
        rules = [json.loads(rule) for rule in lookup]
        self._find = find
        self._longest = max(map(len, rules), default=0)
        self._asked = {
            (kind, name) for rule in rules for state in rule for kind, part in state.items() for name in part
        }
        self._known: OrderedDict[Hashable, frozenset[str]] = OrderedDict()

    def find(self, states: list[State]) -> set[str]:
        """The keys of the rules that apply; the earliest states, longer ago than any rule, don't matter."""
        seen = tuple(self._seen(state) for state in states[-self._longest :]) if self._longest else ()
        if seen not in self._known:
            self._known[seen] = frozenset(self._find(states))
            if len(self._known) > _MOST:
                self._known.popitem(last=False)
        return set(self._known[seen])

    def _seen(self, state: State) -> Hashable:
        """What rules can see of a state. A resident's words are no part of it, so none are remembered."""
        parts = [
            (kind, name, value)
            for kind, part in state.items()
            for name, value in part.items()
            if (kind, name) in self._asked
        ]
        return bool(state.get(PREVIOUS_ACTION)), frozenset(parts)


def remember(find: Find) -> Find:
    """`RulePolicy._get_possible_keys` with a memory for each lookup of each policy."""

    def find_remembered(policy: RulePolicy, lookup: Lookup, states: list[State]) -> set[str]:
        memories: dict[int, tuple[Lookup, RememberedRules]] = policy.__dict__.setdefault("_memories", {})
        known = memories.get(id(lookup))
        if known is None or known[0] is not lookup:
            rules = RememberedRules(lambda asked: find(policy, lookup, asked), lookup)
            known = memories[id(lookup)] = (lookup, rules)
        return known[1].find(states)

    find_remembered.is_remembering = True  # type: ignore[attr-defined]
    return find_remembered
