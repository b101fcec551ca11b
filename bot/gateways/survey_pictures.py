"""Draws the flow of a survey as SVG, with the library that draws the charts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from bot.domain.survey_flow import FlowStep

_MAIN, _ASIDE, _LINE, _INK = "#14433d", "#f3f2f1", "#505a5f", "#0b0c0c"
_STEP_PIXELS, _WIDTH = 54, 640
_LONGEST, _INDENT = 62, 4
_FONT = "Arial, Helvetica, sans-serif"


def draw_flow(steps: Sequence[FlowStep]) -> bytes:
    """Each question a dot, one under the other; what is shown only at times is further in, with its rule."""
    # Not at the top: the hub starts without the quarter of a second that they take.
    import altair
    import vl_convert

    dots = [_dot(row, step) for row, step in enumerate(steps)]
    high = max(len(steps), 1)
    x: dict[str, Any] = {"scale": altair.Scale(domain=[-0.2, 8], nice=False), "axis": None}
    y: dict[str, Any] = {"scale": altair.Scale(domain=[high - 0.4, -0.6], nice=False), "axis": None}
    lines = altair.Chart(altair.InlineData(_lines(steps))).mark_rule(color=_LINE, strokeWidth=2)
    shown = altair.Chart(altair.InlineData(dots))
    names = shown.mark_text(align="left", dx=14, dy=-7, fontSize=14, color=_INK)
    rules = shown.mark_text(align="left", dx=14, dy=10, fontSize=12, color=_LINE)
    drawn = altair.layer(
        lines.encode(x=altair.X("x:Q", **x), y=altair.Y("y:Q", **y), x2="x2:Q", y2="y2:Q"),
        shown.mark_point(filled=True, size=140, opacity=1, stroke=_MAIN).encode(
            x=altair.X("x:Q", **x),
            y=altair.Y("y:Q", **y),
            fill=altair.Fill("colour:N", scale=None),
        ),
        names.encode(x=altair.X("x:Q", **x), y=altair.Y("y:Q", **y), text="name:N"),
        rules.encode(x=altair.X("x:Q", **x), y=altair.Y("y:Q", **y), text="when:N"),
    ).properties(width=_WIDTH, height=high * _STEP_PIXELS)
    svg: str = vl_convert.vegalite_to_svg(drawn.configure(font=_FONT).configure_view(stroke=None).to_dict())
    return svg.encode("utf-8")


def _dot(row: int, step: FlowStep) -> dict[str, object]:
    room = _LONGEST - _INDENT * step.depth
    return {
        "x": step.depth / 2,
        "y": row,
        "name": _cut(f"{row + 1}. {step.text}", room),
        "when": _cut(step.when if step.depth else "", room),
        "colour": _ASIDE if step.depth else _MAIN,
    }


def _lines(steps: Sequence[FlowStep]) -> list[dict[str, float]]:
    """From each question that everybody is asked to the next; from what a rule looks at, with a corner."""
    lines: list[dict[str, float]] = []
    main = [row for row, step in enumerate(steps) if step.depth == 0]
    for here, there in pairwise(main):
        lines.append({"x": 0, "y": here, "x2": 0, "y2": there})
    for row, step in enumerate(steps):
        for source in step.after:
            left = steps[source].depth / 2
            lines.append({"x": left, "y": source, "x2": left, "y2": row})
            lines.append({"x": left, "y": row, "x2": step.depth / 2, "y2": row})
    return lines


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
