"""Rasa custom actions, thin: parse slots, call a service, say the result."""
