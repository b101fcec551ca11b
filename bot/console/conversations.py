"""What the console needs to show residents' conversations and to join them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.services.blocks import BlockService
from bot.services.live_signs import LiveSigns
from bot.services.open_conversations import OpenConversationService
from bot.services.takeovers import TakeoverService
from bot.services.transcripts import TranscriptService


@dataclass(frozen=True, slots=True)
class ConsoleConversations:
    """The services."""

    takeovers: TakeoverService
    open: OpenConversationService
    transcripts: TranscriptService
    signs: LiveSigns
    blocks: BlockService
