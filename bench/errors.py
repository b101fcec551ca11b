"""What can go wrong in the bench."""

from __future__ import annotations


class BenchError(Exception):
    """The comparison can't be made; the message says why and what to do."""
