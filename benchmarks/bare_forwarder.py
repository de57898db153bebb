"""The measure to beat: a websockets server that forwards between two sockets and does nothing else."""

from __future__ import annotations

import asyncio

from websockets.asyncio.server import ServerConnection, serve


async def main() -> None:
    """Serve on a free port and say which; the first two sockets are joined, then the next two, and so on."""
    waiting: list[tuple[ServerConnection, asyncio.Future[ServerConnection]]] = []

    async def forward(socket: ServerConnection) -> None:
        if waiting:
            peer, met = waiting.pop()
            met.set_result(socket)
        else:
            met = asyncio.get_running_loop().create_future()
            waiting.append((socket, met))
            peer = await met
        async for data in socket:
            await peer.send(data)

    async with serve(forward, "127.0.0.1", 0, compression=None, max_size=2**23, ping_interval=None) as server:
        print(f"Ready on ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}", flush=True)
        await asyncio.get_running_loop().create_future()


if __name__ == "__main__":
    asyncio.run(main())
