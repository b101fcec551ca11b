"""Runs a trained model's graph step by step in an order that is worked out once."""

from __future__ import annotations

from graphlib import TopologicalSorter
from typing import Any

from rasa.engine.exceptions import GraphRunError
from rasa.engine.runner.dask import DaskGraphRunner

type Plan = tuple[tuple[str, tuple[str, ...]], ...]


class PlannedGraphRunner(DaskGraphRunner):
    """Rasa plans each run anew and has Dask carry it out, though all is done in one thread and order."""

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """Run what the targets need and return their outputs; raises GraphRunError."""
        wanted = tuple(targets or self._graph_schema.target_names)
        done = {name: (name, value) for name, value in (inputs or {}).items()}
        try:
            for name, needs in self._plan(wanted):
                # A need that is neither an input nor a step is handed on by its name, as Dask does.
                done[name] = self._instantiated_nodes[name](*(done.get(need, need) for need in needs))
        except RuntimeError as error:
            raise GraphRunError("Error running runner.") from error
        return dict(done[target] for target in wanted)

    def _plan(self, targets: tuple[str, ...]) -> Plan:
        plans: dict[tuple[str, ...], Plan] = self.__dict__.setdefault("_plans", {})
        if targets not in plans:
            steps = self._graph_schema.minimal_graph_schema(list(targets)).nodes
            needs = {name: tuple(step.needs.values()) for name, step in steps.items()}
            order = TopologicalSorter(needs).static_order()
            plans[targets] = tuple((name, needs[name]) for name in order if name in needs)
        return plans[targets]
