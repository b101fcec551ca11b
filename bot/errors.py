"""The one exception tree: an error carries what to do about it."""

from __future__ import annotations

from pathlib import Path


class LocalFocusError(Exception):
    """Base of every error of ours; its message is for staff and operators, never for residents.

    It must never contain what a resident wrote.
    """

    #: Whether trying the same thing again may work.
    is_permanent: bool = True


class SettingsError(LocalFocusError):
    """A setting has a bad value; the message names it and says what was expected."""


class PlacePackError(LocalFocusError):
    """Something in the place pack is wrong; says where (file, line) and what."""

    def __init__(self, file: Path | str, line: int | None, message: str) -> None:
        self.file = Path(file)
        self.line = line
        self.message = message
        super().__init__(f"{file}:{line}: {message}" if line else f"{file}: {message}")


class CatalogueError(LocalFocusError):
    """A catalogue of translations is broken; says which file and what."""


class NotFoundError(LocalFocusError):
    """The thing asked for does not exist, or the asker may not know that it does."""


class ModelError(LocalFocusError):
    """No usable model: missing, unreadable, or trained for something else."""


class RasaUnavailableError(LocalFocusError):
    """Rasa did not answer in time, or not sensibly; the message was kept and may be tried again."""

    is_permanent = False


class StoppingError(LocalFocusError):
    """The hub is being stopped: the message was kept, and will be answered after the next start."""

    is_permanent = False


class NotYetError(LocalFocusError):
    """It isn't this message's turn yet: it is to be acted on after so many seconds."""

    is_permanent = False

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__("not yet")


class MessageOverError(LocalFocusError):
    """Rasa acts for a message that was answered without it in the meantime: nothing may come of that."""


class PhotoRefusedError(LocalFocusError):
    """A file sent as a photo was refused; `reason` is a key of the residents' texts."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"photo refused: {reason}")


class DeliveryError(LocalFocusError):
    """A channel could not deliver a message; carries whether and when trying again makes sense."""

    def __init__(self, reason: str, *, is_permanent: bool, retry_after: float | None = None) -> None:
        """`reason` is a short key that staff see (`blocked`, `too_many_requests`, ...), never what was said.

        `retry_after` is in seconds, where the channel named a time to wait.
        """
        self.reason = reason
        self.is_permanent = is_permanent
        self.retry_after = retry_after
        super().__init__(f"not delivered: {reason}")


class MessengerError(LocalFocusError):
    """A messenger did not do what it was asked; `reason` is a short key, never its own words."""

    def __init__(self, reason: str, *, is_permanent: bool = False) -> None:
        """Permanent is only what no waiting mends, such as a token that is refused."""
        self.reason = reason
        self.is_permanent = is_permanent
        super().__init__(f"the messenger failed: {reason}")


class MailboxError(LocalFocusError):
    """A mailbox could not be read; `reason` is a short key, never the server's own words."""

    is_permanent = False

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"the mailbox could not be read: {reason}")


class IdentityError(LocalFocusError):
    """An identity provider didn't say who somebody is; the message is a short key, never its own words."""

    is_permanent = False


class StaffError(LocalFocusError):
    """An account can't be made or changed as asked; the message says why, for whoever asked."""


class TakenOverError(StaffError):
    """Somebody of the staff is in the conversation already."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"{name} is in this conversation already")


class ApiKeyError(LocalFocusError):
    """A key for a program can't be made as asked; the message says why, for whoever asked."""


class Open311Error(LocalFocusError):
    """A request by Open311 can't be done; the message is for whoever wrote the program that asks."""

    def __init__(self, message: str, status: int = 400) -> None:
        self.message = message
        self.status = status
        super().__init__(message)


class CaseChangedError(LocalFocusError):
    """Somebody else changed the case since it was opened: nothing was done, and has to be looked at again."""

    def __init__(self, reference: str) -> None:
        super().__init__(f"{reference} was changed by somebody else")


class PostError(LocalFocusError):
    """A post can't be written, taken further or scheduled as asked; the message says why, for staff."""


class FeedError(LocalFocusError):
    """A feed could not be fetched or read; `problem` says why by a `bot.domain.feeds.FeedProblem`."""

    def __init__(self, problem: str, *, is_permanent: bool = False, retry_after: float | None = None) -> None:
        """Permanent is only a feed that was ended for good; `retry_after` is in seconds."""
        self.problem = problem
        self.is_permanent = is_permanent
        self.retry_after = retry_after
        super().__init__(f"no feed: {problem}")


class FeedSourceError(LocalFocusError):
    """A feed can't be added or changed as asked; the message says why, for staff."""


class FeedRuleError(LocalFocusError):
    """A rule on feeds can't be kept as written; the message says why, for staff."""


class FeedItemError(LocalFocusError):
    """A partner's news can't be taken further as asked; the message says why, for staff."""


class AddressError(LocalFocusError):
    """A host must not be asked (`private_address`) or isn't known (`unknown_host`)."""

    def __init__(self, reason: str, *, is_permanent: bool) -> None:
        self.reason = reason
        self.is_permanent = is_permanent
        super().__init__(f"not asked: {reason}")


class SurveyError(LocalFocusError):
    """A survey can't be opened or answered as asked; the message says why, for staff."""


class DemoRefusedError(LocalFocusError):
    """The database holds concerns, among which made-up ones must not get by mistake."""

    def __init__(self, count: int) -> None:
        super().__init__(
            f"The database holds {count} concerns already, so nothing was made up. "
            "With --add the made-up ones are put among them, and can't be taken out again by a command."
        )
