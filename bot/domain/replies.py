"""What goes back to a resident, before any channel translates it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Button:
    """One choice; pressing it says the same as typing its title."""

    title: str
    payload: str
    language: str | None = None
    """Of its title, where that isn't the message's own (ISO 639-1)."""

    def as_json(self) -> dict[str, str]:
        """The form in which it is stored and passed on."""
        language = {"language": self.language} if self.language else {}
        return {"title": self.title, "payload": self.payload, **language}

    @classmethod
    def from_json(cls, stored: dict[str, str]) -> Button:
        """Read what `as_json` made."""
        return cls(stored["title"], stored["payload"], stored.get("language"))


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that stands above a message's words."""

    name: str
    """Of its file."""
    alt: str
    """What it shows, in words for who can't see it."""
    width: int
    """Pixels, as `height` is."""
    height: int

    def to_json(self) -> dict[str, Any]:
        """All of it, to be kept."""
        return {"name": self.name, "alt": self.alt, "width": self.width, "height": self.height}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Picture:
        """Read what `to_json` made."""
        return cls(stored["name"], stored["alt"], stored["width"], stored["height"])


@dataclass(frozen=True, slots=True)
class Poll:
    """A question that a messenger counts the votes for."""

    question: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """One short message."""

    text: str
    buttons: tuple[Button, ...] = ()
    danger: str | None = None
    """Kind of danger that this is the card for."""
    concern: dict[str, Any] | None = None
    """What was just filed or asked about: reference, category, state, lead."""
    language: str | None = None
    """Of its words (ISO 639-1); None: the one that is being spoken."""
    is_markdown: bool = False
    """Whether the text is the small Markdown of posts, which each channel shows in its own way."""
    picture: Picture | None = None
    poll: Poll | None = None
    """Shown in place of the text, where the channel has polls."""
    ends_poll: str | None = None
    """The channel's key for a poll that takes no more votes; then nothing is said."""
    asks_place: bool = False
    """Whether the answer is a place, for channels that can help to say one."""
    note: str | None = None
    """A line above a post, in the message's language, that says that the post is in English."""

    def as_json(self) -> dict[str, Any]:
        """The form in which channels and the JSON API pass it on."""
        return {
            "text": self.text,
            "buttons": [button.as_json() for button in self.buttons],
            "danger": self.danger is not None,
        }

    def to_json(self) -> dict[str, Any]:
        """The whole of it, to be kept or passed on inside the product."""
        return {
            **self.as_json(),
            "danger": self.danger,
            "concern": self.concern,
            "language": self.language,
            **({"is_markdown": True} if self.is_markdown else {}),
            **({"picture": self.picture.to_json()} if self.picture else {}),
            **({"poll": [self.poll.question, *self.poll.options]} if self.poll else {}),
            **({"ends_poll": self.ends_poll} if self.ends_poll else {}),
            **({"asks_place": True} if self.asks_place else {}),
            **({"note": self.note} if self.note else {}),
        }

    @classmethod
    def from_json(cls, body: dict[str, Any]) -> Reply:
        """What `to_json` made; what is missing is taken for empty."""
        return cls(
            text=body.get("text") or "",
            buttons=tuple(Button.from_json(button) for button in body.get("buttons") or ()),
            danger=body.get("danger"),
            concern=body.get("concern"),
            language=body.get("language"),
            is_markdown=bool(body.get("is_markdown")),
            picture=Picture.from_json(body["picture"]) if body.get("picture") else None,
            poll=Poll(body["poll"][0], tuple(body["poll"][1:])) if body.get("poll") else None,
            ends_poll=body.get("ends_poll"),
            asks_place=bool(body.get("asks_place")),
            note=body.get("note"),
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
    language: str | None = None
    """The language in which the channel shows its own words to them, where it knows (ISO 639-1)."""
    edits: str | None = None
    """The channel's key for the earlier message of theirs that this one corrects."""
