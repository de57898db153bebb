"""What the engine holds, in the form in which desk and engine say it to each other, and back."""

from __future__ import annotations

from collections.abc import Iterable

from agent.pipe import messages as said
from agent.screen.rect import Rect
from consent import limits as documents
from consent.canonical import canonical
from consent.encoding import unb64u
from consent.errors import AttendedError
from consent.fields import Sha256
from consent.scopes import Channel, Group
from consent.statement import TranscriptLine
from protocol.codec import decode
from protocol.errors import PipeBroken
from protocol.keys import GroupSecret
from protocol.transcript import StatedLine
from protocol.wire import Message


def own_message(body: str) -> Message:
    """Read one of the agent's own messages; the desk wrote it, and the catalogue still judges it."""
    data = body.encode()
    for channel in (Channel.CONTROL, Channel.CHAT, Channel.ASIDE):
        try:
            return decode(data, channel, 0)
        except AttendedError:
            continue
    raise PipeBroken("not a message of the agent")


def secrets_of(groups: Iterable[said.GroupSecret]) -> dict[Group, GroupSecret]:
    """Read the group secrets of an epoch."""
    return {Group(group.group): GroupSecret(unb64u(group.secret)) for group in groups}


def rect_of(area: said.Area) -> Rect:
    """Give an area of the screen."""
    return Rect(area.x, area.y, area.w, area.h)


def body_of(message: Message) -> str:
    """Write a message as it goes over the pipe."""
    return canonical(message.model_dump(mode="json")).decode()


def lines_of(lines: list[StatedLine]) -> list[TranscriptLine]:
    """Say what streams have carried: the newest, as many as a statement holds. Older ones were told while they ran."""
    return [
        TranscriptLine(
            epoch=line.epoch,
            direction=line.direction,
            channel=line.channel,
            count=line.count,
            hash=Sha256(line.hash),
            lost=line.lost,
        )
        for line in lines[-documents.STATEMENT_LINES :]
    ]


def line_is(state: str, wait: float = 0, error: AttendedError | None = None) -> said.LineIs:
    """Say how the line is, and why."""
    return said.LineIs.model_validate(
        {
            "state": state,
            "wait": int(wait * 1000),
            "code": error.code if error else "",
            "words": error.words if error else "",
            "remedy": error.remedy if error else "",
        }
    )
