"""Forms of the console: read with limits, and only when they came from our own page in the same browser."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import Request
from itsdangerous import BadSignature, Signer
from starlette.exceptions import HTTPException

from bot.channels.web.body_limit import BodyTooLargeError
from bot.channels.web.security import is_from_here
from bot.console.problems import ConsoleRefusal

TOKEN_FIELD = "form_token"  # noqa: S105 -- the name of a field
_SALT = "console-form"
_MOST_FIELDS = 600
"""A survey in another language has one for each of its texts."""
_MOST_DIGITS = 15
"""Of a number that every database can hold."""


class FormTokens:
    """Ties each form to the browser that it was shown in."""

    def __init__(self, key: str) -> None:
        self._signer = Signer(key, salt=_SALT)

    def token_for(self, cookie: str) -> str:
        """The hidden field of a form shown to the browser with that cookie."""
        return self._signer.get_signature(cookie).decode("ascii")

    def is_own(self, cookie: str, token: str) -> bool:
        """Whether a sent form was shown to this browser; compared in constant time."""
        try:
            self._signer.unsign(f"{cookie}.{token}")
        except (BadSignature, ValueError):
            return False
        return True


class ConsoleForm:
    """What was filled in, as text without stray line ends."""

    def __init__(
        self, fields: Mapping[str, list[str]], files: Mapping[str, list[bytes]] | None = None
    ) -> None:
        self._fields = fields
        self._files = files or {}

    def text(self, name: str) -> str:
        """A field's text without blanks around it; empty when it is missing."""
        return self.exact(name).strip()

    def exact(self, name: str) -> str:
        """A field's text just as it was typed, for passwords."""
        return next(iter(self._fields.get(name, ())), "")

    def file(self, name: str) -> bytes | None:
        """A file that was chosen; None for none."""
        return next(iter(self.files(name)), None)

    def files(self, name: str) -> list[bytes]:
        """Every file that was chosen in one field."""
        return self._files.get(name, [])

    def having(self, name: str, text: str) -> ConsoleForm:
        """The same with another text in one field, for showing it again."""
        return ConsoleForm({**self._fields, name: [text]})

    def names(self) -> list[str]:
        """The fields that were sent."""
        return list(self._fields)

    def choices(self, name: str) -> list[str]:
        """Everything that was ticked under one name."""
        return self._fields.get(name, [])


async def read_form(
    request: Request, tokens: FormTokens, cookie: str, hub_address: str, most_files: int = 0
) -> ConsoleForm:
    """Read a sent form; raises ConsoleRefusal when it is unreadable or not from our page in this browser."""
    try:
        async with request.form(max_files=most_files, max_fields=_MOST_FIELDS) as sent:
            fields: dict[str, list[str]] = {}
            files: dict[str, list[bytes]] = {}
            for name, value in sent.multi_items():
                if not isinstance(value, str):
                    # Where no file was chosen, browsers send a nameless empty one.
                    if value.filename or value.size:
                        files.setdefault(name, []).append(await value.read())
                else:
                    fields.setdefault(name, []).append(value.replace("\r\n", "\n").replace("\x00", ""))
    except BodyTooLargeError:
        raise ConsoleRefusal("too_large", 413) from None
    except HTTPException:
        raise ConsoleRefusal("not_readable", 400) from None
    form = ConsoleForm(fields, files)
    if not is_from_here(request, hub_address) or not tokens.is_own(cookie, form.text(TOKEN_FIELD)):
        raise ConsoleRefusal("form_over", 403)
    return form


def whole_number(text: str) -> int | None:
    """A number of a form or an address, from 0; None for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None
