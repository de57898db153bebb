"""
The two requests of XFIXES 2.0 that python-xlib leaves out: make a region, read a region.

With them the server gathers damage by itself while we wait for room on the line: one event when something changes, one
round trip when we are ready to look, however much was drawn in between. (X Fixes protocol, sections 9 and 10.)
"""

from __future__ import annotations

from typing import Any, Final

from Xlib.protocol import rq, structs

EXTENSION: Final = "XFIXES"


class CreateRegion(rq.Request):  # type: ignore[misc] # python-xlib has no types
    """Make an empty region."""

    _request = rq.Struct(rq.Card8("opcode"), rq.Opcode(5), rq.RequestLength(), rq.Card32("region"))


class FetchRegion(rq.ReplyRequest):  # type: ignore[misc] # python-xlib has no types
    """Read a region's rectangles."""

    _request = rq.Struct(rq.Card8("opcode"), rq.Opcode(19), rq.RequestLength(), rq.Card32("region"))
    _reply = rq.Struct(
        rq.ReplyCode(),
        rq.Pad(1),
        rq.Card16("sequence_number"),
        rq.ReplyLength(),
        rq.Object("extents", structs.Rectangle),
        rq.Pad(16),
        rq.List("rectangles", structs.Rectangle, pad=0),
    )


def create_region(display: Any) -> int:  # noqa: ANN401 - python-xlib has no types
    """Make an empty region on a `Xlib.display.Display`; give its id."""
    region = int(display.display.allocate_resource_id())
    CreateRegion(display=display.display, opcode=display.display.get_extension_major(EXTENSION), region=region)
    return region


def fetch_region(display: Any, region: int) -> list[Any]:  # noqa: ANN401 - python-xlib has no types
    """Give the rectangles of a region: objects with x, y, width and height."""
    reply = FetchRegion(display=display.display, opcode=display.display.get_extension_major(EXTENSION), region=region)
    return list(reply.rectangles)
