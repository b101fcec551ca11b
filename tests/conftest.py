"""What tests in several folders share."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from bot.gateways.training import train_model
from bot.settings import ROOT, Settings

# How long an example takes to make says how busy the machine is, nothing about the product.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

# Kept in the checkout, so that a second run trains nothing.
KEPT = ROOT / "var"


@pytest.fixture(scope="session")
def trained_model() -> Path:
    """A model of the present content; trained when there is none yet."""
    return train_model(Settings(home=KEPT), lambda _line: None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give browser and Rasa a process each where there are several, and put the browser tests last.

    So there is one browser and one Rasa for all; and while the browser is open, it keeps an event loop of its
    own running, in which others' can't.
    """
    for item in items:
        for group in ("browser", "rasa"):
            if item.get_closest_marker(group):
                item.add_marker(pytest.mark.xdist_group(group))
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
