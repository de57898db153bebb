"""What goes wrong when desk, relay and technician meet: a stranger's relay, a full one, a clock that is off."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.desk.known import KnownFile, KnownOrganisation, KnownRelay
from agent.desk.view import CodeStatus
from consent.errors import OrganisationOutOfDate
from protocol import errors
from protocol.messages.relay import AgentWait
from tests.e2e.test_bad_input import AGENT, refused, together
from tests.support.desk import RunningDesk
from tests.support.display import VirtualDisplay
from tests.support.ends import VERSION, Socket, open_socket
from tests.support.relay_process import RelayProcess
from tests.support.technician import Technician

HOUR, YEAR = 3600.0, 365 * 86_400
ROOM = 4
WRONG_CLOCK = "tests.support.wrong_clock"

pytestmark = pytest.mark.timeout(90)


@pytest.fixture(scope="module")
def relay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RelayProcess]:
    """Run a relay that has room for a few."""
    relay = RelayProcess(tmp_path_factory.mktemp("relay") / "data").init()
    (relay.data / "settings.toml").write_text(f"sessions = {ROOM}\n")
    try:
        yield relay.start()
    finally:
        relay.close()


def test_whoever_is_not_who_they_were_is_refused_before_any_code(relay: RelayProcess, tmp_path: Path) -> None:
    """Another organisation or relay than this computer remembers, or a clock a year off: words, nothing changes."""
    organisation, other = tmp_path / "organisation" / "known.json", tmp_path / "relay" / "known.json"
    met = KnownOrganisation(key="A" * 43, name="Nordlicht", first=1, last=1, helped=1)
    KnownFile(organisation).keep_organisation("localhost", met)
    KnownFile(other).keep_relay(relay.origin, KnownRelay(log_key="another", checkpoint=""))
    before = [path.read_bytes() for path in (organisation, other)]
    with VirtualDisplay(640, 480) as display:

        def case(wrong: type[errors.AttendedError], folder: str, module: str, *before: str) -> None:
            own = {**display.env, "XDG_RUNTIME_DIR": str(tmp_path / f"run-{folder}")}
            Path(own["XDG_RUNTIME_DIR"]).mkdir()
            refused(wrong, 1, module, *before, relay.origin, "--data", tmp_path / folder, **own)

        together([
            lambda: case(errors.AnotherOrganisation, "organisation", AGENT),
            lambda: case(errors.AnotherLogKey, "relay", AGENT),
            lambda: case(OrganisationOutOfDate, "early", WRONG_CLOCK, str(-YEAR)),
        ])  # fmt: skip
    assert [path.read_bytes() for path in (organisation, other)] == before
    assert "date and time" in OrganisationOutOfDate.remedy


async def crowd(relay: RelayProcess, many: int) -> list[Socket]:
    """Let so many agents wait."""
    waiting = []
    for _ in range(many):
        ticket = await asyncio.to_thread(relay.browser().post, "/api/agent-ticket")
        waiting.append(await open_socket(relay.origin, "/agent", ticket.json()["ticket"]))
        await waiting[-1].send(AgentWait(version=VERSION))
        await waiting[-1].expect("agent.waiting")
    return waiting


async def test_a_full_relay_says_so_once_and_is_tried_less_and_less(relay: RelayProcess, tmp_path: Path) -> None:
    """Whoever comes too late reads why and waits; who waited before is helped; with room again there is a code."""
    others = await crowd(relay, ROOM - 1)
    async with RunningDesk(relay.origin, tmp_path / "first") as first:
        code = await first.code()
        async with RunningDesk(relay.origin, tmp_path / "late") as late:
            await late.until(lambda: late.view.status_seconds > 1, "a longer wait")
            told, full = late.view.troubles, errors.RelayFull
            assert [(trouble.code, trouble.title, trouble.text) for trouble in told] == [
                (full.code, full.words, full.remedy)
            ]
            async with await Technician.enrolled(relay.origin, f"#{relay.invite()}") as ana:
                await ana.pair(code)
            for other in others:
                await other.close()
            assert await late.code()
        assert first.view.troubles == []


@pytest.mark.parametrize("ahead", [HOUR, -HOUR], ids=["fast", "slow"])
async def test_a_clock_an_hour_off_is_named_and_harms_nobody(relay: RelayProcess, tmp_path: Path, ahead: float) -> None:
    """The code window says how much; the technician's proof of today is taken all the same."""
    async with RunningDesk(relay.origin, tmp_path) as desk:
        desk.clock.wall = lambda: time.time() + ahead  # type: ignore[method-assign]
        async with await Technician.enrolled(relay.origin, f"#{relay.invite()}") as ana:
            await ana.pair(await desk.code())
        await desk.until(lambda: desk.view.status is CodeStatus.CONNECTED)
    assert desk.view.notes == [
        "This computer's clock is 60 minutes off. That does no harm here, but receipts will show the wrong time."
    ]
    assert desk.view.troubles == []
