"""What may be allowed: five things, the sentences the customer reads for each, and the channels each one opens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from types import MappingProxyType


class Scope(StrEnum):
    """One thing that may be allowed. What is not in this list cannot be asked for."""

    VIEW = "view"
    CONTROL = "control"
    REPORT = "report"
    CLIPBOARD = "clipboard"
    FILES = "files"


class Group(StrEnum):
    """Channels that a reader of the recording is given the keys to together."""

    VIEW = "view"
    KEYS = "keys"
    REST = "rest"
    ASIDE = "aside"


class Channel(IntEnum):
    """One numbered stream of one kind; each direction has its own key and counter."""

    CONTROL = 0
    SCREEN = 1
    POINTER = 2
    KEYS = 3
    CHAT = 4
    REPORT = 5
    CLIPBOARD = 6
    FILES = 7
    ASIDE = 8


class Direction(IntEnum):
    """Which end sealed a message."""

    FROM_AGENT = 0
    FROM_TECHNICIAN = 1

    @property
    def other(self) -> Direction:
        """Give the opposite way."""
        return Direction(1 - self)


@dataclass(frozen=True)
class Meaning:
    """
    What one scope is to the people and to the wire.

    `asks_to` completes "Ana Weber asks to ..."; `label` stands beside the tick; `lines` explain it, whatever the time.
    """

    asks_to: str
    label: str
    lines: tuple[str, ...]
    channels: tuple[Channel, ...]


MEANING = MappingProxyType(
    {
        Scope.VIEW: Meaning(
            asks_to="see your screen",
            label="See my screen",
            lines=("They can read all that is on it. Close private things first.",),
            channels=(Channel.SCREEN,),
        ),
        Scope.CONTROL: Meaning(
            asks_to="use your mouse and keyboard",
            label="Use my mouse and keyboard",
            lines=(
                "They can click and type for you, in any program that is open. Stay here and watch.",
                "Your hand wins: when you move the mouse or type, theirs has to wait.",
                "They cannot press any button of Attended.",
            ),
            channels=(Channel.POINTER, Channel.KEYS),
        ),
        Scope.REPORT: Meaning(
            asks_to="get a health report",
            label="Get a health report",
            lines=(
                "You read it first, and can cross out any line.",
                "After you send it, they see how busy this computer is. You can turn that off.",
            ),
            channels=(Channel.REPORT,),
        ),
        Scope.CLIPBOARD: Meaning(
            asks_to="share copied text",
            label="Share copied text",
            lines=("Only text, and only when one of you presses Send. Passwords you copy stay here.",),
            channels=(Channel.CLIPBOARD,),
        ),
        Scope.FILES: Meaning(
            asks_to="send and get files",
            label="Send me files, and get files I choose",
            lines=(
                "New files go into the folder “Attended”. Nothing opens by itself.",
                "They cannot look through your files. You choose each file.",
            ),
            channels=(Channel.FILES,),
        ),
    }
)

REQUIRES = MappingProxyType({Scope.CONTROL: Scope.VIEW, Scope.FILES: Scope.VIEW, Scope.CLIPBOARD: Scope.VIEW})
"""What must live while a scope lives: nobody acts on a screen that is not being shown."""

LOOKING = frozenset({Scope.VIEW, Scope.REPORT})
"""What may be asked first, and all that may be asked when the technician called first."""

GROUPS = MappingProxyType(
    {
        Group.VIEW: (Channel.SCREEN, Channel.POINTER),
        Group.KEYS: (Channel.KEYS,),
        Group.REST: (Channel.CHAT, Channel.REPORT, Channel.CLIPBOARD, Channel.FILES),
        Group.ASIDE: (Channel.ASIDE,),
    }
)

PAUSED_CHANNELS = frozenset({Channel.SCREEN, Channel.POINTER, Channel.KEYS})
"""What a pause closes."""

_SCOPE_OF: dict[int, Scope] = {channel: scope for scope, meaning in MEANING.items() for channel in meaning.channels}
_GROUP_OF: dict[int, Group] = {channel: group for group, channels in GROUPS.items() for channel in channels}


def scope_of(channel: int) -> Scope | None:
    """Name the scope that a channel needs; None for control, chat and aside, and for no channel of ours."""
    return _SCOPE_OF.get(channel)


def group_of(channel: int) -> Group | None:
    """Name the reading group of a channel; None for control, which is keyed from the pairing."""
    return _GROUP_OF.get(channel)


def channels_of(scopes: Iterable[Scope]) -> frozenset[Channel]:
    """Gather the channels that these scopes open."""
    return frozenset(channel for scope in scopes for channel in MEANING[scope].channels)


def opened_pairs(scopes: Iterable[Scope]) -> frozenset[tuple[int, int]]:
    """
    Gather the (direction, channel) pairs that an epoch opens while these scopes live.

    Chat goes both ways and the aside from the agent only; both need a first grant but no scope.
    """
    both = channels_of(scopes) | {Channel.CHAT}
    pairs = {(int(direction), int(channel)) for direction in Direction for channel in both}
    return frozenset(pairs | {(int(Direction.FROM_AGENT), int(Channel.ASIDE))})


def ending_with(scopes: Iterable[Scope]) -> frozenset[Scope]:
    """Name what must end together with these scopes: the scopes, and all that require one of them."""
    ending = frozenset(scopes)
    return ending | {scope for scope, needed in REQUIRES.items() if needed in ending}
