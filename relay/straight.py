"""
uvicorn's websocket, with a short way for the messages that come and go all the time.

By ASGI a message takes a queue, a task and a turn of the event loop more on its way in, and again on its way out. The
short way takes whole binary messages that nothing waits before. All else goes by ASGI as ever: text, messages in
pieces, what the application or the socket does not take at once, and the end.
"""

from __future__ import annotations

from collections.abc import Callable

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame
from websockets.protocol import State

STRAIGHT = "attended.straight"
"""The extension in an ASGI scope: its `socket` is the `StraightWebSocket`."""


class StraightWebSocket(WebSocketsSansIOProtocol):
    """One websocket; `hears` and `send_now` are for the application."""

    hears: Callable[[bytes], bool] | None = None
    """Is handed each message that nothing waits before, and says whether it took it; else it comes by `receive`."""

    async def run_asgi(self) -> None:
        """Serve the socket, and let the application find it."""
        self.scope["extensions"][STRAIGHT] = {"socket": self}
        await super().run_asgi()

    def handle_bytes(self, event: Frame) -> None:
        """Take a binary message, or the first piece of one."""
        # What `receive` takes off the queue its caller hears in the same turn: an empty queue means that all is heard.
        straight = self.hears if event.fin and self.queue.empty() else None
        if straight is None or not straight(bytes(event.data)):
            super().handle_bytes(event)

    def send_now(self, data: bytes) -> bool:
        """Send a message if the socket takes it at once, and say whether it did; else nothing of it was sent."""
        if not self.writable.is_set() or self.conn.state is not State.OPEN or self.transport.is_closing():
            return False
        self.conn.send_binary(data)
        self.transport.write(b"".join(self.conn.data_to_send()))
        return True
