"""The shapes of Open311's answers, for the published description; fields are named by the standard."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from bot.domain.open311 import Service, ServiceAttribute, ServiceRequest


class ServiceOut(BaseModel):
    """A kind of report that can be sent."""

    service_code: str
    service_name: str
    description: str
    metadata: bool = Field(description="Whether there are questions: see the service's definition.")
    type: str = Field(description="Always `realtime`: the answer to a report bears its number.")
    keywords: str
    group: str


class ValueOut(BaseModel):
    """One answer to choose."""

    key: str
    name: str


class AttributeOut(BaseModel):
    """One question."""

    variable: bool
    code: str = Field(description="Send the answer as `attribute[code]`.")
    datatype: str
    required: bool
    datatype_description: str
    order: int
    description: str = Field(description="The question, in plain words.")
    values: list[ValueOut]


class DefinitionOut(BaseModel):
    """What can be asked about a service."""

    service_code: str
    attributes: list[AttributeOut]


class RequestOut(BaseModel):
    """A request; words and the exact place only for the key that sent it."""

    service_request_id: str
    status: str = Field(description="`open` or `closed`.")
    status_notes: str
    service_name: str
    service_code: str
    description: str
    agency_responsible: str
    service_notice: str
    requested_datetime: str
    updated_datetime: str
    expected_datetime: str
    address: str | None
    address_id: str | None
    zipcode: str | None
    lat: float | None
    long: float | None
    media_url: str | None


class TakenOut(BaseModel):
    """What became of a report: it has a number, or a token while a person looks at it first."""

    service_request_id: str | None = None
    token: str | None = None
    service_notice: str = Field(description="Show this to the resident. It can say what to do in danger.")
    account_id: str | None = None


class TokenOut(BaseModel):
    """The number of a report that had a token."""

    service_request_id: str
    token: str


class ErrorOut(BaseModel):
    """One thing that is wrong."""

    code: int
    description: str


def show_service(service: Service) -> dict[str, Any]:
    """A service as the standard lists it."""
    return {
        "service_code": service.category.value,
        "service_name": service.name,
        "description": service.description,
        "metadata": bool(service.attributes),
        "type": "realtime",
        "keywords": service.category.value.replace("_", ", "),
        "group": "",
    }


def show_definition(service: Service) -> dict[str, Any]:
    """A service's questions."""
    asked = [_show_attribute(order, one) for order, one in enumerate(service.attributes, start=1)]
    return {"service_code": service.category.value, "attributes": asked}


def _show_attribute(order: int, attribute: ServiceAttribute) -> dict[str, Any]:
    return {
        "variable": True,
        "code": attribute.code,
        "datatype": attribute.datatype,
        "required": False,
        "datatype_description": "",
        "order": order,
        "description": attribute.question,
        "values": [{"key": key, "name": name} for key, name in attribute.choices],
    }


def show_request(request: ServiceRequest) -> dict[str, Any]:
    """A request as the standard has it."""
    return {
        "service_request_id": request.reference,
        "status": "open" if request.is_open else "closed",
        "status_notes": request.notes,
        "service_name": request.service_name,
        "service_code": request.category.value,
        "description": request.description,
        "agency_responsible": request.agency,
        "service_notice": "",
        "requested_datetime": request.requested_at.isoformat(timespec="seconds"),
        "updated_datetime": request.updated_at.isoformat(timespec="seconds"),
        "expected_datetime": f"{request.expected_on.isoformat()}T00:00:00+00:00",
        "address": request.address,
        "address_id": None,
        "zipcode": None,
        "lat": request.latitude,
        "long": request.longitude,
        "media_url": None,
    }
