"""Writes the page that shows how well a model understands, with a picture of its confusions."""

import base64
import io
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from string import Template

import numpy as np

from nlu.measures import Measures

_TEMPLATE = Path(__file__).with_suffix(".html")
_LISTED = 30


def summary(measures: Measures) -> list[tuple[str, str]]:
    """The headline figures, each with its name."""
    return [
        ("Right first time", _percent(measures.strict)),
        ("Right, or a label that is accepted as well", _percent(measures.lenient)),
        ("Among the three likeliest", _percent(measures.top_three)),
        ("Macro F1", _percent(measures.macro_f1)),
        ("Calibration error (ECE)", _percent(measures.calibration_error)),
        ("Out of scope found", _percent(measures.out_of_scope_found)),
        ("In scope but refused", _percent(measures.in_scope_refused)),
        ("Asked because unsure", _percent(measures.asked)),
    ]


def write_page(measures: Measures, model: str, page: Path) -> None:
    """Write the page, one HTML file with everything in it. Raises OSError if it can't be written."""
    figures = [(name, figure) for name, figure in summary(measures)]
    confusions = [(label, intent, str(times)) for label, intent, times in measures.confusions[:_LISTED]]
    intents = [
        (row.intent, str(row.messages), _percent(row.precision), _percent(row.recall), _percent(row.f1))
        for row in measures.intents
    ]
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(
        Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
            model=escape(model),
            messages=measures.messages,
            summary=_rows(figures),
            confusions=_rows(confusions),
            intents=_rows(intents),
            picture=base64.b64encode(confusion_picture(measures)).decode(),
        ),
        encoding="utf-8",
    )


def confusion_picture(measures: Measures) -> bytes:
    """The confusion matrix as a PNG: rows are labels, columns what they were taken for, darker is more."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    names = sorted({row.intent for row in measures.intents} | {taken for _, taken, _ in measures.confusions})
    shares = _matrix(measures, names)
    size = max(6.0, 0.24 * len(names))
    figure = Figure(figsize=(size, size), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(names)), names, rotation=90, fontsize=7)
    axes.set_yticks(range(len(names)), names, fontsize=7)
    axes.set_xlabel("Taken for")
    axes.set_ylabel("Label")
    written = io.BytesIO()
    figure.savefig(written, format="png", dpi=110)
    return written.getvalue()


def _matrix(measures: Measures, names: Sequence[str]) -> np.ndarray:
    """Share of each label's messages taken for each intent."""
    place = {name: at for at, name in enumerate(names)}
    messages = {row.intent: row.messages for row in measures.intents}
    shares = np.zeros((len(names), len(names)))
    for row in measures.intents:
        shares[place[row.intent], place[row.intent]] = row.recall
    for label, taken, times in measures.confusions:
        shares[place[label], place[taken]] = times / messages[label]
    return shares


def _rows(rows: Iterable[tuple[str, ...]]) -> str:
    return "\n".join(
        f'<tr><th scope="row">{escape(name)}</th>'
        + "".join(f'<td class="number">{escape(value)}</td>' for value in values)
        + "</tr>"
        for name, *values in rows
    )


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
