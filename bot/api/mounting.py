"""Mounts the interfaces for machines on the application."""

from __future__ import annotations

from fastapi import FastAPI

from bot.api import errors, health
from bot.api.callers import Door
from bot.api.health import Readiness
from bot.api.open311 import routes as open311
from bot.api.services import ApiServices
from bot.api.v1 import routes as v1


def mount(app: FastAPI, readiness: Readiness, services: ApiServices) -> None:
    """Add them; the web channel has to be mounted too, for limits, headers and answers to what goes wrong."""
    app.state.readiness = readiness
    app.state.api_door = Door(services)
    app.include_router(health.router)
    app.include_router(open311.router)
    app.include_router(v1.router)
    errors.install(app)
