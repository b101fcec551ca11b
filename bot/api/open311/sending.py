"""Reads a report that a program sends by Open311, and says plainly what of it can't be taken."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from fastapi import Request
from starlette.exceptions import HTTPException

from bot.domain.categories import Category
from bot.domain.open311 import SentReport
from bot.errors import Open311Error

LONGEST_DESCRIPTION = 4000
_LONGEST_FIELD = 500
_MOST_FIELDS = 100
_ATTRIBUTE = re.compile(r"attribute\[([a-z0-9_]{1,40})\](?:\[\])?")
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_REPEAT_KEY = re.compile(r"[\x21-\x7e]{1,255}")


async def read_fields(request: Request) -> dict[str, str]:
    """What was sent, by name; raises Open311Error for anything but a form of moderate size."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() not in _FORMS:
        raise Open311Error("Send the report as a form: application/x-www-form-urlencoded.")
    try:
        async with request.form(max_files=0, max_fields=_MOST_FIELDS) as sent:
            return {
                name: value.replace("\x00", "").replace("\r\n", "\n").strip()
                for name, value in sent.multi_items()
                if isinstance(value, str)
            }
    except HTTPException as error:
        # Over its limit, or broken: what the framework says of it may repeat what was sent.
        what = "The report is too long." if error.status_code == 413 else "The form can't be read."
        raise Open311Error(what, 413 if error.status_code == 413 else 400) from None


def words_in(fields: Mapping[str, str]) -> str:
    """Whatever a resident may have written, before anything of it is checked."""
    return "\n".join(fields.values())[: LONGEST_DESCRIPTION * 2]


def read_report(fields: Mapping[str, str], repeat_key: str | None) -> SentReport:
    """The report; `repeat_key` is the Idempotency-Key that came along.

    Raises Open311Error that names the field.
    """
    code = fields.get("service_code", "")
    if not code:
        raise Open311Error("service_code is missing.")
    if code not in set(Category):
        raise Open311Error("service_code is not one of the services.", 404)
    latitude, longitude = _position(fields)
    description, address = fields.get("description", ""), fields.get("address_string") or None
    if not description:
        raise Open311Error("description is missing: say what it is, in the resident's words.")
    if latitude is None and address is None:
        raise Open311Error("Where it is is missing: send lat and long, or address_string.")
    _check_lengths(fields)
    fingerprint = _digest(json.dumps(sorted(_without_key(fields)), ensure_ascii=True))
    name = " ".join(part for part in (fields.get("first_name"), fields.get("last_name")) if part)
    return SentReport(
        category=Category(code),
        description=description,
        latitude=latitude,
        longitude=longitude,
        address=address,
        attributes=dict(_attributes(fields)),
        name=name or None,
        email=fields.get("email") or None,
        phone=fields.get("phone") or None,
        media_url=_media_url(fields),
        sender=next(
            (fields[name] for name in ("email", "account_id", "device_id") if fields.get(name)), None
        ),
        repeat_key=_digest(_checked(repeat_key)) if repeat_key is not None else fingerprint,
        is_repeat_named=repeat_key is not None,
        fingerprint=fingerprint,
    )


def _position(fields: Mapping[str, str]) -> tuple[float | None, float | None]:
    given = fields.get("lat", ""), fields.get("long", "")
    if not any(given):
        return None, None
    try:
        latitude, longitude = (float(degrees) for degrees in given)
    except ValueError:
        raise Open311Error("lat and long are two decimal numbers, in degrees (WGS84).") from None
    if not (math.isfinite(latitude) and abs(latitude) <= 90 and abs(longitude) <= 180):
        raise Open311Error("lat and long are not a place on the map.")
    return latitude, longitude


def _attributes(fields: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, value in fields.items():
        found = _ATTRIBUTE.fullmatch(name)
        if found and value:
            yield found[1], value
        elif name.startswith("attribute") and not found:
            raise Open311Error("An attribute is sent as attribute[code].")


def _check_lengths(fields: Mapping[str, str]) -> None:
    for name, value in fields.items():
        longest = LONGEST_DESCRIPTION if name == "description" else _LONGEST_FIELD
        if len(value) > longest:
            what = name if name.isidentifier() and len(name) < _LONGEST_FIELD // 10 else "A field"
            raise Open311Error(f"{what} is longer than {longest} letters.", 413)


def _media_url(fields: Mapping[str, str]) -> str | None:
    address = fields.get("media_url") or None
    if address is None:
        return None
    try:
        is_web = urlsplit(address).scheme in {"http", "https"}
    except ValueError:
        is_web = False
    if not is_web or any(character.isspace() for character in address):
        raise Open311Error("media_url is not the address of a picture on the web.")
    return address


def _checked(repeat_key: str) -> str:
    if not _REPEAT_KEY.fullmatch(repeat_key):
        raise Open311Error("Idempotency-Key is 1 to 255 printable letters.")
    # So that it is never the digest of a whole report.
    return f"key:{repeat_key}"


def _without_key(fields: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    return ((name, value) for name, value in fields.items() if name != "api_key")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
