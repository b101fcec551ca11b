"""Writes answers of Open311 in its two forms: JSON, and XML with an element for each field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from fastapi.responses import JSONResponse, Response

JSON, XML = "json", "xml"
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: What one of several is called, by what all of them are.
_ONE_OF = {
    "services": "service",
    "service_requests": "request",
    "attributes": "attribute",
    "values": "value",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
}


def answer(
    form: str, root: str, body: Any, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """The body as JSON, or as XML under an element of that name."""
    if form == JSON:
        return JSONResponse(body, status_code=status, headers=dict(headers or {}))
    written = tostring(_element(root, body), encoding="utf-8", xml_declaration=True)
    return Response(written, status, dict(headers or {}), media_type="text/xml; charset=utf-8")


def errors_answer(is_xml: bool, status: int, message: str, headers: Mapping[str, str]) -> Response:
    """An error as the standard says it: a list, since there could be several."""
    body = [{"code": status, "description": message}]
    return answer(XML if is_xml else JSON, "errors", body, status, headers)


def _element(name: str, value: Any) -> Element:
    element = Element(name)
    _fill(element, name, value)
    return element


def _fill(element: Element, name: str, value: Any) -> None:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            _fill(SubElement(element, key), key, inner)
    elif isinstance(value, list):
        for inner in value:
            _fill(SubElement(element, _ONE_OF[name]), _ONE_OF[name], inner)
    elif isinstance(value, bool):
        element.text = str(value).lower()
    elif value is not None:
        element.text = _NOT_IN_XML.sub("", str(value))
