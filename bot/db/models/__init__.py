"""One table family per module, named by topic."""

from bot.db.models.api_keys import ApiKey, ApiReport
from bot.db.models.audit import AuditEntry
from bot.db.models.blocks import ContactBlock
from bot.db.models.concerns import Classification, Concern, ConcernState, JointCase, Outcome, Photo
from bot.db.models.conversations import Conversation, Direction, Draft, Message, MessageState
from bot.db.models.deliveries import DeliveryTry, ReferralDelivery
from bot.db.models.feeds import FeedItem, FeedItemKey, FeedSighting, FeedSource, StoredFeedRule
from bot.db.models.follow_ups import FollowUp
from bot.db.models.inbox import InboxState, InboxUpdate
from bot.db.models.linked_chats import LinkCode, LinkedChat
from bot.db.models.message_templates import EditedTemplate
from bot.db.models.notes import Note
from bot.db.models.notices import CaseReview, NoticeKind, StaffNotice
from bot.db.models.outbox import OutgoingMessage, OutgoingState
from bot.db.models.people import ContactPoint, Person
from bot.db.models.populations import StoredPopulation
from bot.db.models.posts import (
    OccurrenceState,
    Post,
    PostOccurrence,
    PostPicture,
    PostSuggestion,
    SentChange,
)
from bot.db.models.referrals import Referral, ReferralRole, ReferralState
from bot.db.models.saved_views import SavedView
from bot.db.models.sharing import SharingEntry
from bot.db.models.staff import RecoveryCode, StaffLink, StaffMember, StaffSession
from bot.db.models.staff_notes import StaffNote
from bot.db.models.subscriptions import HeldPost, Subscription
from bot.db.models.survey_texts import SurveyText, SurveyTheme, TextDecision
from bot.db.models.surveys import (
    OpeningState,
    StoredSurvey,
    SurveyFollower,
    SurveyOpening,
    SurveyPoll,
    SurveyResponse,
    SurveySitting,
    SurveyToken,
)
from bot.db.models.takeovers import Takeover, TakeoverEnd
from bot.db.models.training_examples import TrainingExample

__all__ = [
    "ApiKey",
    "ApiReport",
    "AuditEntry",
    "CaseReview",
    "Classification",
    "Concern",
    "ConcernState",
    "ContactBlock",
    "ContactPoint",
    "Conversation",
    "DeliveryTry",
    "Direction",
    "Draft",
    "EditedTemplate",
    "FeedItem",
    "FeedItemKey",
    "FeedSighting",
    "FeedSource",
    "FollowUp",
    "HeldPost",
    "InboxState",
    "InboxUpdate",
    "JointCase",
    "LinkCode",
    "LinkedChat",
    "Message",
    "MessageState",
    "Note",
    "NoticeKind",
    "OccurrenceState",
    "OpeningState",
    "Outcome",
    "OutgoingMessage",
    "OutgoingState",
    "Person",
    "Photo",
    "Post",
    "PostOccurrence",
    "PostPicture",
    "PostSuggestion",
    "RecoveryCode",
    "Referral",
    "ReferralDelivery",
    "ReferralRole",
    "ReferralState",
    "SavedView",
    "SentChange",
    "SharingEntry",
    "StaffLink",
    "StaffMember",
    "StaffNote",
    "StaffNotice",
    "StaffSession",
    "StoredFeedRule",
    "StoredPopulation",
    "StoredSurvey",
    "Subscription",
    "SurveyFollower",
    "SurveyOpening",
    "SurveyPoll",
    "SurveyResponse",
    "SurveySitting",
    "SurveyText",
    "SurveyTheme",
    "SurveyToken",
    "Takeover",
    "TakeoverEnd",
    "TextDecision",
    "TrainingExample",
]
