"""The arguments with which Rasa's server is started."""

import argparse

import pytest

from nlu.hub_channel import SECRET_VARIABLE
from nlu.run import server_arguments


def test_a_secret_may_begin_with_a_dash(monkeypatch: pytest.MonkeyPatch) -> None:
    from rasa.cli import run

    monkeypatch.setenv(SECRET_VARIABLE, "-secret")
    parser = argparse.ArgumentParser()
    run.add_subparser(parser.add_subparsers(), parents=[])
    assert parser.parse_args(server_arguments("model.tar.gz", "5005")).auth_token == "-secret"
