"""Promise 3: within 250 ms of Stop nothing is captured, sent or injected, hang or not; keys are let go."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from Xlib.display import Display
from Xlib.protocol.event import ClientMessage

from consent.scopes import Scope
from demo.customer import INK, _middle_of
from protocol.messages.control import GrantLive
from protocol.messages.input import KeyCode, PointerButton
from tests.support import telling_engine
from tests.support.desk import RunningDesk
from tests.support.display import VirtualDisplay
from tests.support.processes import is_alive
from tests.support.real_desk import RealDesk, real_desk
from tests.support.running_relay import RunningRelay
from tests.support.technician import Technician

pytestmark = pytest.mark.alone
STOP_SECONDS = 0.25


class Keys:
    """Sees over a connection of its own which keys and buttons the X server holds down."""

    def __init__(self, display: VirtualDisplay) -> None:
        self._display = Display(display.name)

    def down(self) -> bool:
        """Say whether any key or button is down."""
        return self.buttons() or self.letters()

    def letters(self) -> bool:
        """Say whether a key is down."""
        return any(self._display.query_keymap())

    def buttons(self) -> bool:
        """Say whether a mouse button is down."""
        return bool(self._display.screen().root.query_pointer().mask & 0x1F00)

    def close(self) -> None:
        """Leave."""
        self._display.close()


@pytest.fixture
def keys(display: VirtualDisplay) -> Iterator[Keys]:
    """Give an eye on the keys."""
    made = Keys(display)
    yield made
    made.close()


async def until(holds: Callable[[], bool], within: float) -> float:
    """Wait for something, looking every two milliseconds; give the seconds it took."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < within, "it did not happen"
        await asyncio.sleep(0.002)
    return time.monotonic() - began


async def with_keys_down(desk: RealDesk, keys: Keys) -> psutil.Process:
    """Allow view and control, and have the technician hold Shift and a mouse button; give the engine."""
    await desk.allow(Scope.VIEW, first=True)
    await desk.ana.next_picture(0)
    await desk.allow(Scope.CONTROL, first=False)
    await desk.ana.say(KeyCode(code="ShiftLeft", down=True))
    await desk.ana.say(PointerButton(button="left", down=True, x=600, y=600))
    await until(lambda: keys.letters() and keys.buttons(), 5)  # else a button goes down when it was just let go
    return desk.engine


def press_stop(desk: RealDesk) -> None:
    """Click on the banner's Stop."""
    banner = desk.customer.sees_live()
    x, y = _middle_of(desk.customer._part(banner, (0, 0, banner.width, banner.height)), INK)
    desk.display.click_in(banner, x, y)


def close_the_banner(desk: RealDesk) -> None:
    """Ask the banner's window to close, as a task bar or a helper program would."""
    banner = desk.customer.sees_live()
    eye = Display(desk.display.name)
    window = eye.create_resource_object("window", banner.id)
    protocols, delete = eye.intern_atom("WM_PROTOCOLS"), eye.intern_atom("WM_DELETE_WINDOW")
    message = ClientMessage(window=window, client_type=protocols, data=(32, (delete, 0, 0, 0, 0)))
    window.send_event(message)
    eye.sync()
    eye.close()


def stop_in_the_banner(desk: RealDesk) -> None:
    """Go there with the keyboard, and press Esc once: elsewhere that stops nothing, in the banner it does."""
    banner = desk.customer.sees_live()
    eye = Display(desk.display.name)
    desk.display.key("ctrl+alt+Home")
    desk.display.until(lambda: getattr(eye.get_input_focus().focus, "id", 0) == banner.id, 5, "the keyboard there")
    desk.display.key("Escape")
    eye.close()


WAYS: dict[str, Callable[[RealDesk], None]] = {
    "Stop": press_stop,
    "Esc three times": lambda desk: desk.display.key("Escape", "Escape", "Escape"),
    "Ctrl+Alt+End": lambda desk: desk.display.key("ctrl+alt+End"),
    "closing the banner": close_the_banner,
    "Esc in the banner": stop_in_the_banner,
}
"""Every way in which a customer stops."""


@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    ("way", "hangs"),
    [
        pytest.param("Stop", False, marks=pytest.mark.long),
        ("Stop", True),
        ("Esc three times", False),
        pytest.param("Esc three times", True, marks=pytest.mark.long),
        pytest.param("Ctrl+Alt+End", False, marks=pytest.mark.long),
        pytest.param("Ctrl+Alt+End", True, marks=pytest.mark.long),
        pytest.param("closing the banner", False, marks=pytest.mark.long),
        pytest.param("closing the banner", True, marks=pytest.mark.long),
        pytest.param("Esc in the banner", False, marks=pytest.mark.long),
    ],
)
async def test_every_way_to_stop_ends_everything_in_time(
    way: str,
    hangs: bool,  # noqa: FBT001 - by parameter
    running: RunningRelay,
    display: VirtualDisplay,
    keys: Keys,
    tmp_path: Path,
) -> None:
    """
    From then on 250 ms to keys and buttons up, engine at rest or dead, and not one more picture.

    Engine frozen or not; by Stop, Esc, Ctrl+Alt+End, or closing the banner (acceptance 28).
    """
    async with real_desk(running, display, tmp_path, met=True) as desk:
        engine = await with_keys_down(desk, keys)
        await desk.ana.say(PointerButton(button="left", down=False, x=600, y=600))  # the customer's click needs it up
        await until(lambda: not keys.buttons(), 5)
        if hangs:
            os.kill(engine.pid, signal.SIGSTOP)
        await asyncio.to_thread(WAYS[way], desk)
        took = await until(lambda: not keys.down(), 2)
        stopped_at = time.monotonic()
        assert took < STOP_SECONDS
        if hangs:
            await until(lambda: not is_alive(engine.pid), STOP_SECONDS)
        await asyncio.sleep(STOP_SECONDS)
        pictures = len(desk.ana.pictures)
        display.move(300, 300)
        await asyncio.sleep(0.5)
        assert len(desk.ana.pictures) == pictures
        assert time.monotonic() > stopped_at
        await asyncio.to_thread(lambda: display.no_window("Attended, live"))


@pytest.mark.timeout(120)
async def test_an_engine_killed_with_keys_down_leaves_none_down(
    running: RunningRelay, display: VirtualDisplay, keys: Keys, tmp_path: Path
) -> None:
    """Kill -9 of the engine: the desk lets the keys go over its own connection, and the session is over."""
    async with real_desk(running, display, tmp_path, met=True) as desk:
        engine = await with_keys_down(desk, keys)
        engine.kill()
        assert await until(lambda: not keys.down(), 2) < STOP_SECONDS
        await asyncio.to_thread(lambda: display.no_window("Attended, live"))


@pytest.mark.timeout(90)
async def test_after_stop_nothing_is_grabbed_or_sent(
    running: RunningRelay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a screen that never rests, no grab is told and no picture comes later than 250 ms after Stop."""
    told = tmp_path / "told"
    told.touch()
    monkeypatch.setenv(telling_engine.TOLD, str(told))
    ana = await Technician.enrolled(running.origin, running.invite())
    async with RunningDesk(running.origin, tmp_path, "tests.support.telling_engine") as desk, ana:
        await ana.pair(await desk.code())
        await ana.ask(Scope.VIEW)
        await desk.allow(Scope.VIEW)
        await ana.heard(GrantLive)
        await ana.next_picture(10)
        pressed = time.clock_gettime(time.CLOCK_BOOTTIME)
        desk.core.stop("button")
        await asyncio.sleep(STOP_SECONDS)
        pictures = len(ana.pictures)
        assert await desk.over() is not None
        assert max(line.at for line in telling_engine.read(told) if line.what == "grab") - pressed < STOP_SECONDS
        assert len(ana.pictures) == pictures
