"""Leaves out of Rasa's server what it imports and never uses in our set-up, half of its memory.

The server only reads: scikit-learn and its kin are for training, which runs in a process of its own, and the
clients of other channels and stores are for work that the hub does instead.
"""

from nlu.stand_ins import leave_out

_FOR_TRAINING = frozenset({"joblib", "matplotlib", "sklearn", "sklearn_crfsuite", "skops"})
_FOR_TYPING_AT = frozenset({"prompt_toolkit", "questionary"})
_FOR_OTHER_CHANNELS = frozenset(
    {"aiogram", "fbmessenger", "mattermostwrapper", "rocketchat_API", "slack_sdk", "twilio", "webexteamssdk"}
)
_FOR_OTHER_STORES = frozenset({"boto3", "botocore", "pymongo"})

LEFT_OUT = _FOR_TRAINING | _FOR_TYPING_AT | _FOR_OTHER_CHANNELS | _FOR_OTHER_STORES


class LeftOutOfServerError(Exception):
    """Something asked Rasa's server for what only other commands of Rasa have."""

    def __init__(self, package: str) -> None:
        super().__init__(
            f"Rasa's server runs without {package}: train with `python -m nlu.training`; where a channel or "
            f"a store needs {package}, take it out of the list in nlu/lean_server.py."
        )
        self.package = package


def install() -> None:
    """Put the stand-ins in place; before anything imports Rasa. A second call changes nothing."""
    leave_out(LEFT_OUT, LeftOutOfServerError)
