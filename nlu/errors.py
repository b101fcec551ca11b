"""What can go wrong when the bot's understanding is built or opened; the messages are for whoever runs it."""


class UnderstandingError(Exception):
    """Base of the errors below."""


class EncoderMissingError(UnderstandingError):
    """The sentence encoder, or what it is built from, is not where it should be."""


class WeightsChangedError(UnderstandingError):
    """The weights that were installed are not the published ones."""


class ModelUnreadableError(UnderstandingError):
    """A model archive holds no intent model, or one that this version can't read."""
