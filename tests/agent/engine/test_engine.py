import asyncio
import os
import socket
from collections.abc import AsyncIterator

import pytest

from agent.engine.account import AccountWriter, new_account
from agent.engine.engine import Engine, boot_time
from agent.pipe import messages as said
from agent.pipe.engine_end import EngineEnd
from agent.pipe.frames import Unframer, framed
from consent.canonical import canonical
from consent.encoding import b64u
from consent.fields import Sha256
from consent.jws import sign
from consent.scopes import Channel, Group, Scope
from protocol.catalogue import Sender
from protocol.codec import decode_relay, encode_plain
from protocol.errors import RelayUnreachable
from protocol.messages.chat import ChatSaid
from protocol.messages.control import GrantLive
from protocol.messages.pairing import ResumeAnswer
from protocol.messages.relay import AgentWaiting, DocumentSent, ResumeChallenge, Resumed, ResumeProof
from protocol.wire import Message
from tests.support.consent_scene import AGENT_KEY, NOW, ORIGIN, SESSION, TECHNICIAN_KEY, Scene

GRANT = sign(Scene().a_grant(Scope.VIEW), AGENT_KEY)


class Driver:
    """The desk's end of an engine in this process, which has no work and no line."""

    def __init__(self, end: socket.socket, engine: Engine) -> None:
        self._end = end
        self._unframer = Unframer()
        self._waiting: list[said.PipeMessage] = []
        self.engine = engine

    async def say(self, message: said.PipeMessage) -> None:
        """Say something."""
        await asyncio.get_running_loop().sock_sendall(self._end, framed(said.written(message)))

    async def hear(self) -> said.PipeMessage:
        """Wait for the next thing the engine says."""
        async with asyncio.timeout(5):
            while not self._waiting:
                data = await asyncio.get_running_loop().sock_recv(self._end, 65536)
                assert data
                self._waiting += [said.read(body, said.FROM_ENGINE) for body in self._unframer.feed(data)]
        return self._waiting.pop(0)


@pytest.fixture
async def driver() -> AsyncIterator[Driver]:
    """Give an engine and its desk's end."""
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    account = new_account()
    engine = Engine(await EngineEnd.over(theirs), AccountWriter(account), None)
    running = asyncio.ensure_future(engine.run())
    yield Driver(ours, engine)
    ours.close()
    async with asyncio.timeout(5):
        await running
    os.close(account)


def keys(epoch: int = 0) -> said.ControlKeys:
    """Key channel 0."""
    return said.ControlKeys(
        session=SESSION,
        agent_key=AGENT_KEY.verify_key.jwk(),
        technician_key=TECHNICIAN_KEY.verify_key.jwk(),
        origin=ORIGIN,
        epoch=epoch,
        from_agent=b64u(bytes(64)),
        from_technician=b64u(bytes([1]) * 64),
    )


def permit(epoch: int = 1) -> said.Permit:
    """Permit looking, under an epoch's keys."""
    groups = [said.GroupSecret(group=group, secret=b64u(bytes(32))) for group in Group]
    say = [body(GrantLive(grant=GRANT, epoch=epoch, groups=(), scopes=()))]
    return said.Permit(
        grant=GRANT, epoch=epoch, remaining=60_000, scopes=[Scope.VIEW], paused=False, groups=groups, say=say
    )


def body(message: Message) -> str:
    """Write a message as the desk hands it over."""
    return canonical(message.model_dump(mode="json")).decode()


async def test_the_engine_ends_with_the_pipe(driver: Driver) -> None:
    """Nobody has to tell it: a closed pipe is enough (the fixture awaits its end)."""
    await driver.say(said.Mask(serial=4, areas=[], reach=[], clocks=[]))
    assert await driver.hear() == said.Masked(serial=4)


async def test_what_the_relay_says_before_there_are_keys_is_handed_up(driver: Driver) -> None:
    """The desk runs the pairing; the engine only carries."""
    waiting = AgentWaiting(
        session=SESSION, locator="4821", origin=ORIGIN, log_key="log+00000000+key", server_time=NOW * 1000,
        lifetime=600, organisation="nordlicht.example", policy_sha256=Sha256(b64u(bytes(32))),
    )  # fmt: skip
    driver.engine.arrived(encode_plain(waiting))
    heard = await driver.hear()
    assert isinstance(heard, said.HeardFromRelay)
    assert '"locator":"4821"' in heard.body


@pytest.mark.parametrize("data", [b"\x00{}", b"\x02nonsense", b'\x00{"kind":"agent.wait","version":"attended.v1"}'])
async def test_nonsense_of_the_relay_is_a_documented_error(driver: Driver, data: bytes) -> None:
    """It ends the session with words, never the engine with a crash."""
    driver.engine.arrived(data)
    assert isinstance(await driver.hear(), said.Broken)


async def test_a_permit_without_a_session_is_refused(driver: Driver) -> None:
    """There is nothing it could be for."""
    await driver.say(
        said.Permit(grant="a.b.c", epoch=1, remaining=1, scopes=[Scope.VIEW], paused=False, groups=[], say=[])
    )
    assert isinstance(await driver.hear(), said.Broken)


async def test_a_permit_that_the_desk_did_not_sign_is_refused(driver: Driver) -> None:
    """The engine checks the grant's signature itself."""
    await driver.say(keys())
    await driver.say(
        said.Permit(grant="e30.e30.e30", epoch=1, remaining=1, scopes=[Scope.VIEW], paused=False, groups=[], say=[])
    )
    assert isinstance(await driver.hear(), said.Broken)


async def test_halt_is_answered_with_a_final_account(driver: Driver) -> None:
    """Also when nothing was ever permitted."""
    await driver.say(keys())
    await driver.say(said.Halt())
    halted = await driver.hear()
    assert isinstance(halted, said.Halted)
    await driver.say(said.AskAccounts())
    accounts = await driver.hear()
    assert isinstance(accounts, said.Accounts)
    assert accounts.asked


async def test_a_question_is_answered_when_everything_has_drained(driver: Driver) -> None:
    """Without hands there is nothing on its way."""
    await driver.say(keys())
    await driver.say(said.QuestionStands(stands=True))
    assert await driver.hear() == said.Drained()
    await driver.say(said.Close(serial=9, scopes=[Scope.VIEW], whole=True))
    closed = await driver.hear()
    assert isinstance(closed, said.Closed)
    assert closed.serial == 9


async def test_a_chat_line_between_two_epochs_waits_for_the_next(driver: Driver) -> None:
    """What the customer writes before chat has its keys goes out with them; none of it is lost or ends anything."""
    live = GrantLive(grant=GRANT, epoch=1, groups=(), scopes=())
    await driver.say(keys())
    for text in ("Hello?", "Are you there?"):
        await driver.say(said.SayToTechnician(body=body(ChatSaid(id=b64u(bytes(16)), text=text))))
    await driver.say(
        said.OnlyChat(
            grant=GRANT,
            epoch=1,
            groups=[said.GroupSecret(group=group, secret=b64u(bytes(32))) for group in Group],
            say=[body(live)],
        )
    )
    await driver.say(said.AskAccounts())
    accounts = await driver.hear()
    assert isinstance(accounts, said.Accounts)
    driver.engine._to_send()
    await driver.say(said.AskAccounts())
    accounts = await driver.hear()
    assert isinstance(accounts, said.Accounts)
    assert [(line.epoch, line.count) for line in accounts.lines if line.channel == Channel.CHAT] == [(1, 2)]


async def test_before_the_relay_has_us_back_it_hears_nothing_but_the_proof(driver: Driver) -> None:
    """A document signed while the line is away would end the new line; the desk says it again once we are back."""
    proof, document = ResumeProof(signature=b64u(bytes(64))), DocumentSent(token="e30.e30.e30")
    back = Resumed(origin=ORIGIN, log_key="log+00000000+key", server_time=NOW * 1000, positions=(), peer=False)
    await driver.say(keys())
    engine = driver.engine

    async def kinds(*messages: Message) -> list[str]:
        for message in messages:
            await driver.say(said.SayToRelay(body=body(message)))
        await driver.say(said.AskAccounts())
        while not isinstance(await driver.hear(), said.Accounts):
            pass
        return [decode_relay(sent[1:], Sender.AGENT).kind for sent in engine._to_send()]

    assert await kinds(document) == ["document"]
    engine.lost(RelayUnreachable())
    await driver.say(said.SayToRelay(body=body(document)))
    await driver.say(said.SayToPair(body=body(ResumeAnswer(nonce=b64u(bytes(32)), epoch=2, mac=b64u(bytes(64))))))
    await driver.say(said.Mask(serial=1, areas=[], reach=[], clocks=[]))
    while not isinstance(await driver.hear(), said.Masked):
        pass
    engine.opened()
    assert await kinds(document) == ["resume"]
    assert await kinds(proof) == []  # to a challenge of the line before: none has come on this one
    engine.arrived(encode_plain(ResumeChallenge(nonce=b64u(bytes(32)))))
    assert await kinds(document, proof, document) == ["resume.proof"]
    engine.arrived(encode_plain(back))
    assert await kinds(document) == ["document"]


async def test_what_the_desk_permits_before_it_hears_of_a_lost_line_opens_nothing(driver: Driver) -> None:
    """Between the two lies the pipe: the permit opens no epoch, and what rests does not go on."""
    await driver.say(keys())
    await driver.say(permit())
    while not isinstance(await driver.hear(), said.Running):
        pass
    engine = driver.engine
    engine.lost(RelayUnreachable())
    for message in (permit(2), said.GoOn(), permit(3), said.AskAccounts()):
        await driver.say(message)
    while not isinstance(heard := await driver.hear(), said.Accounts):
        assert not isinstance(heard, said.Running | said.Broken)
    assert engine.is_resting
    assert engine._ledger.epoch == 1


async def test_keys_of_a_resume_that_is_lost_are_not_taken(driver: Driver) -> None:
    """The desk may give them before it hears that the line is gone: nothing is sealed with them on the next."""
    await driver.say(keys())
    await driver.say(said.AskAccounts())
    while not isinstance(await driver.hear(), said.Accounts):
        pass
    driver.engine.lost(RelayUnreachable())
    await driver.say(keys(2))
    await driver.say(said.AskAccounts())
    while not isinstance(await driver.hear(), said.Accounts):
        pass
    assert driver.engine._session is not None
    assert driver.engine._session.epoch == 0


async def test_an_account_names_no_more_than_the_relay_has_once_it_is_back(driver: Driver) -> None:
    """Also when the technician never comes back for a resume: a Stop signs it, and more would look like a forgery."""
    await driver.say(keys())
    await driver.say(permit())
    while not isinstance(await driver.hear(), said.Running):
        pass
    engine = driver.engine
    engine._to_send()
    engine.lost(RelayUnreachable())
    engine.opened()
    nothing = Resumed(origin=ORIGIN, log_key="log+00000000+key", server_time=NOW * 1000, positions=(), peer=False)
    engine.arrived(encode_plain(nothing))
    await driver.say(said.AskAccounts())
    while not isinstance(accounts := await driver.hear(), said.Accounts) or not accounts.asked:
        pass
    assert accounts.lines
    assert {(line.count, line.lost > 0) for line in accounts.lines} == {(0, True)}


def test_boot_time_goes_on() -> None:
    """It is the clock that setting the time does not move."""
    assert boot_time() <= boot_time()
