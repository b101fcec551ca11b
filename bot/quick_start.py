"""Saves, before the hub is imported, what its start would spend on things that it never uses."""

from __future__ import annotations

import gc
import os

from nlu.stand_ins import leave_out


def prepare_start() -> None:
    """Call it first in a process that is to be the hub; whoever starts it looks for garbage again later."""
    # Before numpy is imported: one message is too little work to share, and its threads wait by spinning.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Nearly all that a start makes is kept: looking through it for garbage takes a tenth of the time.
    gc.disable()
    # rasa_sdk imports a web server, which our own takes the place of (actions/endpoint.py).
    leave_out(frozenset({"sanic"}), _refuse)


def _refuse(package: str) -> Exception:
    return ImportError(f"the hub answers Rasa's calls itself and was started without {package}")
