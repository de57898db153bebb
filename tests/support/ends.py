"""Both ends of a session on real sockets, as far as the relay can tell: right documents, sealed messages of noise."""

from __future__ import annotations

import asyncio
import hashlib
import os
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from consent.encoding import b64u, unb64u
from consent.ending import EndReason, SessionEnd
from consent.fields import Position, SessionId, document_id
from consent.grant import Confirmation, ConsentGrant, GrantedScope, ReaderGroups
from consent.jws import Jwk, SignedDocument, SigningKey, VerifyKey, read, sha256_of, sign
from consent.keylist import GroupKeys, KeyList, WrapHash
from consent.policy import OrganisationPolicy, groups_for
from consent.request import ConsentRequest
from consent.scopes import Group, Scope
from consent.statement import TranscriptStatement
from consent.withdrawal import ConsentWithdrawal
from protocol.catalogue import Sender
from protocol.codec import decode_pairing, decode_relay, encode_plain
from protocol.messages.pairing import (
    PairAnswer,
    PairConfirm,
    PairConfirmed,
    PairFailed,
    PairHello,
    PairShare,
)
from protocol.messages.relay import (
    AgentWait,
    DocumentSent,
    Resume,
    ResumeProof,
    TechnicianJoin,
    Wrap,
    Wraps,
    resume_proof_bytes,
)
from protocol.sframe import kid, write_header
from protocol.wire import Message
from tests.support.relay_process import RelayProcess

VERSION = "attended.v1"


class Socket:
    """One end's socket: relay messages and pairing messages by kind, sealed messages in their order."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.sealed: list[bytes] = []
        self.said: dict[str, asyncio.Queue[Any]] = defaultdict(asyncio.Queue)
        self.closed = asyncio.Event()
        self.reading = asyncio.Event()
        self.reading.set()
        self._task = asyncio.create_task(self._hear())

    async def send(self, message: Message) -> None:
        """Send a message in clear."""
        await self.connection.send(encode_plain(message))

    async def expect(self, kind: str, within: float = 30.0) -> Any:  # noqa: ANN401 - a message of that kind
        """Wait for a message of a kind."""
        async with asyncio.timeout(within):
            return await self.said[kind].get()

    async def close(self) -> None:
        """Close the socket."""
        self.reading.set()
        await self.connection.close()
        await self._task

    async def drop(self) -> None:
        """Lose the line."""
        self.reading.set()
        self.connection.transport.abort()
        await self._task

    async def _hear(self) -> None:
        try:
            while True:
                await self.reading.wait()
                data = await self.connection.recv()
                assert isinstance(data, bytes)
                if data[0] == 1:
                    self.sealed.append(data)
                else:
                    decode = decode_relay if data[0] == 0 else decode_pairing
                    sender = Sender.RELAY if data[0] == 0 else Sender.AGENT | Sender.TECHNICIAN
                    message = decode(data[1:], sender)
                    self.said[message.kind].put_nowait(message)
        except ConnectionClosed:
            pass
        finally:
            self.closed.set()


async def open_socket(origin: str, path: str, ticket: str, page: str | None = None) -> Socket:
    """Open a websocket with a ticket; `page` is the Origin that a browser would send."""
    connection = await connect(
        origin.replace("http", "ws", 1) + path,
        subprotocols=[Subprotocol(VERSION), Subprotocol(f"attended.ticket.{ticket}")],
        compression=None,
        max_size=2**23,
        origin=page,  # type: ignore[arg-type]
        proxy=None,
        ping_interval=None,
    )
    return Socket(connection)


@dataclass
class Ends:
    """A customer's agent and a technician's console against one relay. `pair` first."""

    relay: RelayProcess
    technician_key: SigningKey
    browser: httpx.Client
    agent_key: SigningKey = field(default_factory=lambda: SigningKey.from_seed(os.urandom(32)))
    agent: Socket = field(init=False)
    technician: Socket = field(init=False)
    session: SessionId = field(init=False)
    waiting: Any = None
    joined: Any = None
    epoch: int = 0
    grant: str | None = None
    request_token: str = ""
    until: int = 0
    counters: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    sent: list[bytes] = field(default_factory=list)

    async def open_agent(self) -> Socket:
        """Open the agent's socket."""
        ticket = await asyncio.to_thread(lambda: httpx.post(f"{self.relay.origin}/api/agent-ticket", trust_env=False))
        return await open_socket(self.relay.origin, "/agent", ticket.json()["ticket"])

    async def open_technician(self) -> Socket:
        """Open the technician's socket."""
        ticket = await asyncio.to_thread(lambda: self.browser.post("/api/technician-ticket"))
        assert ticket.status_code == 200, ticket.text
        return await open_socket(self.relay.origin, "/technician", ticket.json()["ticket"], self.relay.origin)

    async def wait(self) -> None:
        """Let the agent wait for a technician."""
        self.agent = await self.open_agent()
        await self.agent.send(AgentWait(version=VERSION))
        self.waiting = await self.agent.expect("agent.waiting")
        self.session = SessionId(self.waiting.session)

    async def join(self, locator: str | None = None) -> None:
        """Let the technician come."""
        self.technician = await self.open_technician()
        await self.technician.send(TechnicianJoin(version=VERSION, locator=locator or self.waiting.locator))

    async def share(self) -> None:
        """Run the pairing as far as the technician's share."""
        await self.join()
        self.joined = await self.technician.expect("technician.joined")
        await self.agent.expect("peer.arrived")
        await self.agent.send(PairHello(nonce=b64u(os.urandom(16))))
        await self.technician.expect("pair.hello")
        share = PairShare(
            nonce=b64u(os.urandom(16)),
            share=b64u(os.urandom(32)),
            key=Jwk.model_validate(self.technician_key.verify_key.jwk()),
            entry_sha256=_hash(b"entry"),
            console="test",
        )
        await self.technician.send(share)
        await self.agent.expect("pair.share")

    async def fail(self) -> None:
        """Run a pairing with a wrong code."""
        await self.wait()
        await self.share()
        await self.agent.send(PairFailed(code="P-120"))
        await self.technician.expect("pair.failed")

    async def pair(self) -> Ends:
        """Run the whole pairing; the relay checks its order, not its numbers."""
        await self.wait()
        await self.share()
        answer = PairAnswer(
            share=b64u(os.urandom(32)),
            key=Jwk.model_validate(self.agent_key.verify_key.jwk()),
            policy_sha256=self.waiting.policy_sha256,
        )
        await self.agent.send(answer)
        await self.technician.expect("pair.answer")
        await self.technician.send(PairConfirm(tag=b64u(os.urandom(64))))
        await self.agent.expect("pair.confirm")
        await self.agent.send(PairConfirmed(tag=b64u(os.urandom(64))))
        await self.technician.expect("pair.confirmed")
        return self

    # Documents

    def claims(self, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - any claim
        """Give what every document of the desk says."""
        return {
            "iss": self.agent_key.verify_key.thumbprint, "aud": self.relay.origin, "jti": document_id(os.urandom(16)),
            "sid": self.session, "iat": int(time.time()), **more,
        }  # fmt: skip

    @property
    def policy(self) -> OrganisationPolicy:
        """Read the relay's policy."""
        said = httpx.get(f"{self.relay.origin}/.well-known/attended", trust_env=False).json()
        return read(said["policy"], OrganisationPolicy, VerifyKey.from_jwk(said["organisation"]["jwk"]))

    async def document(self, claims: SignedDocument, *, of_technician: bool = False) -> tuple[str, Any]:
        """Sign a document, hand it in, and give it with its acknowledgement."""
        key = self.technician_key if of_technician else self.agent_key
        socket = self.technician if of_technician else self.agent
        token = sign(claims, key)
        return token, await self.hand_in(token, socket)

    async def hand_in(self, token: str, socket: Socket | None = None) -> Any:  # noqa: ANN401 - the acknowledgement
        """Hand a token in."""
        socket = socket or self.agent
        await socket.send(DocumentSent(token=token))
        answer = await socket.expect("acknowledged")
        assert answer.token_sha256 == sha256_of(token)
        return answer

    async def ask(self, *scopes: Scope, minutes: int = 10) -> str:
        """Ask for scopes."""
        now = int(time.time())
        request = ConsentRequest(
            iss=self.technician_key.verify_key.thumbprint, sub=self.agent_key.verify_key.thumbprint,
            aud=self.relay.origin, jti=document_id(os.urandom(16)), sid=self.session, iat=now, exp=now + 300,
            scopes=scopes, minutes=minutes, purpose=self.policy.purposes[0].term, words_sha256=_hash(b"words"),
            policy_sha256=self.waiting.policy_sha256,
        )  # fmt: skip
        self.request_token, _ = await self.document(request, of_technician=True)
        return self.request_token

    def written_grant(self, *scopes: Scope, **changes: Any) -> ConsentGrant:  # noqa: ANN401 - any claim
        """Write a grant without signing it. What a later one carries over ends no later than in the first."""
        now = int(time.time())
        self.until = self.until or now + 600
        policy = self.policy
        claims = self.claims(
            sub=self.technician_key.verify_key.thumbprint, nbf=now, exp=self.until, iat=now,
            scopes=tuple(_granted(scope, self.until) for scope in scopes),
            purpose=policy.purposes[0].term, request_sha256=sha256_of(self.request_token),
            policy_sha256=self.waiting.policy_sha256, notice_sha256=_hash(b"notice"),
            readers=tuple(ReaderGroups(reader=one.reader, groups=groups_for(one, policy)) for one in policy.readers),
            chain=None if self.grant is None else sha256_of(self.grant), look_only=False,
            cnf=Confirmation(jwk=Jwk.model_validate(self.technician_key.verify_key.jwk())),
        )  # fmt: skip
        return ConsentGrant(**(claims | changes))

    async def allow(self, *scopes: Scope) -> Any:  # noqa: ANN401 - the grant's acknowledgement
        """Ask for scopes and say yes to all of them."""
        await self.ask(*scopes)
        self.grant, acknowledged = await self.document(self.written_grant(*scopes))
        await self.new_epoch()
        return acknowledged

    async def new_epoch(self, positions: tuple[Position, ...] = ()) -> Any:  # noqa: ANN401 - the acknowledgement
        """Hand in the keys of the next epoch."""
        await self.agent.send(self.written_wraps(positions))
        return await self.agent.expect("acknowledged")

    def written_wraps(self, positions: tuple[Position, ...] = (), grant: ConsentGrant | None = None) -> Wraps:
        """Write the keys of the next epoch: wraps of noise, and their true list, for whom `grant` names."""
        self.epoch += 1
        assert self.grant is not None
        grant = grant or read(self.grant, ConsentGrant, self.agent_key.verify_key)
        wraps = [
            Wrap(group=group, reader=reader.reader, suite="test", wrapped=b64u(os.urandom(64)))
            for group in Group
            for reader in grant.readers
            if group in reader.groups
        ]
        groups = tuple(
            GroupKeys(
                group=group,
                secret_sha256=_hash(os.urandom(32)),
                wraps=tuple(
                    WrapHash(reader=wrap.reader, sha256=_hash(unb64u(wrap.wrapped)))
                    for wrap in wraps
                    if wrap.group == group
                ),
            )
            for group in Group
        )
        claims = self.claims(grant=grant.jti, epoch=self.epoch, groups=groups, positions=positions)
        token = sign(KeyList(**claims), self.agent_key)
        return Wraps(list=token, wraps=tuple(wraps))

    async def withdraw(self, *scopes: Scope, positions: tuple[Position, ...] = ()) -> Any:  # noqa: ANN401
        """Take scopes back."""
        assert self.grant is not None
        grant = read(self.grant, ConsentGrant, self.agent_key.verify_key)
        return (
            await self.document(ConsentWithdrawal(**self.claims(grant=grant.jti, scopes=scopes, positions=positions)))
        )[1]

    def end_document(self) -> SessionEnd:
        """Write the desk's goodbye."""
        positions = tuple(
            Position(epoch=key >> 8, direction=key >> 7 & 1, channel=key & 0x7F, count=count)
            for key, count in sorted(self.counters.items())
            if key >> 8 == self.epoch and key & 0x7F
        )
        return SessionEnd(**self.claims(reason=EndReason.CLOSED, positions=positions))

    async def goodbye(self) -> Any:  # noqa: ANN401 - session.closed
        """Say goodbye from both ends, and wait for the closing entry."""
        final = {"lines": (), "final": True}
        await self.document(TranscriptStatement(**self.claims(**final)))
        await self.document(self.end_document())
        technician = self.claims(**final) | {"iss": self.technician_key.verify_key.thumbprint}
        await self.technician.send(DocumentSent(token=sign(TranscriptStatement(**technician), self.technician_key)))
        return await self.agent.expect("session.closed")

    # Sealed messages

    def sealed(self, direction: int, channel: int, size: int = 40, epoch: int | None = None) -> bytes:
        """Write a message that looks sealed; what it holds is noise."""
        key_id = kid(self.epoch if epoch is None else epoch, direction, channel)
        counter = self.counters[key_id]
        self.counters[key_id] += 1
        return b"\x01" + write_header(key_id, counter) + os.urandom(max(16, size))

    async def say(self, direction: int, channel: int, size: int = 40, epoch: int | None = None) -> bytes:
        """Send a sealed message."""
        data = self.sealed(direction, channel, size, epoch)
        await (self.agent if direction == 0 else self.technician).connection.send(data)
        return data

    # Coming back

    async def resume(self, role: str, key: SigningKey | None = None) -> Any:  # noqa: ANN401 - `resumed`
        """Bring one end back on a new line."""
        opening: Callable[[], Awaitable[Socket]] = self.open_agent if role == "agent" else self.open_technician
        socket = await opening()
        await socket.send(Resume(version=VERSION, session=self.session, role=role))  # type: ignore[arg-type]
        challenge = await socket.expect("resume.challenge")
        own = self.agent_key if role == "agent" else self.technician_key
        proof = resume_proof_bytes(role, self.session, unb64u(challenge.nonce))  # type: ignore[arg-type]
        await socket.send(ResumeProof(signature=b64u((key or own).sign(proof))))
        if role == "agent":
            self.agent = socket
        else:
            self.technician = socket
        return await socket.expect("resumed")

    async def close(self) -> None:
        """Close both sockets."""
        for socket in (getattr(self, "agent", None), getattr(self, "technician", None)):
            if socket is not None:
                await socket.close()


def _hash(data: bytes) -> Any:  # noqa: ANN401 - the Sha256 of any field
    return b64u(hashlib.sha256(data).digest())


def _granted(scope: Scope, until: int) -> GrantedScope:
    return GrantedScope(scope=scope, monitors=(0,) if scope is Scope.VIEW else (), until=until)
