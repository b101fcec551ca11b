"""Opens what the hub shares with Rasa out of a trained Rasa model: the intent model."""

import io
import tarfile
from pathlib import Path

import numpy as np

from nlu.errors import ModelUnreadableError
from nlu.intent_model import FILE_NAME, IntentModel


def read_intent_model(archive: Path) -> IntentModel:
    """The intent model inside Rasa's model archive (.tar.gz).

    Raises ModelUnreadableError if the archive can't be opened or holds no intent model.
    """
    try:
        with tarfile.open(archive, "r:gz") as packed, np.load(_intent_model_in(packed)) as stored:
            return IntentModel.from_arrays(dict(stored))
    except (OSError, EOFError, tarfile.TarError, ValueError, KeyError) as error:
        raise ModelUnreadableError(f"{archive} holds no intent model that can be read: {error}") from error


def _intent_model_in(packed: tarfile.TarFile) -> io.BytesIO:
    for member in packed:
        if Path(member.name).name == FILE_NAME:
            opened = packed.extractfile(member)
            if opened is not None:
                return io.BytesIO(opened.read())
    raise KeyError(f"no {FILE_NAME} in it")
