"""Collects every sentence that residents read, for the catalogues: of the product, and of one place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file

from bot.domain.phrases import PREFIX
from bot.gateways.phrases import HUB_FILE, read_responses
from bot.gateways.place_pack import PlacePack
from bot.settings import ROOT

_WEB = ROOT / "bot" / "channels" / "web"
_TELEGRAM = ROOT / "bot" / "channels" / "telegram"
_TEMPLATE_OPTIONS = {
    "extensions": "jinja2.ext.i18n",
    "trimmed": "true",
    "newstyle_gettext": "true",
    "silent": "false",
}
_ONE, _MANY = "_one", "_many"


def collect_product() -> Catalog:
    """Everything that the product says: responses, words and pages."""
    catalog = _empty("What Local Focus says to residents.")
    for file in (ROOT / "domain.yml", HUB_FILE):
        _add_responses(catalog, file)
    for folder in (_WEB, _TELEGRAM):
        words = yaml.safe_load((folder / "words.yml").read_text(encoding="utf-8"))
        for code, sentence in words.items():
            catalog.add(sentence, auto_comments=[f"{folder.name}/words.yml: {code}"])
    for template in sorted((_WEB / "templates").glob("*.html")):
        for message in _messages_of(template):
            catalog.add(message, auto_comments=[template.name])
    return catalog


def collect_place(pack: PlacePack) -> Catalog:
    """What a place pack says in whole sentences; names of agencies and places stay as they are."""
    catalog = _empty("What this place pack says to residents.")
    for why in dict.fromkeys((*(row.why for row in pack.table.rows), pack.table.unplaced_why)):
        catalog.add(why, auto_comments=["routing.yml: why"])
    for page in pack.advice.list_pages():
        catalog.add(page.title, auto_comments=[f"advice: {page.topic}, title"])
        catalog.add(page.summary, auto_comments=[f"advice: {page.topic}, summary"])
    for template in pack.templates:
        catalog.add(template.text, auto_comments=[f"templates: {template.key}"])
    return catalog


def _empty(comment: str) -> Catalog:
    return Catalog(
        project="local-focus", charset="utf-8", header_comment=f"# {comment}", msgid_bugs_address="-"
    )


def _add_responses(catalog: Catalog, file: Path) -> None:
    responses = read_responses(file)
    for name, variants in responses.items():
        for response in variants:
            many = responses.get(name.removesuffix(_ONE) + _MANY) if name.endswith(_ONE) else None
            if name.endswith(_MANY) and name.removesuffix(_MANY) + _ONE in responses:
                continue
            text = str(response["text"])
            # A sentence and its form for many are one message: languages have more forms than two.
            message = (text, str(many[0]["text"])) if many else text
            catalog.add(message, auto_comments=[name.removeprefix(PREFIX)])
            for button in response.get("buttons", ()):
                catalog.add(str(button["title"]), auto_comments=[f"{name.removeprefix(PREFIX)}: button"])


def _messages_of(template: Path) -> Iterator[str]:
    found = extract_from_file(
        "jinja2.ext:babel_extract", template, DEFAULT_KEYWORDS, options=_TEMPLATE_OPTIONS
    )
    for _line, message, _comments, _context in found:
        yield message if isinstance(message, str) else message[0]
