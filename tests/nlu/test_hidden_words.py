"""What Rasa itself writes to its log about a message."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

LOG_A_MESSAGE = """
import logging
from nlu.serve import prepare
prepare(lean=True)
from nlu.private_logs import hide_words
hide_words()
from rasa.utils.log_utils import configure_structlog
configure_structlog(logging.DEBUG)
import structlog
structlog.get_logger().error("rest.message.received.failure", text="he lives at number 4", sender="s1")
structlog.get_logger().debug("processor.message.parse", parse_data_text="he lives at number 4")
"""


class TestHideWords:
    def test_rasas_log_tells_what_happened_but_not_what_was_said(self) -> None:
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", LOG_A_MESSAGE],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        written = done.stdout + done.stderr
        assert "rest.message.received.failure" in written
        assert "s1" in written
        assert "number 4" not in written
        assert "[hidden]" in written
