"""How long a text is in UTF-16 code units, as Telegram and browsers count."""

from __future__ import annotations


def units(text: str) -> int:
    """How long it is taken to be."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
