"""Opens what the hub uses out of a trained Rasa model: the intent model and the opinions on danger."""

import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlu import danger_model, foreign_danger_model
from nlu.danger_model import DangerModel
from nlu.errors import ModelUnreadableError
from nlu.foreign_danger_model import ForeignDangerModel
from nlu.intent_model import FILE_NAME, IntentModel

_METADATA = "metadata.json"


def read_intent_model(archive: Path) -> IntentModel:
    """The intent model inside Rasa's model archive (.tar.gz).

    Raises ModelUnreadableError if the archive can't be opened or holds no intent model.
    """
    return _read(archive, FILE_NAME, IntentModel.from_arrays)


def read_danger_model(archive: Path) -> DangerModel:
    """The opinion on danger in English inside Rasa's model archive.

    Raises ModelUnreadableError if the archive can't be opened or holds none.
    """
    return _read(archive, danger_model.FILE_NAME, DangerModel.from_arrays)


def read_foreign_danger_model(archive: Path) -> ForeignDangerModel:
    """The opinion on danger in other languages inside Rasa's model archive.

    Raises ModelUnreadableError if the archive can't be opened or holds none.
    """
    return _read(archive, foreign_danger_model.FILE_NAME, ForeignDangerModel.from_arrays)


def read_actions(archive: Path) -> frozenset[str]:
    """The names of the actions that the model may have the hub run.

    Raises ModelUnreadableError if the archive can't be opened or doesn't say.
    """
    try:
        with tarfile.open(archive, "r:gz") as packed:
            domain = json.load(_file_in(packed, _METADATA))["domain"]
            return frozenset(name for name in domain["actions"] if isinstance(name, str))
    except (OSError, EOFError, tarfile.TarError, ValueError, KeyError, TypeError) as error:
        raise ModelUnreadableError(f"{archive} doesn't say which actions it runs: {error}") from error


def _read[T](archive: Path, name: str, build: Callable[[dict[str, NDArray[Any]]], T]) -> T:
    try:
        with tarfile.open(archive, "r:gz") as packed, np.load(_file_in(packed, name)) as stored:
            return build(dict(stored))
    except (OSError, EOFError, tarfile.TarError, ValueError, KeyError) as error:
        raise ModelUnreadableError(f"{archive} holds no {name} that can be read: {error}") from error


def _file_in(packed: tarfile.TarFile, name: str) -> io.BytesIO:
    for member in packed:
        if Path(member.name).name == name:
            opened = packed.extractfile(member)
            if opened is not None:
                return io.BytesIO(opened.read())
    raise KeyError(f"no {name} in it")
