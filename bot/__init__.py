"""The hub: everything but Rasa, in one ASGI process."""
