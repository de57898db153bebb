"""Channel 1, from the technician: what the picture's sender must hear. The picture itself is `protocol/screen.py`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from protocol import limits
from protocol.messages.control import Monitor
from protocol.wire import Message

CodecName = Literal["vp8", "vp9"]
"""A codec by its name: `protocol.video_header.Codec`."""


class ScreenAck(Message):
    """A frame is drawn; the agent paces itself by these."""

    kind: Literal["screen.ack"] = "screen.ack"
    frame: Annotated[int, Field(ge=0, lt=2**32)]
    decode_ms: Annotated[int, Field(ge=0, le=600_000)]


class ScreenKeyframe(Message):
    """The whole picture is wanted again."""

    kind: Literal["screen.keyframe"] = "screen.keyframe"


class ScreenMonitor(Message):
    """Another of the granted monitors is wanted."""

    kind: Literal["screen.monitor"] = "screen.monitor"
    monitor: Monitor


class ScreenVideo(Message):
    """What the console can decode; holds until the next one. An empty list means no video."""

    kind: Literal["screen.video"] = "screen.video"
    codecs: Annotated[tuple[CodecName, ...], Field(max_length=limits.SCREEN_CODECS)]
