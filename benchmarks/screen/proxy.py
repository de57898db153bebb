"""
`python -m benchmarks.screen.proxy PORT [PROFILE]`: a line to a port of this machine, counted and, if wished, thin.

Says "Listening on PORT". Told `count`, it says how many bytes went each way; told `line PROFILE`, it changes.
"""

from __future__ import annotations

import asyncio
import json
import socket
import sys
import time

from benchmarks.screen.line import PROFILES, SEGMENT, Profile, Way

_READ = 65_536
_THIN_BUFFER = 4 * SEGMENT


class Proxy:
    """All connections share one line, as all programs of a house do."""

    def __init__(self, port: int, profile: Profile) -> None:
        self._port = port
        self._thin = profile.rate is not None
        self.ways = {"up": Way(profile, 1), "down": Way(profile, 2)}
        self.counts = {"up": 0, "down": 0}
        self._tasks: set[asyncio.Task[None]] = set()

    def listen(self) -> socket.socket:
        """Give a socket that listens on a free port of loopback."""
        listening = socket.socket()
        if self._thin:
            self._tighten(listening)
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        listening.setblocking(False)
        return listening

    async def serve(self, listening: socket.socket) -> None:
        """Take connections for ever."""
        loop = asyncio.get_running_loop()
        while True:
            near, _ = await loop.sock_accept(listening)
            task = asyncio.create_task(self._join(near))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _join(self, near: socket.socket) -> None:
        far = socket.socket()
        if self._thin:
            self._tighten(far)
        for end in (near, far):
            end.setblocking(False)
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with near, far:
            try:
                await asyncio.get_running_loop().sock_connect(far, ("127.0.0.1", self._port))
                await asyncio.gather(self._pump(near, far, "up"), self._pump(far, near, "down"))
            except OSError as gone:
                print(f"connection ended: {gone}", flush=True)

    async def _pump(self, source: socket.socket, sink: socket.socket, name: str) -> None:
        loop, way = asyncio.get_running_loop(), self.ways[name]
        late: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        delivering = asyncio.create_task(self._deliver(sink, late))
        try:
            while data := await loop.sock_recv(source, _THIN_BUFFER if way.profile.rate else _READ):
                self.counts[name] += len(data)
                late.put_nowait((way.send(len(data), time.monotonic()), data))
                if (room := way.room_at(now := time.monotonic())) > now:
                    await asyncio.sleep(room - now)
            late.put_nowait((0.0, b""))
            await delivering
        finally:
            delivering.cancel()

    @staticmethod
    async def _deliver(sink: socket.socket, late: asyncio.Queue[tuple[float, bytes]]) -> None:
        loop = asyncio.get_running_loop()
        while True:
            at, data = await late.get()
            if (wait := at - time.monotonic()) > 0:
                await asyncio.sleep(wait)
            if not data:
                sink.shutdown(socket.SHUT_WR)
                return
            await loop.sock_sendall(sink, data)

    @staticmethod
    def _tighten(end: socket.socket) -> None:
        # What the kernel takes in before us is no part of the line. Loopback's own segments of 64 KiB would not fit
        # into so small a window, so they are made as small as Ethernet's.
        end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _THIN_BUFFER)
        end.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, SEGMENT)


async def _hear(proxy: Proxy) -> None:
    loop = asyncio.get_running_loop()
    answers = 0
    while said := (await loop.run_in_executor(None, sys.stdin.readline)).split():
        if said[0] == "line":
            for way in proxy.ways.values():
                way.profile = PROFILES[said[1]]
        lost = sum(way.lost for way in proxy.ways.values())
        answers += 1
        print(json.dumps({"answer": answers, "bytes": proxy.counts, "lost": lost}), flush=True)


async def main() -> None:
    """Serve until the input closes."""
    proxy = Proxy(int(sys.argv[1]), PROFILES[sys.argv[2] if len(sys.argv) > 2 else "loopback"])  # noqa: PLR2004
    listening = proxy.listen()
    print(f"Listening on {listening.getsockname()[1]}", flush=True)
    serving = asyncio.create_task(proxy.serve(listening))
    await _hear(proxy)
    serving.cancel()


if __name__ == "__main__":
    asyncio.run(main())
