"""One table family per module, named by topic."""

from bot.db.models.audit import AuditEntry
from bot.db.models.concerns import Classification, Concern, ConcernState, JointCase, Outcome, Photo
from bot.db.models.conversations import Conversation, Direction, Draft, Message, MessageState
from bot.db.models.inbox import InboxState, InboxUpdate
from bot.db.models.linked_chats import LinkCode, LinkedChat
from bot.db.models.notes import Note
from bot.db.models.outbox import OutgoingMessage, OutgoingState
from bot.db.models.people import ContactPoint, Person
from bot.db.models.referrals import Referral, ReferralRole, ReferralState
from bot.db.models.staff import RecoveryCode, StaffLink, StaffMember, StaffSession
from bot.db.models.surveys import (
    OpeningState,
    StoredSurvey,
    SurveyOpening,
    SurveyResponse,
    SurveySitting,
    SurveyToken,
)

__all__ = [
    "AuditEntry",
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
    "OpeningState",
    "Outcome",
    "OutgoingMessage",
    "OutgoingState",
    "Person",
    "Photo",
    "RecoveryCode",
    "Referral",
    "ReferralRole",
    "ReferralState",
    "StaffLink",
    "StaffMember",
    "StaffSession",
    "StoredSurvey",
    "SurveyOpening",
    "SurveyResponse",
    "SurveySitting",
    "SurveyToken",
]
