"""Addresses of news in one form: where a reader came from makes no difference."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit

_PORTS = {"http": 80, "https": 443}
#: What websites add to tell where a reader came from.
_TRACKING = frozenset(
    {
        "fbclid",
        "gclid",
        "mc_cid",
        "mc_eid",
        "at_medium",
        "at_campaign",
        "ns_campaign",
        "ns_mchannel",
        "ref",
        "cmpid",
    }
)
_TRACKING_BEGIN = "utm_"


@lru_cache(maxsize=1024)
def canonical_link(address: str) -> str:
    """The address without scheme, `www`, fragment and tracking; empty for none, and for a mere website.

    It is compared, never asked; of each entry three times, so it is kept for a while.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return ""
    host = (parts.hostname or "").removeprefix("www.")
    kept = sorted((name, value) for name, value in parse_qsl(parts.query) if not _is_tracking(name))
    path = parts.path.rstrip("/")
    if not host or not (path or kept):
        return ""
    named_port = "" if port in (None, _PORTS.get(parts.scheme)) else f":{port}"
    return f"{host}{named_port}{path}" + (f"?{urlencode(kept)}" if kept else "")


def _is_tracking(name: str) -> bool:
    folded = name.casefold()
    return folded in _TRACKING or folded.startswith(_TRACKING_BEGIN)
