"""What the published description says of the form by which a report is sent."""

from __future__ import annotations

from typing import Any

from bot.api.open311.sending import LONGEST_DESCRIPTION
from bot.domain.categories import Category

_SHORT = {"type": "string", "maxLength": 500}

_FIELDS: dict[str, Any] = {
    "service_code": {
        "type": "string",
        "enum": [category.value for category in Category],
        "description": "One of the services.",
    },
    "description": {
        "type": "string",
        "minLength": 1,
        "maxLength": LONGEST_DESCRIPTION,
        "description": "What it is, in the resident's words.",
    },
    "lat": {"type": "number", "minimum": -90, "maximum": 90, "description": "Latitude (WGS84)."},
    "long": {"type": "number", "minimum": -180, "maximum": 180, "description": "Longitude (WGS84)."},
    "address_string": {**_SHORT, "description": "Where it is in words, without lat and long or beside them."},
    "first_name": _SHORT,
    "last_name": _SHORT,
    "email": _SHORT,
    "phone": _SHORT,
    "account_id": {**_SHORT, "description": "Your number for the resident."},
    "device_id": {**_SHORT, "description": "A number of the resident's device."},
    "media_url": {**_SHORT, "format": "uri", "description": "Address of a picture; it isn't fetched."},
    "api_key": {**_SHORT, "description": "The key, where it isn't sent as a header."},
}

SEND_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {
                    "type": "object",
                    "properties": _FIELDS,
                    "required": ["service_code", "description"],
                    "description": "Answers to a service's questions are sent as `attribute[code]`.",
                }
            }
        },
    }
}
