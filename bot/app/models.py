"""Wires what trains, measures and promotes models."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import inspect, make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.app.core import DOMAIN_FILE, open_hearing
from bot.db.models import TrainingExample
from bot.db.session import Database, create_database_engine
from bot.domain.model_review import ModelScores
from bot.gateways.domain_actions import actions_of_domain
from bot.gateways.model_in_use import ModelInUse
from bot.gateways.model_measurement import measure_model, measuring_name
from bot.gateways.model_store import ModelStore
from bot.gateways.training import train_model
from bot.gateways.training_examples import write_examples
from bot.services.audit import AuditService
from bot.services.model_life import ModelLife
from bot.services.training_examples import TrainingExampleService
from bot.settings import Settings
from nlu.errors import ModelUnreadableError
from nlu.model_archive import read_actions


def create_model_life(settings: Settings, say: Callable[[str], None]) -> ModelLife:
    """What trains, measures and promotes models; a running product follows what it promotes."""

    def measure(archive: Path) -> ModelScores:
        model = ModelInUse.open(archive, settings.home_folder)
        return measure_model(model, open_hearing(model), say)

    def train(again: bool) -> Path:
        try:
            export_examples(settings)
        except SQLAlchemyError:
            say("The database can't be read: what was approved for training since the last one is left out.")
        return train_model(settings, say, again=again)

    def is_answered(archive: Path) -> bool:
        try:
            return read_actions(archive) <= actions_of_domain(DOMAIN_FILE)
        except ModelUnreadableError:
            # What it doesn't say speaks against nothing: measuring it or loading it shows what is wrong.
            return True

    return ModelLife(
        store=ModelStore(settings.home_folder),
        train=train,
        measure=measure,
        is_answered=is_answered,
        measuring_name=measuring_name,
        say=say,
    )


def export_examples(settings: Settings) -> None:
    """Put what staff approved where the training looks for it."""
    address = make_url(settings.sqlalchemy_url)
    if address.get_backend_name() == "sqlite" and not Path(address.database or "").is_file():
        # A model is made before the database is, the first time.
        return
    database = Database(create_database_engine(settings.sqlalchemy_url))
    try:
        if inspect(database.engine).has_table(TrainingExample.__tablename__):
            with database.unit_of_work() as unit:
                approved = TrainingExampleService(AuditService()).list_approved(unit)
            write_examples(settings.home_folder, approved)
    finally:
        database.close()
