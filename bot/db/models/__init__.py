"""One table family per module, named by topic."""

from bot.db.models.concerns import Classification, Concern, ConcernState, JointCase, Outcome, Photo
from bot.db.models.conversations import Conversation, Direction, Draft, Message, MessageState
from bot.db.models.inbox import InboxState, InboxUpdate
from bot.db.models.linked_chats import LinkCode, LinkedChat
from bot.db.models.notes import Note
from bot.db.models.outbox import OutgoingMessage, OutgoingState
from bot.db.models.people import ContactPoint, Person
from bot.db.models.referrals import Referral, ReferralRole, ReferralState

__all__ = [
    "Classification",
    "Concern",
    "ConcernState",
    "ContactPoint",
    "Conversation",
    "Direction",
    "Draft",
    "InboxState",
    "InboxUpdate",
    "JointCase",
    "LinkCode",
    "LinkedChat",
    "Message",
    "MessageState",
    "Note",
    "Outcome",
    "OutgoingMessage",
    "OutgoingState",
    "Person",
    "Photo",
    "Referral",
    "ReferralRole",
    "ReferralState",
]
