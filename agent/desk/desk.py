"""What the parts of the core share: the ports, the alarms, the session, and ways to speak to everybody."""

from __future__ import annotations

import time
from collections.abc import Callable

from agent.desk.check import Check
from agent.desk.ports import Outside
from agent.desk.session import Session
from agent.desk.view import DeskView
from agent.pipe.messages import Close, Pause, PipeMessage, SayToPair, SayToRelay, SayToTechnician
from consent.canonical import canonical
from consent.encoding import b64u
from consent.fields import DocumentId, Position
from consent.jws import sign
from consent.scopes import Scope
from consent.setting import SessionDocument
from protocol.codec import decode
from protocol.errors import AttendedError, PipeBroken
from protocol.wire import Message

ENGINE_ANSWERS_SECONDS = 1.0
"""Seconds for the engine to say that something has ended. One that cannot hangs, and is ended; a Stop waits less."""

Positions = list[Position]


class Desk:
    """One hand for all parts. Holds no decision of its own."""

    def __init__(self, view: DeskView, outside: Outside, engine_hangs: Callable[[], None]) -> None:
        """Take the windows and everything outside; `engine_hangs` is called when a close is not answered in time."""
        self.view = view
        self.outside = outside
        self.alarms = outside.alarms
        self.session: Session | None = None
        self.check = Check()
        self.can_do = outside.can_do
        """What may be asked for; less than the program can do where the customer chose the health report only."""
        self._engine_hangs = engine_hangs
        self._serial = 0
        self._waiting: dict[int, Callable[[Positions], None]] = {}

    @property
    def live_session(self) -> Session:
        """Give the session; only parts that run within one ask."""
        if self.session is None:
            raise RuntimeError("there is no session")
        return self.session

    def now(self) -> float:
        """Give the boot-time clock's seconds: what deadlines are counted on."""
        return self.outside.clock.boot()

    def wall(self) -> int:
        """Give unix seconds: what is signed and shown, never what anything depends on."""
        return int(self.outside.clock.wall())

    def draw_id(self) -> DocumentId:
        """Name a new document."""
        return DocumentId(b64u(self.outside.random(16)))

    def engine(self, message: PipeMessage) -> None:
        """Say something to the engine."""
        self.outside.engine.send(message)

    def to_relay(self, message: Message) -> None:
        """Send a relay-control message."""
        self.engine(SayToRelay(body=_body(message)))

    def to_pair(self, message: Message) -> None:
        """Send a message of pairing or resume."""
        self.engine(SayToPair(body=_body(message)))

    def to_technician(self, message: Message) -> None:
        """Have a message sealed and sent."""
        self.engine(SayToTechnician(body=_body(message)))

    def close(self, scopes: list[Scope], then: Callable[[Positions], None], *, whole: bool = False) -> None:
        """Have scopes ended in the engine at once; `then` gets the positions at which they ended."""
        self.engine(Close(serial=self._expect(then), scopes=scopes, whole=whole))

    def hold(self, then: Callable[[Positions], None]) -> None:
        """Have screen, pointer and keys stopped in the engine at once; `then` gets their positions."""
        self.engine(Pause(serial=self._expect(then)))

    def closed(self, serial: int, positions: list[Position]) -> None:
        """Take the engine's answer to `close` or `hold`."""
        then = self._waiting.pop(serial, None)
        self.alarms.cancel(f"engine closes {serial}")
        if then is not None:
            then(positions)

    def forget_engine(self) -> None:
        """The engine is gone: nobody will answer what was asked of it."""
        for serial in self._waiting:
            self.alarms.cancel(f"engine closes {serial}")
        self._waiting.clear()

    def write(self, model: type[SessionDocument], **claims: object) -> str:
        """Write and sign a document of this session: what every one says is filled in."""
        session = self.live_session
        common = {
            "iss": session.key.verify_key.thumbprint,
            "aud": session.origin,
            "jti": self.draw_id(),
            "sid": session.id,
            "iat": self.wall(),
        }
        return sign(model.model_validate(common | claims), session.key)

    def tell(self, words: str) -> None:
        """Add a line to the story that the last window tells."""
        if self.session is not None:
            clock = time.strftime("%H:%M", time.localtime(self.outside.clock.wall()))
            self.session.story.append((clock, words))

    def _expect(self, then: Callable[[Positions], None]) -> int:
        self._serial += 1
        self._waiting[self._serial] = then
        self.alarms.set(f"engine closes {self._serial}", self.now() + ENGINE_ANSWERS_SECONDS, self._engine_hangs)
        return self._serial


def technician_said(body: str) -> Message:
    """
    Read what the engine opened, by the catalogue once more: the desk trusts no engine with its decisions.

    Raises:
        PipeBroken: It is no message of the technician on a channel of the desk's.
    """
    for channel in (0, 4, 5):
        try:
            return decode(body.encode(), channel, 1)
        except AttendedError:
            continue
    raise PipeBroken("not a message for the desk")


def _body(message: Message) -> str:
    return canonical(message.model_dump(mode="json")).decode()
