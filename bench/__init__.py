"""Compares Local Focus with stock Rasa, side by side in one run: `python -m bench` from the root."""
