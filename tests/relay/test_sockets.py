"""Who may open a websocket, and what its first message makes of it."""

from __future__ import annotations

import asyncio
from typing import cast

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin, Subprotocol

from consent.jws import SigningKey
from consent.scopes import Scope
from protocol.errors import SealedRepeated
from protocol.messages.relay import AgentWait, DocumentSent, Resume
from protocol.recording import Origin as Side
from relay.outlet import Outlet
from relay.services import Services
from relay.session import End, Session
from relay.sockets import Line, draw_session
from tests.support.ends import VERSION, Ends, open_socket
from tests.support.relay_process import RelayProcess, eventually, seeded_key


def agent_ticket(relay: RelayProcess) -> str:
    """Fetch a ticket as an agent does."""
    return str(httpx.post(f"{relay.origin}/api/agent-ticket", trust_env=False).json()["ticket"])


@pytest.mark.parametrize("path", ["/agent", "/technician"])
async def test_a_page_of_another_address_is_not_let_in(relay: RelayProcess, path: str) -> None:
    """A foreign Origin is refused before the upgrade, whatever ticket it carries."""
    opening = connect(
        relay.origin.replace("http", "ws", 1) + path,
        subprotocols=[Subprotocol(VERSION), Subprotocol(f"attended.ticket.{agent_ticket(relay)}")],
        origin=Origin("http://evil.example"),
        proxy=None,
    )
    with pytest.raises(InvalidStatus) as refused:
        await opening
    assert refused.value.response.status_code == 403


async def test_the_technicians_socket_wants_the_relays_own_page(relay: RelayProcess) -> None:
    """A program without an Origin may be an agent, never a console."""
    with pytest.raises(InvalidStatus):
        await open_socket(relay.origin, "/technician", "AAAA")


@pytest.mark.parametrize("kind", ["invented", "used", "an agent's at the technician's door"])
async def test_without_a_good_ticket_a_socket_closes_in_words(relay: RelayProcess, kind: str) -> None:
    """Invented, used and foreign tickets are told apart by nobody, and none is let in."""
    ticket = "AAAA" if kind == "invented" else agent_ticket(relay)
    path, page = ("/technician", relay.origin) if "door" in kind else ("/agent", None)
    if kind == "used":
        first = await open_socket(relay.origin, path, ticket)
        await first.close()
    socket = await open_socket(relay.origin, path, ticket, page)

    assert (await socket.expect("closed")).code == "R-201"
    await asyncio.wait_for(socket.closed.wait(), 5)
    await socket.close()


async def test_another_version_is_refused_in_words(relay: RelayProcess) -> None:
    """An older or newer program hears that it does not fit, in its subprotocol or in its first message."""
    connection = await connect(
        relay.origin.replace("http", "ws", 1) + "/agent", subprotocols=[Subprotocol("attended.v9")], proxy=None
    )
    assert b"R-202" in await connection.recv()
    await connection.close()
    socket = await open_socket(relay.origin, "/agent", agent_ticket(relay))
    await socket.send(AgentWait(version="attended.v9"))

    assert (await socket.expect("closed")).code == "R-202"
    await socket.close()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00",
        b"\x00{}",
        b'\x00{"kind":"agent.wait","version":"attended.v1","x":1}',
        b"\x01abc",
        b"\x02abc",
        b"\x03",
        "text",
    ],
)
async def test_a_first_message_that_is_none_closes_in_words(relay: RelayProcess, data: bytes | str) -> None:
    """Whatever comes first, the socket ends with a documented error."""
    socket = await open_socket(relay.origin, "/agent", agent_ticket(relay))
    await socket.connection.send(data)

    assert (await socket.expect("closed")).code[0] in "CPR"
    await socket.close()


async def test_the_agent_learns_what_it_must_check(ends: Ends, relay: RelayProcess) -> None:
    """The answer to waiting names the relay's address, log key, policy and time."""
    await ends.wait()
    known = await asyncio.to_thread(lambda: httpx.get(f"{relay.origin}/.well-known/attended", trust_env=False).json())

    assert ends.waiting.origin == relay.origin == known["origin"]
    assert ends.waiting.log_key == known["log_key"]
    assert ends.waiting.organisation == known["organisation"]["domain"]
    assert ends.waiting.lifetime == 600


async def test_an_agent_may_ask_for_a_new_code_on_its_line(ends: Ends) -> None:
    """A new code is a new session and locator; the old one leads nowhere."""
    await ends.wait()
    old = ends.waiting
    await ends.agent.send(AgentWait(version=VERSION))
    new = await ends.agent.expect("agent.waiting")

    assert (new.session, new.locator) != (old.session, old.locator)
    await ends.join(old.locator)
    assert (await ends.technician.expect("closed")).code == "R-204"


async def test_a_locator_that_nobody_waits_at_is_told(ends: Ends) -> None:
    """A code that ran out, was used or never was: the words are the same."""
    await ends.join("0000")

    assert (await ends.technician.expect("closed")).code == "R-204"


async def test_a_code_is_for_one_technician(ends: Ends, relay: RelayProcess) -> None:
    """While one pairs, the same code leads a second one nowhere."""
    await ends.wait()
    await ends.share()
    ben = seeded_key("Ben")
    other = Ends(relay, ben, await asyncio.to_thread(relay.technician, ben, "Ben"))
    await other.join(ends.waiting.locator)

    assert (await other.technician.expect("closed")).code == "R-204"
    await other.technician.close()


async def test_an_agent_that_goes_while_it_waits_leaves_nothing(ends: Ends, relay: RelayProcess) -> None:
    """Nothing is recorded of a code that nobody used."""
    await ends.wait()
    await ends.agent.drop()

    await asyncio.sleep(0.1)
    await ends.join(ends.waiting.locator)
    assert (await ends.technician.expect("closed")).code == "R-204"
    assert not (relay.data / "recordings" / ends.session).exists()


async def test_a_failed_pairing_ends_the_session_and_the_agent_may_wait_again(ends: Ends) -> None:
    """The technician hears why, the agent gets its next code on the same line."""
    await ends.fail()

    assert (await ends.technician.expect("closed")).code == "P-120"
    await ends.agent.expect("peer.left")
    await eventually(lambda: _finished(ends))
    await ends.agent.send(AgentWait(version=VERSION))
    assert (await ends.agent.expect("agent.waiting")).session != ends.session


def _finished(ends: Ends) -> bool:
    return (ends.relay.data / "recordings" / ends.session / "recording.mcap").exists()


async def test_five_failed_pairings_suspend_and_name_the_technician(relay: RelayProcess) -> None:
    """Guessing is stopped at the account, and the administrator's log says whose."""
    eve = seeded_key("Eve")
    browser = await asyncio.to_thread(relay.technician, eve, "Eve Guess")
    for number in range(5):
        ends = Ends(relay, eve, browser)
        if number == 2:  # hanging up after the share is a try like any other
            await ends.wait()
            await ends.share()
            await ends.technician.drop()
            await ends.agent.expect("peer.left")
        else:
            await ends.fail()
            await ends.technician.expect("closed")
        await ends.close()

    last = Ends(relay, eve, browser)
    await last.wait()
    assert relay.child is not None
    await asyncio.to_thread(relay.child.line, "Eve Guess.*suspended")
    await last.join()

    assert (await last.technician.expect("closed")).code == "R-110"
    await last.close()


async def test_a_technician_pairs_with_the_enrolled_key_only(ends: Ends) -> None:
    """A page that pairs under another key than its account's is closed."""
    await ends.wait()
    ends.technician_key = seeded_key("somebody else")
    sharing = asyncio.create_task(ends.share())
    while not hasattr(ends, "technician"):  # noqa: ASYNC110 - the task above makes it
        await asyncio.sleep(0.01)

    assert (await ends.technician.expect("closed")).code == "R-210"
    sharing.cancel()


@pytest.mark.parametrize("role", ["agent", "technician"])
async def test_nobody_resumes_what_does_not_run(ends: Ends, role: str) -> None:
    """A session that ended, or never was, is not taken up."""
    socket = await (ends.open_agent() if role == "agent" else ends.open_technician())
    await socket.send(Resume.model_validate({"version": VERSION, "session": "A" * 22, "role": role}))

    assert (await socket.expect("closed")).code == "R-208"
    await socket.close()


async def test_a_document_before_the_pairing_is_out_of_turn(ends: Ends) -> None:
    """Only what the moment calls for is taken."""
    await ends.wait()
    await ends.agent.send(DocumentSent(token="a.b.c"))

    assert (await ends.agent.expect("closed")).code == "R-207"


async def test_what_follows_a_broken_rule_is_not_heard(ends: Ends) -> None:
    """A message that breaks a rule ends its socket: what was sent right behind it goes nowhere."""
    await ends.pair()
    await ends.allow(Scope.VIEW)
    shown = await ends.say(0, 1)
    await eventually(lambda: ends.technician.sealed == [shown])
    said = [shown, *(ends.sealed(0, 1) for _ in range(9))]
    await asyncio.gather(*map(ends.agent.connection.send, said))

    assert (await ends.agent.expect("closed")).code == SealedRepeated.code
    await ends.technician.expect("peer.lost")
    assert ends.technician.sealed == [shown]


class Crowd:
    """What a line needs of a session: it notes what it hears, and may be crowded, or find fault."""

    def __init__(self) -> None:
        self.crowded = False
        self.fault: Exception | None = None
        self.said: list[bytes] = []

    def heard(self, _end: End, data: bytes) -> None:
        """Take a message."""
        if self.fault is not None:
            raise self.fault
        self.said.append(data)


def a_line(crowd: Crowd, *received: bytes) -> Line:
    """Give a line of that session, on which these messages wait."""
    waiting: list[dict[str, object]] = [{"type": "websocket.receive", "bytes": data} for data in received]

    async def receive() -> dict[str, object]:
        return waiting.pop(0)

    async def send(_message: object) -> None:
        raise OSError

    line = Line(cast("Services", None), receive, Outlet(send, lambda _data: True), "")
    line.seat(cast("Session", crowd), End(Side.AGENT))
    return line


def test_a_crowded_session_takes_nothing_at_once() -> None:
    """While too much waits for a failing disk, a message waits on the line, where reading stops."""
    crowd = Crowd()
    line = a_line(crowd)
    crowd.crowded = True
    assert not line.take(b"\x01one")
    crowd.crowded = False
    assert line.take(b"\x01two")

    assert crowd.said == [b"\x01two"]


async def test_what_goes_wrong_at_once_is_raised_where_the_line_is_carried() -> None:
    """The server's callback raises nothing; the message and those behind it are left, and the fault ends the line."""
    crowd = Crowd()
    line = a_line(crowd, b"\x01one")
    crowd.fault = SealedRepeated()
    assert not line.take(b"\x01one")
    crowd.fault = None
    assert not line.take(b"\x01two")

    with pytest.raises(SealedRepeated):
        await line.carry()
    assert crowd.said == []


async def test_one_address_cannot_wait_without_end(relay: RelayProcess, ana: SigningKey, browser: httpx.Client) -> None:
    """The twenty-first waiting agent of an address is refused in words."""
    waiting = []
    try:
        for _ in range(20):
            one = Ends(relay, ana, browser)
            await one.wait()
            waiting.append(one)
        late = await waiting[0].open_agent()
        await late.send(AgentWait(version=VERSION))
        assert (await late.expect("closed")).code == "R-206"
        await late.close()
    finally:
        for one in waiting:
            await one.close()


def test_no_session_id_reads_as_an_option() -> None:
    """Ids are typed behind commands; none of ten thousand begins with a hyphen."""
    assert not any(draw_session().startswith("-") for _ in range(10_000))
