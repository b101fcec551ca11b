"""What the published description of our interfaces says about them as a whole."""

from __future__ import annotations

from typing import Any

SUMMARY = """\
Local Focus takes what residents say about where they live and gets it to the right agency.

Begin a conversation with `POST /api/chat/sessions`, then send each message with
`POST /api/chat/messages` and the token. Answers are short messages in plain English, some with buttons:
send the payload of the button that was pressed, or the words that the resident typed; both do the same.

A message with `danger: true` tells what to do in an emergency. Show it at once and so that it stands out.
This service doesn't replace 999 or 101.

Other councils' systems send reports and read public ones by Open311 GeoReport v2, below `/open311/v2`.
An administrator of the hub makes the key that this needs. The service has one jurisdiction: `jurisdiction_id`
is not needed. Errors there have the form of that standard.

Tools of the partnership read concerns and figures below `/api/v1`, with a key as
`Authorization: Bearer <key>`. Concerns come without names, contacts and residents' words; sensitive ones need
a key that says so. An answer has an `ETag`: send it as `If-None-Match`, and what has not changed is answered
by 304.

Every other error has the form `{"error": {"code": ..., "message": ...}}`; the message can be shown to
residents.
"""

TAGS = [
    {"name": "chat", "description": "Talking with the service for a resident."},
    {"name": "open311", "description": "Open311 GeoReport v2: reports from other systems, and public ones."},
    {"name": "data", "description": "Concerns and figures for tools of the partnership."},
    {"name": "health", "description": "Whether the service can serve."},
]


def description_options(version: str) -> dict[str, Any]:
    """Arguments for the application: its description at `/openapi.json`, and no pages that run scripts."""
    return {
        "title": "Local Focus",
        "summary": "Residents' concerns, to the right agency.",
        "description": SUMMARY,
        "version": version,
        "openapi_tags": TAGS,
        "openapi_url": "/openapi.json",
        "docs_url": None,
        "redoc_url": None,
        "license_info": {"name": "MIT", "identifier": "MIT"},
    }
