"""Measures surveys: fifty people answer at once through the chat, and every answer has to be counted."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import httpx
import psutil

from bench.errors import BenchError
from bench.figures import percentile
from bench.load import client_of
from bench.local import Local
from bench.machine import describe_machine
from bench.processes import started
from bench.profiles import Profile
from bench.progress import Progress
from bench.result_file import RESULTS, Run, write_result
from bot.db.models import SurveyOpening, SurveyResponse
from bot.db.session import Database, create_database_engine
from bot.domain.survey_documents import survey_to_document
from bot.domain.surveys import Survey
from bot.gateways.place_pack_areas import load_areas
from bot.gateways.place_pack_surveys import load_surveys
from bot.settings import ROOT, read_settings

AT_ONCE = 50
_SURVEY = "after_service"
_SCALE, _ENDS = "12345", ("fully", "partly", "not_yet")
_START_SECONDS, _SEED = 240.0, 7
_BUSY = 5.0
"""Per cent of the processor that others use, above which the file says so."""


@dataclass(slots=True)
class _Tally:
    """What came of all that was said."""

    latencies_ms: list[float] = field(default_factory=list)
    expected: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Question and answer -> how many gave it and were told that it is sent."""
    sent: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    """Kind of error, with the status where there was an answer -> conversations."""


def measure_only_surveys(profile: Profile, folder: Path, progress: Progress) -> Path:
    """Measure them in an empty folder, print them, return the result file; raises BenchError and OSError."""
    busy = psutil.cpu_percent(interval=2)
    local = Local.prepare(ROOT, folder / "ours", ROOT / "data" / "nlu")
    with progress.during("Training ours"):
        local.train()
    with started(local.server):
        _wait_until_ready(local)
        with _opened(local) as database:
            opening_id, survey = _open_round(database)
            progress.say(f"{profile.survey_answers:,} people answer, {AT_ONCE} at once ...")
            began = time.perf_counter()
            tally = asyncio.run(_answer_all(local, profile.survey_answers))
            seconds = time.perf_counter() - began
            figures = _figures(tally, _count(database, opening_id, survey), seconds)
            for kind, number in tally.failures.items():
                progress.print(f"{number} conversations failed by {kind}")
    for name, value in figures.items():
        progress.print(f"{name.replace('_', ' ')}: {value:,.1f}")
    return write_result(RESULTS, _as_run(profile, figures, busy))


def _as_run(profile: Profile, figures: Mapping[str, float], busy: float) -> Run:
    notes = []
    if busy > _BUSY:
        notes.append(f"Other work used {busy:.0f} % of the processor when it began: times are upper bounds.")
    if figures["answers_lost_or_wrong"]:
        notes.append("Answers were lost or counted wrongly.")
    return Run(
        profile=profile.only("surveys"),
        day=datetime.now(UTC).date(),
        machine=describe_machine(),
        setup={"people": profile.survey_answers, "at_once": AT_ONCE, "survey": _SURVEY, "store": "SQLite"},
        comparisons=(),
        details={"surveys": {name: round(value, 3) for name, value in figures.items()}},
        notes=notes,
    )


def _figures(tally: _Tally, counted: Counter[tuple[str, str]], seconds: float) -> dict[str, float]:
    wrong = (tally.expected - counted).total() + (counted - tally.expected).total()
    return {
        "answers_sent": tally.sent,
        "answers_lost_or_wrong": wrong,
        "conversations_failed": tally.failures.total(),
        "seconds": seconds,
        "answers_per_second": tally.sent / seconds,
        "messages": len(tally.latencies_ms),
        "messages_per_second": len(tally.latencies_ms) / seconds,
        "latency_p50_ms": percentile(tally.latencies_ms, 50),
        "latency_p95_ms": percentile(tally.latencies_ms, 95),
        "latency_p99_ms": percentile(tally.latencies_ms, 99),
    }


def _wait_until_ready(local: Local) -> None:
    ends = time.monotonic() + _START_SECONDS
    with httpx.Client(base_url=local.base_url, timeout=10) as client:
        while time.monotonic() < ends:
            try:
                if local.is_ready(client):
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.5)
    raise BenchError("the hub didn't start in time")


@contextmanager
def _opened(local: Local) -> Iterator[Database]:
    url = read_settings(home=local.home).sqlalchemy_url
    with closing(Database(create_database_engine(url))) as database:
        yield database


def _open_round(database: Database) -> tuple[int, Survey]:
    folder = read_settings().place_folder
    surveys = load_surveys(folder, frozenset(load_areas(folder).names))
    survey = next(one for one in surveys if one.id == _SURVEY)
    today = datetime.now(UTC).date()
    with database.unit_of_work() as unit:
        opening = SurveyOpening(
            survey_id=survey.id,
            document=survey_to_document(survey),
            opens_on=today - timedelta(days=1),
            closes_on=today + timedelta(days=20),
            minutes={},
        )
        unit.add(opening)
        unit.flush()
        return opening.id, survey


def _count(database: Database, opening_id: int, survey: Survey) -> Counter[tuple[str, str]]:
    """What the database holds, by question and answer."""
    counted: Counter[tuple[str, str]] = Counter()
    with database.unit_of_work() as unit:
        for row in unit.query(SurveyResponse).filter_by(opening_id=opening_id):
            counted.update(
                (question.id, str(row.answers[question.id].get("value", row.answers[question.id]["how"])))
                for question in survey.questions
                if question.id in row.answers
            )
    return counted


async def _answer_all(local: Local, people: int) -> _Tally:
    tally, numbers = _Tally(), iter(range(people))
    async with client_of(local, AT_ONCE) as client:

        async def keep_answering() -> None:
            for number in numbers:
                try:
                    await _answer(client, random.Random(f"{_SEED}:{number}"), tally)  # noqa: S311
                except (aiohttp.ClientError, TimeoutError) as error:
                    tally.failures[f"{type(error).__name__} {getattr(error, 'status', '')}".strip()] += 1

        await asyncio.gather(*(keep_answering() for _ in range(AT_ONCE)))
    return tally


async def _answer(client: aiohttp.ClientSession, chance: random.Random, tally: _Tally) -> None:
    """One person: begins, answers by typing, leaves out what is in free words, and sends."""
    async with client.post("/api/chat/sessions") as response:
        headers = {"Authorization": f"Bearer {(await response.json())['token']}"}

    async def say(number: int, **said: str) -> str:
        began = time.perf_counter()
        body = {"id": f"m{number}", **said}
        async with client.post("/api/chat/messages", json=body, headers=headers) as response:
            replies = (await response.json())["messages"]
        tally.latencies_ms.append((time.perf_counter() - began) * 1000)
        return "\n".join(reply["text"] for reply in replies)

    ended = chance.choices(range(len(_ENDS)), (5, 3, 2))[0]
    given = {
        "easy": chance.choice(_SCALE),
        "told": chance.choice(("yes", "no")),
        "sorted": _ENDS[ended],
        "happy": chance.choice(_SCALE),
        "better": "skipped",
    } | ({"missing": "skipped"} if ended else {})
    skips = ["missing"] if ended else []
    said = [given["easy"], given["told"], str(ended + 1), *skips, given["happy"], "better"]
    await say(0, payload=_press(f"open:{_SURVEY}"))
    for number, words in enumerate(said, 1):
        is_skipped = words in {"missing", "better"}
        await say(number, **({"payload": _press(f"skip:{words}")} if is_skipped else {"text": words}))
    await say(len(said) + 1, payload=_press("send"))
    tally.sent += 1
    tally.expected.update(given.items())


def _press(value: str) -> str:
    return f'/choose{{"value": "survey:{value}"}}'
