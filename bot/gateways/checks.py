"""`local-focus check`: names all that is wrong with place pack, domain and responses, by file and line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import chain
from pathlib import Path

import yaml

from bot.domain.agencies import RouteKind
from bot.domain.categories import Category
from bot.domain.phrases import PREFIX
from bot.errors import PlacePackError
from bot.gateways.cue_times import load_time_cues
from bot.gateways.cue_wishes import (
    load_answer_cues,
    load_reference_cues,
    load_reporting_cues,
    load_survey_cues,
)
from bot.gateways.cue_words import load_routing_cues
from bot.gateways.delivery_routes import read_delivery_routes
from bot.gateways.phrases import HUB_FILE
from bot.gateways.place_pack import ROUTING_CUES, councils_today, load_place_names
from bot.gateways.place_pack_advice import read_advice
from bot.gateways.place_pack_agencies import AGENCIES_FILE, find_stale_contacts, read_agencies
from bot.gateways.place_pack_areas import load_areas, load_places
from bot.gateways.place_pack_feeds import read_feeds
from bot.gateways.place_pack_hours import load_hours
from bot.gateways.place_pack_population import load_population
from bot.gateways.place_pack_posts import read_posts
from bot.gateways.place_pack_routing import load_trunk_roads, read_routing
from bot.gateways.place_pack_surveys import read_surveys
from bot.gateways.place_pack_templates import read_templates
from bot.gateways.place_pack_yaml import LocatedYaml, read_yaml
from bot.settings import ROOT, Settings

NO_MAIL_SERVER = "agencies get referrals by email, and LOCAL_FOCUS_SMTP_HOST is empty: they wait"
_WORD = re.compile(r"\{(\w+)\}")
_CODE_FOLDERS = ("bot", "actions")
_NAMED_PHRASE = re.compile(r"(?:phrases|words\.phrases|self\.phrases)\.(?:text|reply|buttons)\(\s*\"(\w+)\"")


def check_everything(
    settings: Settings, root: Path = ROOT
) -> tuple[list[PlacePackError], list[PlacePackError]]:
    """All errors and all warnings, so that somebody who edits a pack sees them at once."""
    try:
        errors, warnings = _check_pack(settings, root)
    except PlacePackError as error:
        # Something that the rest is built on can't be read: nothing further can be judged.
        errors, warnings = [error], []
    try:
        errors += _check_domain(read_yaml(root / "domain.yml"), read_yaml(HUB_FILE), root)
    except PlacePackError as error:
        errors.append(error)
    return errors, warnings


def _check_pack(settings: Settings, root: Path) -> tuple[list[PlacePackError], list[PlacePackError]]:
    folder, today = settings.place_folder, date.today()  # noqa: DTZ011  the day where the hub stands
    if not folder.is_dir():
        raise PlacePackError(
            folder, None, "there is no such place pack; LOCAL_FOCUS_PLACE names one under data/"
        )
    load_place_names(folder)
    load_hours(folder)
    load_population(folder, load_areas(folder).names)
    areas = load_areas(folder)
    load_places(folder, areas)
    names = frozenset(areas.names)
    directory, errors = read_agencies(folder, names)
    advice, advice_errors = read_advice(folder, names)
    cue_folder = root / "data" / "cues"
    load_time_cues(cue_folder / "times.yml")
    load_answer_cues(cue_folder)
    load_reference_cues(cue_folder)
    load_reporting_cues(cue_folder)
    load_survey_cues(cue_folder)
    cues = load_routing_cues(cue_folder / ROUTING_CUES, directory, load_trunk_roads(folder))
    _table, routing_errors = read_routing(
        folder, councils_today(areas), directory, frozenset(cues.cues), today, advice.list_topics()
    )
    routes, route_errors = read_delivery_routes(
        directory, folder, settings.deliveries_at, allows_http=settings.delivery_private
    )
    _posts, post_errors = read_posts(folder, names, advice.list_topics())
    _surveys, survey_errors = read_surveys(folder, names)
    _feeds, feed_errors = read_feeds(
        folder, names, frozenset(agency.id for agency in directory.list_agencies())
    )
    _templates, template_errors = read_templates(folder)
    warnings = find_stale_contacts(folder, settings.contact_check_days, today)
    if RouteKind.EMAIL in routes.kinds and settings.smtp_host is None:
        warnings.append(PlacePackError(folder / AGENCIES_FILE, None, NO_MAIL_SERVER))
    found = (
        advice_errors,
        routing_errors,
        route_errors,
        post_errors,
        survey_errors,
        feed_errors,
        template_errors,
    )
    return [*errors, *chain.from_iterable(found)], warnings


def _check_domain(domain: LocatedYaml, hub: LocatedYaml, root: Path) -> Iterator[PlacePackError]:
    """Intents without examples, categories without a name, and sentences that the code asks for in vain."""
    intents = {next(iter(i)) if isinstance(i, dict) else i for i in domain.data.get("intents", [])}
    responses = domain.data.get("responses", {})
    taught = _taught_intents(root)
    for position, intent in enumerate(domain.data.get("intents", [])):
        if isinstance(intent, str) and intent not in taught:
            yield domain.error(f"intent {intent} has no examples in data/nlu/", "intents", position)
    for intent in sorted(taught - intents):
        yield PlacePackError(
            domain.file, None, f"data/nlu/ has examples of {intent}, which is no intent here"
        )
    for category in Category:
        if category.report_intent not in intents:
            yield domain.error(f"intent {category.report_intent} is missing", "intents")
        if f"{PREFIX}category_{category.value}" not in responses:
            yield domain.error(f"{PREFIX}category_{category.value} is missing", "responses")
    for name in sorted(_named_phrases(root)):
        if PREFIX + name not in {**responses, **hub.data.get("responses", {})}:
            yield domain.error(f"{PREFIX}{name} is missing", "responses")
    for file in (domain, hub):
        yield from _check_words(file, file.data.get("responses", {}))


def _check_words(domain: LocatedYaml, responses: dict[str, list[dict[str, str]]]) -> Iterator[PlacePackError]:
    for name, variants in responses.items():
        for variant in variants:
            text = str(variant.get("text", ""))
            if not text.strip():
                yield domain.error(f"{name} says nothing", "responses", name)
            elif text.count("{") != len(_WORD.findall(text)) or text.count("}") != len(_WORD.findall(text)):
                yield domain.error(f"{name} has a brace that belongs to no word", "responses", name)


def _taught_intents(root: Path) -> set[str]:
    taught = set()
    for file in sorted((root / "data" / "nlu").glob("*.yml")):
        with file.open(encoding="utf-8") as stream:
            content = yaml.load(stream, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
        taught |= {entry["intent"] for entry in content.get("nlu", []) if "intent" in entry}
    return taught


def _named_phrases(root: Path) -> set[str]:
    """The sentences that the code asks for by a name that stands in it."""
    named: set[str] = set()
    for folder in _CODE_FOLDERS:
        for file in (root / folder).rglob("*.py"):
            named |= set(_NAMED_PHRASE.findall(file.read_text(encoding="utf-8")))
    return named
