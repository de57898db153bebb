"""Channels 2 and 3: pointer and keys. Positions are pixels of the monitor that is shown."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from protocol import limits
from protocol.wire import Message

Pixel = Annotated[int, Field(ge=0, lt=limits.SCREEN_SIDE)]
Steps = Annotated[int, Field(ge=-limits.WHEEL_STEPS, le=limits.WHEEL_STEPS)]


class PointerMove(Message):
    """The pointer goes there."""

    kind: Literal["pointer.move"] = "pointer.move"
    x: Pixel
    y: Pixel


class PointerButton(Message):
    """A button goes down or up there."""

    kind: Literal["pointer.button"] = "pointer.button"
    button: Literal["left", "middle", "right", "back", "forward"]
    down: bool
    x: Pixel
    y: Pixel


class PointerWheel(Message):
    """The wheel turns there, in steps; down and right are positive."""

    kind: Literal["pointer.wheel"] = "pointer.wheel"
    dx: Steps
    dy: Steps
    x: Pixel
    y: Pixel


class HandOfCustomer(Message):
    """The customer moves the mouse or types: the technician's input waits while `holds`."""

    kind: Literal["hand.customer"] = "hand.customer"
    holds: bool


class KeyCode(Message):
    """A key by its place on the keyboard (UI Events `code`, such as "KeyA") goes down or up."""

    kind: Literal["key.code"] = "key.code"
    code: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{1,32}$")]
    down: bool


class KeyText(Message):
    """Characters to type, whatever keys make them on the customer's keyboard."""

    kind: Literal["key.text"] = "key.text"
    text: Annotated[str, StringConstraints(min_length=1, max_length=limits.KEY_TEXT)]
