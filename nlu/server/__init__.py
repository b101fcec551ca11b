"""What our Rasa server does in its own way, to be quick; it replaces parts of Rasa 3.6.21: docs/adr/0007."""
