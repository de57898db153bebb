"""Promise 5: while any permit lives, an indicator that nothing can switch off is on every monitor."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from Xlib.display import Display

from agent.report.commands import COMMANDS
from agent.report.macos.commands import COMMANDS as MAC_COMMANDS
from consent.scopes import Scope
from protocol.messages.control import GrantLive
from tests.support import telling_engine
from tests.support.desk import RunningDesk
from tests.support.display import VirtualDisplay
from tests.support.processes import is_alive
from tests.support.real_desk import LIVE, real_desk
from tests.support.running_relay import RunningRelay
from tests.support.technician import Technician

ROOT = Path(__file__).parents[2]
READS_WHAT_STARTS = [
    "agent/report/commands.py: systemctl",
    "agent/report/linux/services.py: autostart",
    "agent/report/linux/services.py: systemctl",
    "agent/report/machine.py: autostart",
    "agent/report/machine.py: launchagents",
    "agent/report/macos/commands.py: launchctl",
    "agent/report/macos/services.py: launchagents",
    "agent/report/macos/services.py: launchctl",
]
"""The health report lists what starts by itself on the customer's computer; it reads, and changes nothing."""
OF_ONE_MONITOR = 5
"""Four strips and a banner."""


@pytest.fixture
def two_monitors() -> Iterator[VirtualDisplay]:
    """Give a screen of two monitors."""
    with VirtualDisplay(2560, 800, monitors=2) as made:
        yield made


@pytest.mark.timeout(120)
@pytest.mark.parametrize("way", ["destroy", pytest.param("unmap", marks=pytest.mark.long)])
async def test_border_and_banner_stand_on_both_monitors_and_their_end_is_the_sessions(
    way: str, running: RunningRelay, two_monitors: VirtualDisplay, tmp_path: Path
) -> None:
    """When view goes live both monitors are framed; who takes a banner off one ends it (acceptance 26, 27)."""
    async with real_desk(running, two_monitors, tmp_path, met=True) as desk:
        await desk.ana.ask(Scope.VIEW)
        question = await asyncio.to_thread(desk.customer.sees_question)
        await asyncio.to_thread(lambda: two_monitors.focus(question))
        await asyncio.sleep(2.2)  # the wait of a later meeting, which is the window's own
        # Who, expected?, why, the tick, the first of two screens; then Show numbers, how long, kept, names, More time,
        # Don't allow, Allow.
        for tabs in (2, 2, 1, 7):
            await asyncio.to_thread(two_monitors.key, *["Tab"] * tabs, "space")
        await desk.ana.heard(GrantLive)
        framed = desk.lives()
        await desk.ana.next_picture(0)
        assert framed == 2 * OF_ONE_MONITOR
        banners = [w for w in two_monitors.windows() if w.title == LIVE and w.height > 20 and w.width > 20]
        assert {banner.x // 1280 for banner in banners} == {0, 1}

        eye = Display(two_monitors.name)
        getattr(eye.create_resource_object("window", banners[1].id), way)()
        eye.sync()
        eye.close()
        await asyncio.to_thread(lambda: two_monitors.no_window(LIVE, 10))
        pictures = len(desk.ana.pictures)
        two_monitors.move(50, 50)
        await asyncio.sleep(0.5)
        assert len(desk.ana.pictures) == pictures


@pytest.mark.timeout(120)
async def test_a_program_whose_windows_are_killed_takes_everything_with_it(
    running: RunningRelay, display: VirtualDisplay, tmp_path: Path
) -> None:
    """`xkill` on the banner ends desk and engine; no process of theirs, and nothing that would start one, is left."""
    async with real_desk(running, display, tmp_path, met=True) as desk:
        await desk.allow(Scope.VIEW, first=True)
        await desk.ana.next_picture(0)
        banner = await asyncio.to_thread(desk.customer.sees_live)
        family = [desk.child.pid, *(child.pid for child in psutil.Process(desk.child.pid).children(recursive=True))]
        await asyncio.to_thread(lambda: display.run(["xkill", "-id", str(banner.id)]).wait())
        await asyncio.to_thread(lambda: display.until(lambda: not any(map(is_alive, family)), 10, "their end"))
        home = Path(display.env["HOME"])
        assert not [path for path in home.rglob("*") if re.search(r"autostart|systemd|\.service|\.desktop", str(path))]


@pytest.mark.timeout(90)
async def test_without_an_indicator_nothing_is_seen(
    running: RunningRelay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where frame and banner cannot stand there is no permit: no key for the technician and no grab (acceptance 26)."""
    told = tmp_path / "told"
    told.touch()
    monkeypatch.setenv(telling_engine.TOLD, str(told))
    ana = await Technician.enrolled(running.origin, running.invite())
    async with RunningDesk(running.origin, tmp_path, "tests.support.telling_engine") as desk, ana:
        desk.view.has_indicator = False
        await ana.pair(await desk.code())
        await ana.ask(Scope.VIEW)
        await desk.allow(Scope.VIEW)
        await desk.until(lambda: desk.view.live is not None, "the indicator's try")
        await asyncio.sleep(0.3)
        desk.clock.ahead += 4
        await desk.until(lambda: bool(desk.view.troubles) or desk.view.over is not None, "the end")
        assert [line for line in telling_engine.read(told) if line.what == "grab"] == []
        assert not [message for message in ana.said if isinstance(message, GrantLive)]


def test_nothing_here_starts_by_itself_blanks_or_locks() -> None:
    """No source of ours installs a service, starts with the computer, blanks a screen or grabs keyboard and pointer."""
    never = re.compile(
        r"autostart|systemctl|launchctl|LaunchAgents|CurrentVersion.Run|schtasks|crontab|setsid\(|daemon\(|"
        r"xset |dpms|SetDisplayConfig|BlockInput|grab_keyboard|grab_pointer|grabKeyboard|grabMouse",
        re.IGNORECASE,
    )
    hits = [
        f"{path.relative_to(ROOT)}: {found}"
        for path in (ROOT / "agent").rglob("*.py")
        for found in {found[0].lower() for found in never.finditer(path.read_text())}
    ]
    assert sorted(hits) == READS_WHAT_STARTS


def test_the_report_reads_what_starts_and_can_change_none_of_it() -> None:
    """The commands that name a service manager list files or what it knows, and a report opens no file to write."""
    asked = [command.arguments for command in COMMANDS.values() if command.program == "systemctl"]
    assert asked == [("--root=/", "--no-pager", "list-unit-files", "--type=service", "--output=json")]
    on_a_mac = [command.arguments for command in MAC_COMMANDS.values() if command.program == "launchctl"]
    assert on_a_mac == [("list",), ("print-disabled", "system")]
    writes = re.compile(r"""O_WRONLY|O_RDWR|O_CREAT|write_text\(|write_bytes\(|open\([^)]*["'][rb]*[wax+]""")
    told = {path.name for path in (ROOT / "agent" / "report").rglob("*.py") if writes.search(path.read_text())}
    assert told == {"command.py"}  # where the customer saves a report of their own
