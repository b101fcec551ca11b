"""Says whether a new model is good enough to take the place of the one that serves residents."""

from __future__ import annotations

from dataclasses import dataclass

#: How much less accurate a new model may be, as a share: so much is chance on a test set of our size.
ALLOWED_LOSS = 0.01
# Shares are quotients of counts; what is equal may differ in the last bits.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class ModelScores:
    """How well a model understands messages it never saw, as shares from 0 to 1."""

    accuracy: float
    """Messages of the test set whose label is the likeliest intent."""
    danger_recall: float
    """Alarms of the danger corpus that are heard, of whatever kind."""
    false_alarms: float
    """Look-alikes of the danger corpus that are taken for danger."""
    measured_with: str
    """Names the messages and the code they were measured with: only scores of the same name compare."""

    def __str__(self) -> str:
        return (
            f"understands {percent(self.accuracy)}, hears {percent(self.danger_recall)} of danger, "
            f"false alarms {percent(self.false_alarms)}"
        )


def find_objection(new: ModelScores, current: ModelScores) -> str | None:
    """What speaks against the new model, as a clause that says what got worse and by how much, or None.

    Danger may not be heard worse at all; accuracy may fall by up to one point.
    """
    worse = []
    if current.danger_recall - new.danger_recall > _ROUNDING:
        worse.append(f"hears {_change(new.danger_recall, current.danger_recall)} of the dangerous messages")
    if new.false_alarms - current.false_alarms > _ROUNDING:
        worse.append(
            f"takes {_change(new.false_alarms, current.false_alarms)} of the harmless ones for danger"
        )
    if current.accuracy - new.accuracy > ALLOWED_LOSS + _ROUNDING:
        worse.append(f"understands {_change(new.accuracy, current.accuracy)} of the messages")
    return "it " + ", and ".join(worse) if worse else None


def percent(share: float) -> str:
    """A share as people write it, to a tenth."""
    return f"{share * 100:.1f} %"


def _change(new: float, current: float) -> str:
    more = "more" if new > current else "fewer"
    points = abs(new - current) * 100
    return f"{percent(new)} instead of {percent(current)} ({points:.1f} points {more})"
