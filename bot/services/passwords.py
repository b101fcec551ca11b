"""Passwords of staff: says whether one will do, and keeps only what proves it (Argon2id)."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
"""Characters; the National Cyber Security Centre advises length (three random words) over complexity."""
LONGEST = 200
_FEWEST_KINDS = 5
"""Different characters: fewer is one key held down."""
_SHORTEST_NAME = 4
"""Characters of a name that is no accident in a password."""


class Passwords:
    """Makes and checks hashes, with the library's present parameters (RFC 9106)."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        # Checked against where there is no account, so that both take the same time.
        self._nobodys = self._hasher.hash("nobody has this password")

    def hash(self, password: str) -> str:
        """What is kept."""
        return self._hasher.hash(password)

    def is_right(self, kept: str | None, password: str) -> bool:
        """Whether it is the password; takes as long where none was ever set."""
        try:
            matches = self._hasher.verify(kept or self._nobodys, password[:LONGEST])
        except (VerificationError, InvalidHashError):
            return False
        return matches and kept is not None

    def is_outdated(self, kept: str) -> bool:
        """Whether it was made with weaker parameters than today's."""
        return self._hasher.check_needs_rehash(kept)


def find_weakness(password: str, email: str) -> str | None:
    """Which rule a new password breaks (`short`, `long`, `simple`, `own_name`), or None."""
    if len(password) < SHORTEST:
        return "short"
    if len(password) > LONGEST:
        return "long"
    if len(set(password.lower())) < _FEWEST_KINDS:
        return "simple"
    local_part = email.partition("@")[0].lower()
    return "own_name" if len(local_part) >= _SHORTEST_NAME and local_part in password.lower() else None
