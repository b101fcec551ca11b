"""What goes back to a resident, before any channel translates it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Button:
    """One choice; pressing it says the same as typing its title."""

    title: str
    payload: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One short message."""

    text: str
    buttons: tuple[Button, ...] = ()
    danger: str | None = None
    """Kind of danger that this is the card for."""
    concern: dict[str, Any] | None = None
    """What was just filed or asked about: reference, category, state, lead."""

    def as_json(self) -> dict[str, Any]:
        """The form in which channels and the JSON API pass it on."""
        return {
            "text": self.text,
            "buttons": [{"title": button.title, "payload": button.payload} for button in self.buttons],
            "danger": self.danger is not None,
        }

    def to_json(self) -> dict[str, Any]:
        """The whole of it, to be kept or passed on inside the product."""
        return {**self.as_json(), "danger": self.danger, "concern": self.concern}

    @classmethod
    def from_json(cls, body: dict[str, Any]) -> Reply:
        """What `to_json` made; what is missing is taken for empty."""
        return cls(
            text=body.get("text") or "",
            buttons=tuple(Button(b["title"], b["payload"]) for b in body.get("buttons") or ()),
            danger=body.get("danger"),
            concern=body.get("concern"),
        )


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message from a resident, after its channel translated it."""

    channel: str
    address: str
    """The channel's key for the person."""
    external_id: str
    """The channel's key for the message; a repeat is dropped."""
    text: str = ""
    payload: str | None = None
    location: tuple[float, float] | None = None
    """Latitude and longitude, decimal degrees WGS84."""
    photo_ids: tuple[str, ...] = field(default=())
    reply_to: str | None = None
    """The channel's key for the message of ours that this one replies to."""
    edits: str | None = None
    """The channel's key for the earlier message of theirs that this one corrects."""
