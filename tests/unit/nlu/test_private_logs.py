"""Residents' words stay out of Rasa's log."""

import os

import pytest

from nlu.private_logs import HIDDEN, WordHider, cap_log_level


class TestCapLogLevel:
    def test_debug_switches_are_dropped(self) -> None:
        assert cap_log_level(["run", "--debug", "-vv", "--port", "5005"]) == ["run", "--port", "5005"]

    @pytest.mark.parametrize(("asked", "given"), [("DEBUG", "WARNING"), ("", "WARNING"), ("INFO", "INFO")])
    def test_a_level_that_quotes_messages_is_raised(
        self, monkeypatch: pytest.MonkeyPatch, asked: str, given: str
    ) -> None:
        monkeypatch.setenv("LOG_LEVEL", asked)
        cap_log_level([])
        assert os.environ["LOG_LEVEL"] == given


class TestWordHider:
    def test_whatever_rasa_would_log_of_a_message_is_hidden(self) -> None:
        assert WordHider().log_run("he lives at number 4") == HIDDEN
