"""Runs Rasa's server for the hub: on loopback only, its API behind the secret made at start."""

import os
import sys

from nlu.hub_channel import SECRET_VARIABLE
from nlu.serve import main


def server_arguments(model: str, port: str) -> list[str]:
    """The arguments of `rasa run`; the secret is put in here, so that no list of processes shows it."""
    return [
        *("run", "--model", model, "--port", port, "--interface", "127.0.0.1"),
        *("--endpoints", "endpoints.yml", "--credentials", "credentials.yml"),
        # In one word: a secret may begin with a dash.
        *("--enable-api", f"--auth-token={os.environ[SECRET_VARIABLE]}"),
    ]


if __name__ == "__main__":
    main(server_arguments(sys.argv[1], sys.argv[2]))
