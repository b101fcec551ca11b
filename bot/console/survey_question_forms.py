"""The form of one question of a survey: what it is filled in with, what is read, and which field is wrong."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.console.forms import ConsoleForm
from bot.domain.survey_checks import Problem
from bot.domain.survey_edits import make_id
from bot.domain.surveys import DECIDING, OUTSIDE, WITH_OPTIONS, Condition, Kind, Option, Question

BLANK_ROWS = 3
MOST_ROWS = 20
_TEXT, _OPTION = 4000, 200
_WHOLE = ("low", "high", "most_chars")


@dataclass(frozen=True, slots=True)
class Rule:
    """One show-if rule as it can be ticked: an earlier question with its answers."""

    name: str
    question: Question
    answers: tuple[tuple[str, str], ...]
    """What it is kept as, and what it is called."""


def fields_of(question: Question) -> ConsoleForm:
    """The form with what a question says."""
    fields: dict[str, list[str]] = {
        "kind": [question.kind.value],
        "id": [question.id],
        "text": [question.text],
        "help": [question.help],
        "required": ["yes"] if question.is_required else [],
        "may_decline": ["yes"] if question.may_decline else [],
        "random_order": ["yes"] if question.has_random_order else [],
        "low_label": [question.low_label],
        "high_label": [question.high_label],
        "rows": [str(max(len(question.options) + BLANK_ROWS, BLANK_ROWS))],
    }
    for name in _WHOLE:
        value = getattr(question, name)
        fields[name] = ["" if value is None else str(value)]
    for number, option in enumerate(question.options):
        fields[f"option_text_{number}"], fields[f"option_id_{number}"] = [option.text], [option.id]
        fields[f"option_category_{number}"] = [option.category]
    count: dict[str, int] = {}
    for condition in question.show_if:
        number = count[condition.question] = count.get(condition.question, -1) + 1
        fields[f"show_{condition.question}_{number}"] = list(condition.any_of)
    return ConsoleForm(fields)


def empty_fields(kind: Kind) -> ConsoleForm:
    """The form for a new question."""
    usual = Question("", kind, "", low=1, high=5) if kind is Kind.SCALE else Question("", kind, "")
    return fields_of(usual)


def count_rows(form: ConsoleForm) -> int:
    """How many rows for answers the form has."""
    rows = form.text("rows")
    return min(int(rows), MOST_ROWS) if rows.isdecimal() else BLANK_ROWS


def change_rows(form: ConsoleForm, do: str) -> ConsoleForm:
    """The form after one of the buttons beside the answers: more rows, or one moved up."""
    fields = {name: form.choices(name) for name in form.names()}
    if do == "more":
        fields["rows"] = [str(min(count_rows(form) + BLANK_ROWS, MOST_ROWS))]
    number = do.removeprefix("up_")
    if number.isdecimal() and 0 < int(number) < count_rows(form):
        for part in ("option_text", "option_id", "option_category"):
            here, above = f"{part}_{number}", f"{part}_{int(number) - 1}"
            fields[here], fields[above] = fields.get(above, []), fields.get(here, [])
    return ConsoleForm(fields)


def read_question(form: ConsoleForm, kind: Kind, taken: Collection[str]) -> tuple[Question, dict[str, str]]:
    """The question, and what can't be read by its field; `taken` are the ids of the others."""
    wrong: dict[str, str] = {}
    whole = {name: _read_whole(form, name, wrong) for name in _WHOLE}
    for name in ("text", "help"):
        if len(form.text(name)) > _TEXT:
            wrong[name] = f"Use {_TEXT} characters or fewer."
    is_scaled = kind in {Kind.SCALE, Kind.NUMBER}
    return Question(
        id=form.text("id") or make_id(form.text("text"), taken, kind.value),
        kind=kind,
        text=form.text("text"),
        help=form.text("help"),
        is_required=bool(form.text("required")),
        may_decline=bool(form.text("may_decline")),
        options=_read_options(form, wrong) if kind in WITH_OPTIONS else (),
        low=whole["low"] if is_scaled else None,
        high=whole["high"] if is_scaled else None,
        low_label=form.text("low_label") if kind is Kind.SCALE else "",
        high_label=form.text("high_label") if kind is Kind.SCALE else "",
        most_chars=_most_chars(kind, whole["most_chars"], wrong),
        show_if=_read_rules(form),
        has_random_order=bool(form.text("random_order")) and kind in WITH_OPTIONS,
    ), wrong


def rules_for(form: ConsoleForm, earlier: Sequence[Question], area_names: Mapping[str, str]) -> list[Rule]:
    """What a question can be shown after; several rules on one question where there are several now."""
    rules = []
    for question in earlier:
        if question.kind not in DECIDING:
            continue
        answers = _answers(question, area_names)
        number = 0
        while number == 0 or form.choices(f"show_{question.id}_{number}"):
            rules.append(Rule(f"show_{question.id}_{number}", question, answers))
            number += 1
    return rules


def spot_to_field(question: Question, position: int, problem: Problem) -> str | None:
    """The field of the form that a problem is about; None when it is about another question."""
    match problem.spot:
        case ("questions", int(found), *rest) if found == position:
            match rest:
                case ["options", int(number)]:
                    return f"option_text_{number}"
                case [("id" | "text" | "help" | "options" | "show_if" | "most_chars") as name, *_]:
                    return name
                case _:
                    return "low" if question.kind in {Kind.SCALE, Kind.NUMBER} else "required"
    return None


def _answers(question: Question, area_names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    if question.kind is Kind.PLACE:
        return (*area_names.items(), (OUTSIDE, "Outside the area"))
    titles = {"yes": "Yes", "no": "No"} if question.kind is Kind.YES_NO else {}
    return tuple((value, titles.get(value, question.title_of(value))) for value in question.values or ())


def _read_options(form: ConsoleForm, wrong: dict[str, str]) -> tuple[Option, ...]:
    options: list[Option] = []
    taken = {form.text(f"option_id_{number}") for number in range(count_rows(form))}
    for number in range(count_rows(form)):
        text = form.text(f"option_text_{number}")
        if not text:
            continue
        if len(text) > _OPTION:
            wrong[f"option_text_{number}"] = f"Use {_OPTION} characters or fewer."
        name = form.text(f"option_id_{number}") or make_id(text, taken, f"answer_{number + 1}")
        taken.add(name)
        options.append(Option(name, text, form.text(f"option_category_{number}")))
    return tuple(options)


def _read_rules(form: ConsoleForm) -> tuple[Condition, ...]:
    rules = []
    for name in form.names():
        asked, _, number = name.removeprefix("show_").rpartition("_")
        if name.startswith("show_") and number.isdecimal() and form.choices(name):
            rules.append(Condition(asked, tuple(form.choices(name))))
    return tuple(rules)


def _read_whole(form: ConsoleForm, name: str, wrong: dict[str, str]) -> int | None:
    text = form.text(name)
    if not text:
        return None
    try:
        return int(text) if len(text) < 10 else int("")
    except ValueError:
        wrong[name] = "Write a whole number."
        return None


def _most_chars(kind: Kind, most: int | None, wrong: dict[str, str]) -> int:
    usual = Question("", kind, "").most_chars
    if kind is not Kind.TEXT or most is None:
        return usual
    if not 1 <= most <= _TEXT:
        wrong["most_chars"] = f"Write a number from 1 to {_TEXT}."
        return usual
    return most
