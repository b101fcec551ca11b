"""Rewrites the catalogues' files when sentences have changed; translations that still fit are kept."""

from __future__ import annotations

from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import write_po

from bot.errors import CatalogueError
from bot.gateways.catalogues import catalogue_file, read_catalogue

_WIDTH = 110


def rewrite_catalogues(folder: Path, name: str, template: Catalog, languages: list[str]) -> dict[str, int]:
    """Bring `<name>.pot` and each language's `.po` up to date; how many translations each one lacks.

    Nothing changes in a folder that is up to date. Raises CatalogueError when a file is broken or there is no
    such language.
    """
    _write_template(folder / f"{name}.pot", template)
    return {
        language: _rewrite(catalogue_file(folder, language, name), template, language)
        for language in languages
    }


def list_missing(catalog: Catalog) -> list[str]:
    """The sentences that have no translation, or one that somebody has to look at again."""
    return [_key(message.id) for message in catalog if message.id and not _is_done(message)]


def _write_template(file: Path, template: Catalog) -> None:
    if file.exists():
        earlier = read_catalogue(file)
        if [m.id for m in earlier] == [m.id for m in template]:
            # Otherwise each run would write another time into it.
            template.creation_date = earlier.creation_date
    _write(file, template)


def _rewrite(file: Path, template: Catalog, language: str) -> int:
    catalog = read_catalogue(file, language) if file.exists() else _begin(language)
    catalog.project, catalog.msgid_bugs_address = template.project, template.msgid_bugs_address
    catalog.header_comment, catalog.revision_date = template.header_comment, template.creation_date
    catalog.last_translator = catalog.language_team = "-"
    catalog.update(template, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.fuzzy = False
    _write(file, catalog)
    return len(list_missing(catalog))


def _begin(language: str) -> Catalog:
    try:
        return Catalog(locale=Locale.parse(language))
    except (UnknownLocaleError, ValueError) as error:
        raise CatalogueError(f"{language!r} is no language that Unicode's CLDR knows") from error


def _write(file: Path, catalog: Catalog) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as stream:
        write_po(stream, catalog, width=_WIDTH)


def _is_done(message: Message) -> bool:
    forms = [message.string] if isinstance(message.string, str) else list(message.string or [""])
    return all(forms) and not message.fuzzy


def _key(message_id: str | tuple[str, ...] | list[str]) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]
