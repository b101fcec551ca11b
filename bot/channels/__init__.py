"""Each channel translates between its own messages and conversations."""
