"""Which network addresses the hub may ask: public ones; and how long a server wants it to wait."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from bot.errors import AddressError

_LONGEST_WAIT_SECONDS = 24 * 3600.0
#: Addresses that carry one of the old kind within, which is the one that counts.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Whether an address lies in the public internet, also where it only stands for another one."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


async def resolve_host(host: str, *, allows_private: bool) -> str:
    """The address to connect to for a host; whoever connects must use just this one.

    So a name can't lead somewhere else between the look and the request. Raises AddressError.
    """
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise AddressError("unknown_host", is_permanent=False) from None
    addresses = [str(entry[4][0]) for entry in found]
    if not allows_private and not all(is_public(address) for address in addresses):
        raise AddressError("private_address", is_permanent=True)
    return addresses[0]


def wait_asked_for(response: httpx.Response) -> float | None:
    """Seconds that the other side asks for by Retry-After, as a number or as a moment; a day at the most."""
    asked = response.headers.get("retry-after", "")
    if asked.isascii() and asked.isdigit():
        return min(float(asked), _LONGEST_WAIT_SECONDS)
    try:
        seconds = (parsedate_to_datetime(asked) - datetime.now(UTC)).total_seconds()
    except (TypeError, ValueError):
        return None
    return min(max(seconds, 0.0), _LONGEST_WAIT_SECONDS)
