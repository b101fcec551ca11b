"""Opens the gettext catalogues; they are compiled in memory, so no compiled file can be out of date."""

from __future__ import annotations

from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from bot.domain.catalogues import Catalogues
from bot.errors import CatalogueError

FOLDER = "LC_MESSAGES"
PRODUCT_NAME = "local_focus"
PLACE_NAME = "place"


def open_catalogues(product: Path, place: Path | None = None) -> Catalogues:
    """The languages of the product, with what the place pack says in them.

    `product` and `place` are folders of `<language>/LC_MESSAGES/*.po`; the latter may lack languages.
    Raises CatalogueError when a file is broken.
    """
    opened: dict[str, NullTranslations] = {}
    for language in list_languages(product):
        opened[language] = _open(catalogue_file(product, language, PRODUCT_NAME))
        local = catalogue_file(place, language, PLACE_NAME) if place else None
        if local is not None and local.exists():
            opened[language].add_fallback(_open(local))
    return Catalogues(opened)


def list_languages(folder: Path) -> list[str]:
    """The languages that have a folder of their own in it."""
    return sorted(found.parent.name for found in folder.glob(f"*/{FOLDER}"))


def catalogue_file(folder: Path, language: str, name: str) -> Path:
    """Where a language's catalogue lies."""
    return folder / language / FOLDER / f"{name}.po"


def read_catalogue(file: Path, language: str | None = None) -> Catalog:
    """One catalogue's sentences; raises CatalogueError."""
    try:
        with file.open("rb") as stream:
            return read_po(stream, locale=language, abort_invalid=True)
    except (OSError, PoFileError, ValueError) as error:
        raise CatalogueError(f"{file}: the catalogue can't be read: {error}") from error


def _open(file: Path) -> GNUTranslations:
    compiled = BytesIO()
    write_mo(compiled, read_catalogue(file, file.parent.parent.name))
    compiled.seek(0)
    return GNUTranslations(compiled)
