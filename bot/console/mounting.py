"""Mounts the console on the application: finds every page module, and its routes and navigation."""

from __future__ import annotations

import importlib
import pkgutil
from datetime import timedelta
from functools import partial

from fastapi import FastAPI

from bot.console import pages, problems
from bot.console.console import Console, ConsoleServices
from bot.console.forms import FormTokens
from bot.console.live_queue import LiveQueue
from bot.console.navigation import show_sections
from bot.console.routes import Routes
from bot.console.templating import ConsoleTemplates
from bot.console.throttle import Throttle


def find_routes() -> list[Routes]:
    """The `routes` of each module in `bot/console/pages`: a page is added by its file alone."""
    names = sorted(module.name for module in pkgutil.iter_modules(pages.__path__))
    return [importlib.import_module(f"{pages.__name__}.{name}").routes for name in names]


def mount(app: FastAPI, services: ConsoleServices) -> None:
    """Add the console; the web channel has to be mounted too, for static files, limits and headers."""
    found = find_routes()
    entries = sorted((routes.entry for routes in found if routes.entry), key=lambda entry: entry.order)
    settings = services.settings
    templates = ConsoleTemplates(
        {
            "sections": partial(show_sections, entries),
            "hub": services.hub_name,
            "areas": services.area_names,
        }
    )
    app.state.console = Console(
        services=services,
        templates=templates,
        tokens=FormTokens(settings.session_key),
        throttle=Throttle(settings.staff_most_tries, timedelta(minutes=settings.staff_lock_out_minutes)),
        live_queue=LiveQueue(services.database, services.sessions),
    )
    for routes in found:
        app.include_router(routes.router)
    problems.install(app, templates)
