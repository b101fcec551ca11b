"""The sentence encoder: built once at set-up (build), opened by Rasa and by the hub (sentences)."""
