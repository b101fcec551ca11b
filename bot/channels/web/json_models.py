"""The shapes that the chat's JSON interface takes and gives."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.domain.replies import Button, Reply


class TokenOut(BaseModel):
    """A new conversation's key."""

    token: str = Field(description="Send it with every request as `Authorization: Bearer <token>`.")


class LocationIn(BaseModel):
    """A shared position."""

    model_config = ConfigDict(extra="forbid")

    lat: float = Field(ge=-90, le=90, description="Latitude in decimal degrees (WGS84).")
    lon: float = Field(ge=-180, le=180, description="Longitude in decimal degrees (WGS84).")


class MessageIn(BaseModel):
    """One message: exactly one of words, a pressed button, or a position."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"text": "Somebody has dumped mattresses behind the garages."},
                {"payload": '/choose{"value": "send"}'},
                {"location": {"lat": 54.64, "lon": -3.55}, "id": "7d1c-retry-safe"},
            ]
        },
    )

    text: str | None = Field(None, description="The resident's words, up to 4,000 characters.")
    payload: str | None = Field(None, description="The payload of a button that came with an answer.")
    location: LocationIn | None = None
    id: str | None = Field(
        None,
        pattern=r"^[A-Za-z0-9_-]{1,64}$",
        description="Your key for this message: sent again with the same key it is not a second message.",
    )

    @model_validator(mode="after")
    def _one_thing(self) -> MessageIn:
        if sum(part is not None for part in (self.text, self.payload, self.location)) != 1:
            raise ValueError("give exactly one of text, payload and location")
        return self


class ButtonOut(BaseModel):
    """One choice; pressing it says the same as typing its title."""

    title: str
    payload: str

    @classmethod
    def of(cls, button: Button) -> ButtonOut:
        """The choice as it goes out."""
        return cls(title=button.title, payload=button.payload)


class ReplyOut(BaseModel):
    """One short message to the resident."""

    text: str
    buttons: list[ButtonOut]
    danger: bool = Field(description="Whether it tells what to do in danger, and has to stand out.")

    @classmethod
    def of(cls, reply: Reply) -> ReplyOut:
        """The reply as it goes out."""
        return cls(
            text=reply.text,
            buttons=[ButtonOut.of(button) for button in reply.buttons],
            danger=reply.danger is not None,
        )


class AnswerOut(BaseModel):
    """What a message brought about."""

    messages: list[ReplyOut]
    concern: dict[str, Any] | None = Field(
        description="The report that was just sent or asked about, with its reference; otherwise null."
    )


class PictureOut(BaseModel):
    """A picture that came with news."""

    path: str = Field(description="Where it is on this server.")
    description: str = Field(description="What it shows, for people who can't see it.")


class HistoryMessageOut(BaseModel):
    """One thing said earlier, by either side."""

    id: int
    sender: str = Field(description="`resident` or `hub`.")
    staff: str | None = Field(None, description="Who of the hub wrote it; null for the computer helper.")
    text: str
    buttons: list[ButtonOut]
    danger: bool
    photos: list[str] = Field(description="Ids of photos that came with it.")
    sent_at: str = Field(description="When, in UTC (ISO 8601).")
    picture: PictureOut | None = Field(None, description="The picture of a piece of news.")
    changed_at: str | None = Field(
        None, description="When a piece of news was changed or taken back; its text is the present one."
    )


class HistoryOut(BaseModel):
    """Part of a conversation, oldest first."""

    messages: list[HistoryMessageOut]
    has_earlier: bool = Field(description="Whether there is more: ask again with `before` the first id.")


class SuggestedPlaceOut(BaseModel):
    """A place whose name begins as it was typed."""

    name: str = Field(description="The place with its town or area, for showing.")
    words: str = Field(description="What to say in a message to mean this place.")


class PlacesOut(BaseModel):
    """Places to pick from, likeliest first."""

    places: list[SuggestedPlaceOut]


class NearPlaceOut(BaseModel):
    """What is known near a point."""

    name: str = Field(description="The nearest known place.")
    area: str = Field(description="The hub area that it is in, by its key.")
    area_name: str = Field(description="The hub area's name.")


class NearestPlaceOut(BaseModel):
    """What a point on the map means."""

    place: NearPlaceOut | None = Field(description="Null outside the area.")


class ProblemOut(BaseModel):
    """Why something couldn't be done."""

    code: str = Field(description="A name that doesn't change.")
    message: str = Field(description="What to tell the resident, in plain words.")


class ErrorOut(BaseModel):
    """The body of every answer that isn't a success."""

    error: ProblemOut
