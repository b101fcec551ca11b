"""These tests need Rasa and run in its environment alone: python -m pytest -c nlu/pytest.ini tests/nlu."""

import importlib.util

if importlib.util.find_spec("rasa") is None:
    collect_ignore_glob = ["test_*.py"]
else:
    from nlu.serve import prepare

    prepare()
