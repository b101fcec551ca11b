"""Wires what trains, measures and promotes models."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bot.app.core import open_hearing
from bot.domain.model_review import ModelScores
from bot.gateways.model_in_use import ModelInUse
from bot.gateways.model_measurement import measure_model, measuring_name
from bot.gateways.model_store import ModelStore
from bot.gateways.training import train_model
from bot.services.model_life import ModelLife
from bot.settings import Settings


def create_model_life(settings: Settings, say: Callable[[str], None]) -> ModelLife:
    """What trains, measures and promotes models; a running product follows what it promotes."""

    def measure(archive: Path) -> ModelScores:
        model = ModelInUse.open(archive, settings.home_folder)
        return measure_model(model, open_hearing(model), say)

    return ModelLife(
        store=ModelStore(settings.home_folder),
        train=lambda again: train_model(settings, say, again=again),
        measure=measure,
        measuring_name=measuring_name,
        say=say,
    )
