"""
One session at the relay: two ends, one gate, one recorder.

    heard -> gate -> recorder -> (written) -> the other end's outlet -> (taken) -> credit back

The relay holds no key: it reads the headers of sealed messages, the documents, and the pairing's public parts.
"""

from __future__ import annotations

import asyncio
from enum import Enum
from functools import partial
from hashlib import sha256
from typing import Literal

from consent.fields import SessionId
from protocol import limits
from protocol.catalogue import Sender
from protocol.channels import Channel, First
from protocol.codec import decode_pairing, decode_relay
from protocol.errors import (
    AttendedError,
    CodeRunOut,
    ControlMalformed,
    LineGivenUp,
    MessageNotYours,
    OutOfTurn,
    PeerError,
    RecordingStopped,
    SealedMalformed,
    WrongCode,
)
from protocol.flow import ReceiveWindow
from protocol.messages.relay import (
    DocumentSent,
    LineAsk,
    LineHere,
    PeerArrived,
    PeerBack,
    PeerLeft,
    PeerLost,
    RecordingState,
    Refused,
    Wraps,
)
from protocol.recording import Kind, Note, Origin, refusal
from protocol.sframe import read_header
from protocol.wire import Message
from relay.closing import close_session
from relay.documents import Documents
from relay.gate import Gate, Rules
from relay.outlet import Gone
from relay.pairing import Outcome, PairingWatch
from relay.recorder.recorder import Body, Recorder
from relay.rooms import Crossing
from relay.services import Services

CREDIT = b'\x00{"bytes":%d,"kind":"credit"}'
"""The message `credit` as bytes: there is one for every few messages, and a model would cost more than forwarding."""
VIEWED_BYTES = 16_384
"""Bytes from which a message is not copied to cut off its first byte."""
RUNS_AGAIN = "The recording runs again."
GOODBYE_SECONDS = 300
"""Seconds a desk whose technician is gone for good may take to say that the session ended."""


class Stage(Enum):
    """Named for what is true of the people."""

    WAITING = "the customer reads the code aloud"
    PAIRING = "the two ends find out whether they hold the same code"
    PAIRED = "customer and technician are connected"
    CLOSING = "the desk has said goodbye, or the line was given up"
    OVER = "the recording is finished and in the log"


class End:
    """One end of a session: its socket while there is one, and what it may still send."""

    def __init__(self, origin: Origin) -> None:
        self.origin = origin
        self.name: Literal["agent", "technician"] = "agent" if origin is Origin.AGENT else "technician"
        self.sender = Sender.AGENT if origin is Origin.AGENT else Sender.TECHNICIAN
        self.direction = 0 if origin is Origin.AGENT else 1
        self.outlet: Crossing | None = None
        self.given_up: asyncio.TimerHandle | None = None
        self.left = False
        """Whether this end was given up: it cannot come back."""
        self.begin_line(None)

    def begin_line(self, outlet: Crossing | None) -> None:
        """Begin on a new line: credit of the old one counts no more."""
        window = ReceiveWindow()

        def gone(size: int) -> None:
            if self.window is window and (credit := window.gone(size)) and self.outlet is not None:
                self.outlet.put(CREDIT % credit)

        self.outlet, self.window = outlet, window
        self.gone: Gone = gone

    def stop_waiting(self) -> None:
        """Forget the timer that would give this end up."""
        if self.given_up is not None:
            self.given_up.cancel()
            self.given_up = None


class Session:
    """A session from the moment an agent waits. All methods belong to the event loop."""

    def __init__(self, services: Services, session: SessionId, rules: Rules | None = None) -> None:
        """Begin under the rules in force, or under those that its recording began with."""
        self.services = services
        self.id = session
        self.stage = Stage.WAITING
        self.agent, self.technician = End(Origin.AGENT), End(Origin.TECHNICIAN)
        self.person: int | None = None
        self.salt = b""
        self.gate = Gate(session, rules or services.rules)
        self.pairing = PairingWatch()
        self.documents = Documents(self)
        self._recorder: Recorder | None = None
        self._farewell: asyncio.TimerHandle | None = None

    # The recording

    @property
    def recorder(self) -> Recorder:
        """
        The recorder; there is one from the pairing until the end.

        Raises:
            OutOfTurn: There is none yet, or none any more.
        """
        if self._recorder is None:
            raise OutOfTurn("nothing is recorded now")
        return self._recorder

    def record_with(self, recorder: Recorder, salt: bytes) -> None:
        """Begin to record."""
        self._recorder, self.salt = recorder, salt

    def stop_recording(self) -> Recorder:
        """Take nothing more, and give the recorder to be closed."""
        recorder, self._recorder = self.recorder, None
        return recorder

    def recording_changed(self, running: bool) -> None:  # noqa: FBT001 - the recorder's one bit of state
        """Tell both ends that the recording stands still, or runs again."""
        state: Literal["running", "paused"] = "running" if running else "paused"
        words = RUNS_AGAIN if running else f"{RecordingStopped.words} {RecordingStopped.remedy}"
        self.services.metrics.paused.inc(-1 if running else 1)
        self.services.say.warning("recording", state=state, session=self.id)
        self._say_to_both(RecordingState(state=state, words=words))

    @property
    def crowded(self) -> bool:
        """Say that so much waits for a failing disk that nothing more may be taken."""
        return self._recorder is not None and self._recorder.crowded

    async def room(self) -> None:
        """Wait while it is crowded."""
        while self._recorder is not None and self._recorder.crowded:
            await self._recorder.running.wait()

    # Ends that come and go

    def end(self, origin: Origin) -> End:
        """Give an end by who it is."""
        return self.agent if origin is Origin.AGENT else self.technician

    def peer_of(self, end: End) -> End:
        """Give the other end."""
        return self.technician if end is self.agent else self.agent

    def join(self, person: int, thumbprint: str, outlet: Crossing) -> None:
        """Seat the technician and tell the agent."""
        self.stage, self.person, self.pairing.expected = Stage.PAIRING, person, thumbprint
        self.technician.outlet = outlet
        if self.agent.outlet is not None:
            self.agent.outlet.say(PeerArrived())

    def back(self, end: End, outlet: Crossing) -> None:
        """Seat an end that proved itself on a new line."""
        if end.outlet is not None:
            end.outlet.finish()  # the older socket of the same end: it needs no words
        end.stop_waiting()
        end.begin_line(outlet)
        self.recorder.note(Note(what="back", who=end.name))
        peer = self.peer_of(end)
        if peer.outlet is not None:
            self.pairing.line_back()
            peer.outlet.say(PeerBack())
        elif peer.left:
            outlet.say(PeerLeft())
            self._await_goodbye()

    def lost(self, end: End, outlet: Crossing, *, for_good: bool = False) -> None:
        """
        Take note that a socket is gone; one that was replaced meanwhile does not count.

        `for_good`: the technician's page said that it goes away, so it gets no minute to come back.
        """
        if end.outlet is not outlet:
            return
        end.outlet = None
        peer = self.peer_of(end)
        if self.stage is Stage.PAIRED:
            self.recorder.note(Note(what="lost", who=end.name))
            if for_good and end is self.technician:
                self._give_up(end)
                return
            if peer.outlet is not None:
                peer.outlet.say(PeerLost(seconds=limits.RESUME_SECONDS))
            self.wait_for(end)
        elif self.stage is Stage.WAITING:
            self.over(LineGivenUp())
        elif self.stage is Stage.PAIRING:
            if end is self.technician and self.pairing.code_spent:
                self.services.spawn(self._count_failure())
            self._give_up(end)
        elif self._farewell is not None:
            self.desk_said_goodbye()

    def wait_for(self, end: End) -> None:
        """Give a lost end its minute."""
        end.stop_waiting()
        end.given_up = asyncio.get_running_loop().call_later(limits.RESUME_SECONDS, self._give_up, end)

    def stop(self) -> None:
        """Let go for an orderly stop of the relay; after its start the ends take the session up again."""
        for end in (self.agent, self.technician):
            end.stop_waiting()
            if end.outlet is not None:
                # No last word: `closed` would end the session at this end, and it is to be taken up again.
                end.outlet.finish()
                end.outlet = None
        if self._recorder is not None:
            self.stop_recording().abandon()

    def over(self, why: AttendedError) -> None:
        """Forget the session: nobody finds it any more, and nothing of it waits. The desk may ask for a new code."""
        if self.stage is Stage.OVER:
            return
        paired, self.stage = self.pairing.paired, Stage.OVER
        for end in (self.agent, self.technician):
            end.stop_waiting()
            if end.outlet is not None and (paired or end is self.technician):
                end.outlet.close(why)
        if not paired and self.agent.outlet is not None:
            asyncio.get_running_loop().call_later(limits.CODE_LIFE_SECONDS, self._tire)
        self.services.directory.forget(self.id)
        self.services.metrics.sessions.set(self.services.directory.running_count)

    def release(self) -> None:
        """Let the agent's socket serve another session."""
        self.agent.outlet = None

    def _tire(self) -> None:
        if self.agent.outlet is not None:
            self.agent.outlet.close(CodeRunOut())

    def _give_up(self, end: End) -> None:
        if self.stage is Stage.CLOSING:
            return
        end.left = True
        if end is self.technician and self.agent.outlet is not None:
            self.agent.outlet.say(PeerLeft())
            if self.stage is Stage.PAIRED:
                self._await_goodbye()
                return
        self._end_without_word(end)

    def _await_goodbye(self) -> None:
        """Give the desk time to say that the session ended; one that never does is given up as well."""
        loop = asyncio.get_running_loop()
        self.agent.stop_waiting()
        self.agent.given_up = loop.call_later(GOODBYE_SECONDS, self._end_without_word, self.agent)

    def _end_without_word(self, end: End) -> None:
        if self.stage is Stage.CLOSING or self._recorder is None:
            return
        self.stage = Stage.CLOSING
        self._recorder.note(Note(what="ended-without-word", who=end.name))
        if self.technician.outlet is not None:
            self.technician.outlet.close(LineGivenUp())
        self.services.spawn(close_session(self, "lost"))

    def desk_said_goodbye(self) -> None:
        """Close once both ends that are there have made their last statement, or had time to."""
        if self.stage is Stage.PAIRED:
            self.stage = Stage.CLOSING
            loop = asyncio.get_running_loop()
            self._farewell = loop.call_later(limits.FINAL_STATEMENT_SECONDS, self._close)
        here = {end.origin for end in (self.agent, self.technician) if end.outlet is not None}
        if here <= self.documents.finals:
            self._close()

    def _close(self) -> None:
        if self._farewell is not None:
            self._farewell.cancel()
            self._farewell = None
            self.services.spawn(close_session(self, "said"))

    # What the ends say

    def heard(self, end: End, data: bytes) -> None:
        """
        Take one websocket message of an end.

        Raises:
            PeerError: It broke a rule; tell it so and close its socket.
        """
        if self._recorder is None:
            if self.stage in {Stage.WAITING, Stage.PAIRING}:
                raise OutOfTurn("nobody is there yet")
            return  # the recording is being finished; what comes now is too late to be part of it
        first = data[0] if data else -1
        if first == First.SEALED:
            self._sealed(end, data)
        elif first == First.RELAY:
            self._control(end, data[1:])
        elif first == First.PAIRING:
            self._pairing(end, data)
        else:
            raise ControlMalformed(f"first byte {first}")

    def _sealed(self, end: End, data: bytes) -> None:
        if not self.pairing.paired:
            raise OutOfTurn("sealed before the pairing")
        body = data[1:] if len(data) < VIEWED_BYTES else memoryview(data)[1:]
        end.window.arrived(len(data))
        kid, counter, _length = read_header(body)
        if kid >> 8 >= limits.EPOCHS or counter >= limits.SFRAME_FRAMES:
            raise SealedMalformed(f"counter {counter} of key id {kid}")
        if kid >> 7 & 1 != end.direction:
            raise MessageNotYours(f"key id {kid}")
        why = self.gate.message(kid, counter)
        if why is not None:
            self._refuse(end, kid, counter, body, why)
            return
        follower = partial(self._forward, end, end.gone, data, kid & 0x7F == Channel.ASIDE)
        self.recorder.add(Kind.SEALED, end.origin, body, kid, counter, follower)

    def _forward(self, end: End, gone: Gone, data: bytes, aside: bool) -> None:  # noqa: FBT001 - bound by position
        outlet = (self.technician if end is self.agent else self.agent).outlet
        if outlet is None or aside:
            gone(len(data))
        else:
            outlet.put(data, gone)

    def _refuse(self, end: End, kid: int, counter: int, body: Body, why: type[PeerError]) -> None:
        self.services.metrics.refused.inc()
        place = {"epoch": kid >> 8, "direction": end.direction, "channel": kid & 0x7F, "counter": counter}
        told = Refused.model_validate({**place, "code": why.code, "words": why.words, "remedy": why.remedy})
        gone = end.gone

        def tell() -> None:
            self._say_to_both(told)
            gone(len(body) + 1)

        self.recorder.add(Kind.REFUSED, end.origin, refusal(sha256(body).digest(), why.code), kid, counter, tell)

    def _pairing(self, end: End, data: bytes) -> None:
        outcome = self.pairing.heard(decode_pairing(data[1:], end.sender))
        if self.pairing.technician_key and self.pairing.agent_key and not self.gate.knows_keys:
            self.gate.pair(self.pairing.technician_key, self.pairing.agent_key)
        peer = self.peer_of(end)

        def forward() -> None:
            if peer.outlet is not None:
                peer.outlet.put(data)
            if outcome is Outcome.FAILED:
                self._pairing_failed()

        self.recorder.add(Kind.PAIRING, end.origin, data[1:], then=forward)
        if outcome is Outcome.PAIRED:
            self.stage = Stage.PAIRED

    def _pairing_failed(self) -> None:
        self.services.spawn(self._count_failure())
        if self.technician.outlet is not None:
            self.technician.outlet.close(WrongCode())
            self.technician.outlet = None
        self._give_up(self.technician)

    async def _count_failure(self) -> None:
        services = self.services
        services.metrics.failed_pairings.inc()
        if self.person is None or services.failures.count(str(self.person)) < limits.FAILED_PAIRINGS:
            return
        name = await services.accounts.suspend(self.person)
        services.failures.forget(str(self.person))
        services.say.warning("a technician is suspended for an hour: too many codes went wrong", technician=name)

    def _control(self, end: End, data: bytes) -> None:
        message = decode_relay(data, end.sender)
        if not self.pairing.paired:
            raise OutOfTurn(message.kind)
        if isinstance(message, DocumentSent):
            self.documents.take(end.origin, message.token)
        elif isinstance(message, Wraps):
            self.documents.take_wraps(message)
        elif isinstance(message, LineAsk):
            if end.outlet is not None:
                end.outlet.say(LineHere())
        else:
            raise OutOfTurn(message.kind)

    def _say_to_both(self, message: Message) -> None:
        for end in (self.agent, self.technician):
            if end.outlet is not None:
                end.outlet.say(message)
