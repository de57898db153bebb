"""Starting and stopping: open what the relay keeps, take up what was running, listen, say that it is ready."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import json
import logging
import os
import socket
import ssl
import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Self

import structlog
import uvicorn

from protocol import limits
from protocol.errors import AddressUnusable, CertificateWrong, PortInUse
from relay.accounts import Accounts
from relay.api.parts import Parts
from relay.app import make_app
from relay.blobs import FolderBlobs
from relay.files import write_durably
from relay.logbook import Logbook
from relay.metrics import Metrics
from relay.organisation.in_force import InForce
from relay.organisation.keys import read_directory_key, read_log_key
from relay.premises import ADDRESS_FILE, demand_set_up, unix_now
from relay.rebuild import recover
from relay.recorder.recorder import now_ms
from relay.recorder.shelf import Shelf
from relay.recorder.syncing import SyncThread
from relay.rooms import MemoryDirectory
from relay.services import Services
from relay.settings import LOOPBACK, Settings, demand_encryption
from relay.store.database import Database
from relay.store.sessions import SessionList
from relay.straight import StraightWebSocket
from relay.tickets import Passes, Throttle, Tickets

_FAREWELL_SECONDS = 0.2
_TRIES_A_MINUTE = 120
_PING_SECONDS = 15
_DATE_SECONDS = 5.0
"""How old the date in an answer's header may be."""


class Relay:
    """What a relay keeps open while it runs; `async with` opens and closes it."""

    def __init__(self, settings: Settings, origin: str) -> None:
        self.settings, self.origin = settings, origin
        self._database = Database(settings.database_address)
        self._logbook: Logbook | None = None
        self.parts: Parts
        self.waits = False
        """Nobody has signed the rules of this relay yet, as far as its start could see."""

    async def __aenter__(self) -> Self:
        """
        Open everything.

        Raises:
            AttendedError: Something is missing, damaged or in use; nothing was changed.
        """
        data = self.settings.data
        demand_set_up(self.settings)
        log_key, directory_key = read_log_key(data), read_directory_key(data)
        say = structlog.get_logger("relay")
        in_force = InForce(data, directory_key, say)
        self.waits = not in_force.begin(unix_now())
        await self._database.prepare()
        self._logbook = Logbook.open(data, log_key, unix_now)
        accounts = Accounts(self._database, unix_now)
        services = Services(
            origin=self.origin,
            in_force=in_force,
            logbook=self._logbook,
            shelf=Shelf(data / "recordings", FolderBlobs(data / "recordings")),
            syncs=SyncThread(),
            sessions=SessionList(self._database),
            accounts=accounts,
            directory=MemoryDirectory(most=self.settings.sessions, per_address=self.settings.waiting_per_address),
            metrics=Metrics(),
            failures=Throttle(limits.FAILED_PAIRINGS, limits.FAILED_PAIRING_SECONDS, time.monotonic),
            seconds=unix_now,
            milliseconds=now_ms,
            say=say,
        )
        secure = self.origin.startswith("https")
        self.parts = Parts(
            services=services,
            directory_key=directory_key,
            agent_tickets=Tickets(time.monotonic),
            technician_tickets=Tickets(time.monotonic),
            recording_tickets=Tickets(time.monotonic),
            log_passes=Passes(time.monotonic),
            by_address=Throttle(_TRIES_A_MINUTE, 60, time.monotonic),
            cookie="__Host-attended" if secure else "attended",
            secure=secure,
        )
        return self

    async def __aexit__(self, *_error: object) -> None:
        """Let go of everything; sessions that run are taken up again at the next start."""
        if self._logbook is not None:
            for task in list(self.parts.services.tasks):
                task.cancel()
            self.parts.services.syncs.close()
            self._logbook.close()
        await self._database.close()


class _Server(uvicorn.Server):
    """
    Says when it is ready, and says goodbye to the ends before the sockets close.

    uvicorn's own looks ten times a second whether it was told to stop; a computer on which nothing happens feels that.
    """

    def __init__(self, config: uvicorn.Config, relay: Relay, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._relay, self._ready = relay, ready
        self._loop = asyncio.get_running_loop()
        self._told_to_stop = asyncio.Event()

    async def main_loop(self) -> None:
        while not await self.on_tick(0):  # the tick that brings the date up to date
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_DATE_SECONDS):
                    await self._told_to_stop.wait()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        self._loop.call_soon_threadsafe(self._told_to_stop.set)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for session in self._relay.parts.services.directory.rooms():
            session.stop()
        await asyncio.sleep(_FAREWELL_SECONDS)  # the outlets' last words; a slow end does not hold up a restart
        await super().shutdown(sockets)
        self._captured_signals.clear()  # an orderly stop was asked for and is done: the process ends with 0


async def serve(settings: Settings, ready: Callable[[str, bool], None]) -> None:
    """
    Run the relay until it is told to stop; `ready` hears its address once it listens, and if it waits for rules.

    Raises:
        AttendedError: It cannot start; words and remedy say why.
    """
    demand_encryption(settings)
    listening = listen(settings.host, settings.port)
    port = int(listening[0].getsockname()[1])
    origin = settings.public_origin(port)
    try:
        async with Relay(settings, origin) as relay:
            await recover(relay.parts.services, resume=True)
            await _run(settings, relay, listening, port, ready)
    finally:
        for one in listening:
            one.close()


async def _run(
    settings: Settings, relay: Relay, listening: list[socket.socket], port: int, ready: Callable[[str, bool], None]
) -> None:
    config = uvicorn.Config(
        make_app(relay.parts, _hosts(settings, relay.origin, port)),
        ws=StraightWebSocket,
        http="httptools",
        loop="uvloop",
        lifespan="off",
        ws_per_message_deflate=False,
        ws_max_size=1 + max(limits.SEALED_BYTES, limits.RELAY_BYTES, limits.PAIRING_BYTES),
        ws_ping_interval=_PING_SECONDS,
        ws_ping_timeout=_PING_SECONDS,
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=settings.behind_proxy,
        forwarded_allow_ips="*" if settings.behind_proxy else None,
        timeout_graceful_shutdown=3,
        ssl_certfile=settings.certificate,
        ssl_keyfile=settings.key,
    )
    try:
        config.load()
    except (ssl.SSLError, OSError) as wrong:
        unreadable = not isinstance(wrong, ssl.SSLError)
        why = wrong.strerror if unreadable else "one of them is not in PEM form, or they do not match"
        raise CertificateWrong(f"{settings.certificate}, {settings.key}: {why}") from None
    address = settings.data / ADDRESS_FILE

    def say_ready() -> None:
        write_durably(address, json.dumps({"origin": relay.origin, "pid": os.getpid()}).encode())
        ready(relay.origin, relay.waits)

    try:
        await _Server(config, relay, say_ready).serve(listening)
    finally:
        address.unlink(missing_ok=True)


def listen(host: str, port: int) -> list[socket.socket]:
    """
    Open the port; `localhost` means both of this machine's own addresses.

    Raises:
        PortInUse, AddressUnusable: Why not.
    """
    first = _bound("127.0.0.1" if host == "localhost" else host, port)
    if host != "localhost":
        return [first]
    try:
        return [first, _bound("::1", first.getsockname()[1])]
    except (PortInUse, AddressUnusable):
        return [first]  # a machine without IPv6, or another program on that side: 127.0.0.1 is enough


def quiet_libraries(level: str) -> None:
    """Set up our own log; the web server's tells addresses and tracebacks, so it stays silent."""
    numeric = logging.getLevelNamesMapping()[level.upper()]
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "alembic", "websockets"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.LogfmtRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(numeric),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        made.bind((host, port))
        made.listen(1024)
    except OSError as wrong:
        made.close()
        if wrong.errno == errno.EADDRINUSE:
            raise PortInUse(f"{host} port {port}") from None
        raise AddressUnusable(f"{host} port {port}: {wrong.strerror}") from None
    made.setblocking(False)
    return made


def _hosts(settings: Settings, origin: str, port: int) -> frozenset[str]:
    own = {origin.split("//", 1)[1]}
    if settings.host in LOOPBACK and not settings.behind_proxy:
        own |= {f"{name}:{port}" for name in ("localhost", "127.0.0.1", "[::1]")}
    return frozenset(own)
