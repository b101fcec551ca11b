"""Wires `local-focus languages`: the catalogues of the product and of the place pack."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.app.core import CUE_FOLDER, LANGUAGE_FOLDER
from bot.gateways.catalogue_files import rewrite_catalogues
from bot.gateways.catalogue_texts import collect_place, collect_product
from bot.gateways.catalogues import PLACE_NAME, PRODUCT_NAME, list_languages
from bot.gateways.place_pack import open_place_pack
from bot.settings import Settings


def rewrite_all(settings: Settings, added: str | None = None) -> dict[str, int]:
    """Rewrite every catalogue; how many translations each file lacks.

    Raises PlacePackError, CatalogueError.
    """
    languages = sorted({*list_languages(LANGUAGE_FOLDER), *([added] if added else [])})
    place = settings.place_folder / "languages"
    pack = open_place_pack(settings.place_folder, CUE_FOLDER, datetime.now(UTC).date())
    missing: dict[str, int] = {}
    for folder, name, template in (
        (LANGUAGE_FOLDER, PRODUCT_NAME, collect_product()),
        (place, PLACE_NAME, collect_place(pack)),
    ):
        counts = rewrite_catalogues(folder, name, template, languages)
        missing |= {f"{name} {language}": count for language, count in counts.items()}
    return missing
