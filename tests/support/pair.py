"""
Both ends of a session in memory, with a relay between them that can misbehave.

    pair = Pair().paired().ask_and_accept(Scope.VIEW).show(TEST_CARD)
    pair.technician_sends(KeyCode(code="KeyA", down=True))
    pair.drawn, pair.acted, pair.agent.ended, pair.console.ended

The desk's part (grants, key lists, epochs) is played by the pair itself, with the real documents.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from consent.encoding import b64u
from consent.fields import Position, SessionId
from consent.grant import ConsentGrant
from consent.jws import sha256_of, sign
from consent.keylist import GroupKeys, KeyList, WrapHash
from consent.pause import ConsentPause, ConsentResume, PauseBecause
from consent.permits import Ledger
from consent.scopes import Group, Scope, channels_of, ending_with
from consent.setting import SessionDocument
from consent.withdrawal import ConsentWithdrawal
from protocol import code
from protocol.catalogue import CATALOGUE
from protocol.channels import Direction, other
from protocol.codec import encode
from protocol.errors import AttendedError
from protocol.events import (
    Channel0Keys,
    Event,
    Paired,
    PairingEvent,
    RefusedByRelay,
    RefusedHere,
    ResumedWith,
    Said,
    Shown,
)
from protocol.keys import GROUP_SECRET_BYTES, GroupSecret
from protocol.messages.control import (
    GrantEnded,
    GrantLive,
    GroupKey,
    LiveScope,
    SessionPaused,
    SessionResumed,
)
from protocol.messages.relay import Acknowledged
from protocol.pairing import AgentPairing, Place, SpentCodes, TechnicianPairing
from protocol.resume import AgentResume, TechnicianResume
from protocol.session import AgentSession, TechnicianSession
from protocol.wire import Message
from tests.support.consent_scene import (
    AGENT_KEY,
    DIRECTORY_KEY,
    NOW,
    ORIGIN,
    SESSION,
    TECHNICIAN_KEY,
    Scene,
    an_entry,
    an_id,
)
from tests.support.memory_relay import LOG_KEY, Meddling, MemoryRelay

CODE = "4821-739205-1"
TEST_CARD = b"\x01 a picture, as far as this floor is concerned"
LOG_VKEY = str(LOG_KEY.verifier)

INTEGRITY_CODES = frozenset({"P-140", "P-141", "P-142", "P-143", "P-145", "P-210", "P-211"})
"""What a session may end with when somebody meddles with what is sealed."""


def dice(seed: int) -> Callable[[int], bytes]:
    """Give a source of bytes that can be thrown again."""
    return Random(seed).randbytes


class Pair:
    """An agent's end, a technician's end, and a relay."""

    def __init__(
        self,
        relay: Meddling | None = None,
        *,
        said: str = CODE,
        typed: str | None = None,
        seed: int = 1,
        open_gate: bool = False,
        session: SessionId = SESSION,
    ) -> None:
        self.now = 0.0
        self.scene = Scene()
        self.relay = MemoryRelay(relay, open_gate=open_gate)
        self.place = Place(session, ORIGIN, LOG_VKEY)
        self.entry = sign(an_entry(), DIRECTORY_KEY)
        self._random = dice(seed)
        self.agent_pairing = AgentPairing(
            code.parse(said), self.place, AGENT_KEY.verify_key, self.scene.setting.policy_sha256, self._random
        )
        self.console_pairing = TechnicianPairing(
            code.parse(typed or said),
            self.place,
            TECHNICIAN_KEY.verify_key,
            sha256_of(self.entry),
            "1.0",
            self._random,
            SpentCodes(),
        )
        self.agent_paired: list[PairingEvent] = []
        self.console_paired: list[PairingEvent] = []
        self.agent_events: list[Event] = []
        self.console_events: list[Event] = []
        self.acknowledged: list[Acknowledged] = []
        self.grant: str | None = None
        self._documents = 100
        self._questions = 0
        self.agent_ledger = Ledger(lambda: self.now)
        self.console_ledger = Ledger(lambda: self.now)

    # Pairing

    def run_pairing(self) -> Pair:
        """Run the pairing through the relay as far as it goes."""
        self.relay.meddling.begin(self.place)
        self.agent_pairing.start()
        moved = True
        while moved:
            moved = self._carry_pairing(Direction.FROM_AGENT) or self._carry_pairing(Direction.FROM_TECHNICIAN)
        return self

    def paired(self) -> Pair:
        """Pair, and begin the session at both ends."""
        self.run_pairing()
        agent, console = self.agent_outcome, self.console_outcome
        assert isinstance(agent, Paired)
        assert isinstance(console, Paired)
        self.agent = AgentSession(self.place.session, agent.channel0, self.agent_ledger)
        self.console = TechnicianSession(self.place.session, console.channel0, self.console_ledger, console.agent_key)
        return self

    @property
    def agent_outcome(self) -> PairingEvent:
        """Give the last thing the agent's end said of the pairing."""
        return self.agent_paired[-1]

    @property
    def console_outcome(self) -> PairingEvent:
        """Give the last thing the technician's end said of the pairing."""
        return self.console_paired[-1]

    def _carry_pairing(self, direction: Direction) -> bool:
        sides = ((self.agent_pairing, self.agent_paired), (self.console_pairing, self.console_paired))
        (sender, own_events), (heard, events) = sides if direction == Direction.FROM_AGENT else reversed(sides)
        out = sender.to_send()
        for message in out:
            for passed in self.relay.meddling.pairing(message, direction):
                events.extend(heard.receive(passed))
            for answer in self.relay.meddling.answer(message, direction):
                own_events.extend(sender.receive(answer))
        return bool(out)

    # Consent

    def ask_and_accept(self, *scopes: Scope, minutes: int = 15) -> Pair:
        """Let the technician ask for these things, and the customer allow them; with all documents and a new epoch."""
        self._questions += 1
        living = frozenset(self.agent_ledger.living())
        request = self.scene.asks(*scopes, minutes=60, number=self._questions)
        moment = self.scene.moment(NOW + int(self.now), self._number(), self.grant, living)
        expected = self.scene.grants(request, *scopes, minutes=minutes, number=self._questions, moment=moment)
        return self.grant_is_given(expected)

    def grant_is_given(self, grant: ConsentGrant) -> Pair:
        """Record a grant, open its epoch at both ends, and say that it is live."""
        self.grant = sign(grant, AGENT_KEY)
        self.record(grant)
        return self.new_epoch(grant)

    def new_epoch(self, grant: ConsentGrant, scopes: tuple[Scope, ...] = tuple(Scope)) -> Pair:
        """Begin an epoch under a grant; `scopes` are those of it that the agent says are live."""
        number = max(self.agent.epoch, self.agent_ledger.epoch or 0) + 1
        positions = tuple(self.agent.close_epoch())
        secrets = {group: GroupSecret(self._random(GROUP_SECRET_BYTES)) for group in Group}
        groups = tuple(
            GroupKeys(
                group=group,
                secret_sha256=sha256_of(secret.hex()),
                wraps=tuple(
                    WrapHash(reader=reader.reader, sha256=sha256_of(reader.reader))
                    for reader in grant.readers
                    if group in reader.groups
                ),
            )
            for group, secret in secrets.items()
        )
        self.record(KeyList(**self._of_session(), grant=grant.jti, epoch=number, groups=groups, positions=positions))
        left = grant.seconds - (NOW + self.now - grant.iat)
        self.agent_ledger.open(grant, number, left)
        self.agent.open_epoch(number, secrets)
        live = GrantLive(
            grant=self.grant or "",
            epoch=number,
            groups=(
                GroupKey(group="view", secret=b64u(secrets[Group.VIEW])),
                GroupKey(group="keys", secret=b64u(secrets[Group.KEYS])),
                GroupKey(group="rest", secret=b64u(secrets[Group.REST])),
            ),
            scopes=tuple(
                LiveScope(scope=held.scope, monitors=held.monitors, seconds=int(self.agent_ledger.left(held.scope)))
                for held in grant.scopes
                if held.scope in scopes
            ),
        )
        return self.agent_sends(live)

    def withdraw(self, *scopes: Scope) -> Pair:
        """Let the customer turn things off."""
        grant = self.current_grant()
        self.agent_ledger.withdraw(scopes)
        positions = tuple(self.agent.positions(channels_of(ending_with(scopes))))
        self.record(ConsentWithdrawal(**self._of_session(), grant=grant.jti, scopes=scopes, positions=positions))
        return self.agent_sends(GrantEnded(scopes=scopes, because="turned-off"))

    def pause(self) -> Pair:
        """Let the customer pause."""
        self.agent_ledger.pause()
        positions = tuple(self.agent.positions(channels=(1, 2, 3)))
        self.record(
            ConsentPause(
                **self._of_session(), grant=self.current_grant().jti, because=PauseBecause.CUSTOMER, positions=positions
            )
        )
        return self.agent_sends(SessionPaused(because="customer"))

    def go_on(self) -> Pair:
        """Let the customer go on."""
        self.record(ConsentResume(**self._of_session(), grant=self.current_grant().jti))
        self.agent_ledger.resume()
        return self.agent_sends(SessionResumed())

    def record(self, document: SessionDocument) -> Acknowledged:
        """Let the relay record a document of the desk and acknowledge it."""
        token = sign(document, AGENT_KEY)
        self.relay.coverage.document(document, sha256_of(token))
        self.acknowledged.append(self.relay.log.acknowledge(token, document, self.place.session))
        return self.acknowledged[-1]

    # What flows

    def show(self, picture: bytes) -> Pair:
        """Let the agent send a picture."""
        self.agent.send_screen(picture)
        return self.carry()

    def agent_sends(self, message: Message) -> Pair:
        """Let the agent say something."""
        self.agent.send(message)
        return self.carry()

    def technician_sends(self, message: Message) -> Pair:
        """Let the technician say something, by its own program's leave."""
        self.console.send(message)
        return self.carry()

    def technician_forces(self, message: Message) -> Pair:
        """Let a technician with a program of its own say something, whatever the consent says."""
        # A program that asks its own ledger nothing, and keeps to the rest: else the seal or the credit would tell.
        sealed = self.console._keyring.seal(CATALOGUE[message.kind].channel, encode(message))
        self.console._outbox.window.take(len(sealed.data))
        self.console._transcripts.sent(sealed.place, sealed.counter, sealed.data)
        self._deliver(sealed.data, Direction.FROM_TECHNICIAN)
        return self.carry()

    def carry(self) -> Pair:
        """Carry what both ends have to send until both are silent."""
        moved = True
        while moved:
            moved = self._carry(Direction.FROM_AGENT) or self._carry(Direction.FROM_TECHNICIAN)
        return self

    def wait(self, seconds: float) -> Pair:
        """Let time pass at both ends."""
        self.now += seconds
        return self

    @property
    def drawn(self) -> list[bytes]:
        """Give the pictures that reached the technician."""
        return [event.picture for event in self.console_events if isinstance(event, Shown)]

    @property
    def acted(self) -> list[Message]:
        """Give what the agent took from the technician as allowed."""
        return [event.message for event in self.agent_events if isinstance(event, Said)]

    @property
    def heard(self) -> list[Message]:
        """Give what the technician took from the agent."""
        return [event.message for event in self.console_events if isinstance(event, Said)]

    @property
    def lives(self) -> list[GrantLive]:
        """Give every `grant.live` that the technician took."""
        return [message for message in self.heard if isinstance(message, GrantLive)]

    @property
    def refused_by_agent(self) -> list[AttendedError]:
        """Give the agent's own refusals."""
        return [event.error for event in self.agent_events if isinstance(event, RefusedHere)]

    @property
    def refused_by_relay(self) -> list[str]:
        """Give the codes of the gate's refusals, as the technician heard them."""
        return [event.notice.code for event in self.console_events if isinstance(event, RefusedByRelay)]

    def _carry(self, direction: Direction) -> bool:
        out = self._end(direction).to_send()
        for data in out:
            self._deliver(data, direction)
        return bool(out)

    def _deliver(self, data: bytes, direction: Direction) -> None:
        onward, back = self.relay.pass_on(data, direction)
        for passed in onward:
            self._events(other(direction)).extend(self._end(other(direction)).receive(passed))
        for told in back:
            self._events(direction).extend(self._end(direction).receive(told))

    def _end(self, direction: Direction) -> AgentSession | TechnicianSession:
        return self.agent if direction == Direction.FROM_AGENT else self.console

    def _events(self, direction: Direction) -> list[Event]:
        return self.agent_events if direction == Direction.FROM_AGENT else self.console_events

    # A lost line

    def line_breaks(self, *, sent_in_vain: int = 0) -> Pair:
        """Lose both lines; so many pictures were sent that the relay never got."""
        for _ in range(sent_in_vain):
            self.agent.send_screen(TEST_CARD)
            self.agent.to_send()
        self.agent.line_lost()
        self.console.line_lost()
        return self

    def line_returns(self) -> Pair:
        """Resume: prove both ends and key channel 0 anew."""
        keys, recorded = self.resuming()
        self.agent_events += self.agent.line_back(keys, recorded)
        return self

    def resuming(self) -> tuple[Channel0Keys, list[Position]]:
        """Run the resume; the technician's end goes on, the agent's end gets what its desk would hand it."""
        agent, console = self.agent_outcome, self.console_outcome
        assert isinstance(agent, Paired)
        assert isinstance(console, Paired)
        there = AgentResume(agent.session_secret, agent.resume_key, self.agent.epoch + 1, self._random)
        here = TechnicianResume(console.session_secret, console.resume_key, self.console.epoch, self._random)
        here.start()
        recorded = self.relay.coverage.positions()
        there.receive(here.to_send()[0])
        (resumed,) = here.receive(there.to_send()[0])
        assert isinstance(resumed, ResumedWith)
        self.console.line_back(resumed.channel0, recorded)
        (confirmed,) = there.receive(here.to_send()[0])
        assert isinstance(confirmed, ResumedWith)
        return confirmed.channel0, recorded

    def console_says(self, message: Message) -> list[bytes]:
        """Let the technician say something, and hold it on its way."""
        self.console.send(message)
        return self.console.to_send()

    def current_grant(self) -> ConsentGrant:
        """Give the newest recorded grant."""
        grant = self.relay.coverage.grant()
        assert grant is not None
        return grant

    def _number(self) -> int:
        self._documents += 1
        return self._documents

    def _of_session(self) -> dict[str, Any]:
        return {
            "iss": AGENT_KEY.verify_key.thumbprint,
            "aud": ORIGIN,
            "jti": an_id(self._number()),
            "sid": self.place.session,
            "iat": NOW + int(self.now),
        }
