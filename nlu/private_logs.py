"""Keeps residents' words out of Rasa's log, whatever its level is set to."""

import os
from typing import Any

HIDDEN = "[hidden]"

_SAFE_LEVELS = ("INFO", "WARNING", "ERROR", "CRITICAL")
_DEBUG_OPTIONS = ("--debug", "-vv")


class WordHider:
    """Rasa's hook for making log lines anonymous; ours hides every value that can hold a message."""

    def log_run(self, _value: Any) -> str:
        return HIDDEN

    def run(self, _event: dict[str, Any]) -> None:
        """Rasa also offers each event for publishing elsewhere; we publish none."""


class _LogPrivacyPlugin:
    """Found by Rasa's plug-in manager under the names of its hooks."""

    def __init__(self) -> None:
        self._hider = WordHider()

    def get_anonymization_pipeline(self) -> WordHider:
        return self._hider


def hide_words() -> None:
    """Have Rasa pass what it logs about a message through WordHider. To be called before Rasa's main."""
    import pluggy
    from rasa.plugin import plugin_manager

    plugin = _LogPrivacyPlugin()
    # Marking the hook here keeps pluggy, and with it Rasa, out of the import of this module.
    pluggy.HookimplMarker("rasa")(_LogPrivacyPlugin.get_anonymization_pipeline)
    plugin_manager().register(plugin, "local-focus-log-privacy")


def cap_log_level(arguments: list[str]) -> list[str]:
    """Return Rasa's arguments without the debug switches, whose plain log lines quote messages.

    LOG_LEVEL in the environment is raised to WARNING where it is missing or asks for more than INFO.
    """
    if os.environ.get("LOG_LEVEL", "").upper() not in _SAFE_LEVELS:
        os.environ["LOG_LEVEL"] = "WARNING"
    return [argument for argument in arguments if argument not in _DEBUG_OPTIONS]
