"""The desk's process: Qt's loop, windows, core, and the engine beside it. All of it is wired here and nowhere else."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, qInstallMessageHandler
from PySide6.QtWidgets import QApplication
from Xlib.error import ConnectionClosedError

from agent.desk.core import DeskCore
from agent.desk.engine_process import EngineProcess, Watch
from agent.desk.farewell import FAULT, say_farewell
from agent.desk.help_lines import country_of
from agent.desk.known import KnownFile
from agent.desk.late_events import LateEvents
from agent.desk.live import Theirs
from agent.desk.lock import OneAgent
from agent.desk.looking import BootClock, Wishes, look_up
from agent.desk.own_hand import OwnHand, PanicKey
from agent.desk.ports import Outside
from agent.desk.posting import post
from agent.desk.pulse import Pulse
from agent.desk.readers import Readers
from agent.desk.rubbish import Rubbish
from agent.desk.screens import XScreens
from agent.desk.system_asks import SystemAsks
from agent.desk.trust import Found
from agent.desk.windows.hand_in import HandIn
from agent.desk.windows.qt_view import QtView
from agent.desk.windows.sounds import play
from agent.desk.x_focus import XFocus
from agent.desk.x_lost import XLost
from agent.desk.x_stack import XStack
from agent.desk.x_watch import XWatch
from agent.input.inject.x11_release import release_all
from agent.input.injected import Injected
from agent.input.memory import InputMemory
from agent.pipe.messages import PipeMessage
from protocol.errors import AttendedError, DeskFailed, DisplayLost

DISPLAY_GONE = 1
"""What Qt's loop ends with when the display's server is gone: by our word, or by its own."""
FAILED = 2
"""What it ends with after a fault of ours."""
SIGNALS = 64
"""How many of the system's signals are taken note of at a time."""


class Finder(QObject):
    """Looks up relay and organisation in a thread of its own; Qt brings the result back to the desk's thread."""

    found = Signal(object, object)

    def __init__(self, wishes: Wishes, known: KnownFile) -> None:
        super().__init__()
        self._wishes = wishes
        self._known = known
        self.found.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def __call__(self, tell: Callable[[Found | AttendedError], None]) -> None:
        """Begin to look."""
        threading.Thread(target=self._look, args=(tell,), name="looks up", daemon=True).start()

    def _look(self, tell: Callable[[Found | AttendedError], None]) -> None:
        try:
            result: Found | AttendedError = look_up(self._wishes, self._known)
        except AttendedError as error:
            result = error
        self.found.emit(tell, result)

    @staticmethod
    def _tell(tell: Callable[[Found | AttendedError], None], result: Found | AttendedError) -> None:
        tell(result)


def run(wishes: Wishes, known: KnownFile, lock: OneAgent, tell: Callable[[AttendedError], None] | None = None) -> int:
    """
    Show the desk until it is closed; give the exit code. `tell` says what nobody can catch any more.

    Raises:
        DisplayLost: The display's server went away; everything has ended and is written down.
        DeskFailed: A fault of ours; everything has ended, and is written down if that could still be done.
    """
    events = LateEvents()
    qInstallMessageHandler(_unsaid)
    application = _application()
    held, readers = InputMemory.create(), Readers()
    engine = EngineProcess(
        readers,
        lambda message: _heard(events.core, lock, message),
        lambda code: events.core.engine_ended(code),  # noqa: PLW0108 - the core is made after its engine
        held=held.descriptor,
        release=lambda: _released(held),
    )
    with contextlib.redirect_stdout(io.StringIO()):  # python-xlib writes about its own files there
        finder, screens, stack, keyboard = Finder(wishes, known), XScreens(), XStack(), XFocus()
    outside = Outside(
        engine=engine,
        clock=BootClock(),
        random=os.urandom,
        find_out=finder,
        known=known,
        screens=screens,
        receipts=wishes.receipts,
        spare_receipts=wishes.spare_receipts,
        relay_name=wishes.address.name,
        language=wishes.language,
        country=country_of(os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "")),
        hand_in=HandIn(post),
        quit=application.quit,
    )
    view = QtView(events, stack.on_top, keyboard, covered=stack.is_covered, sound=play)
    core = events.core = DeskCore(view, outside)
    system = SystemAsks(os.environ.get("DBUS_SESSION_BUS_ADDRESS", ""))
    system.changed.connect(core.system_asks)
    faults: list[BaseException] = []
    _guard(faults, application.exit)
    deaf = _end_with_signals(core, application.quit, readers)
    with contextlib.redirect_stdout(io.StringIO()):  # as above
        unwatch = _watch_hand(
            core, held, readers, lambda: application.exit(DISPLAY_GONE), view.visit_banner, system.display_saver
        )
    rubbish = Rubbish()
    pulse = Pulse(outside.alarms, outside.clock.boot, lambda: _tick(core, lock, rubbish))
    pulse.start()
    view.each_second(pulse.along)
    application.focusChanged.connect(lambda _old, new: core.focused(new is not None))
    core.begin()
    kept = ""

    def engine_runs() -> bool:
        return engine.pid is not None

    def lost() -> None:
        kept = say_farewell(core, readers, engine_runs)
        engine.close()
        held.close()
        if tell is not None:
            tell(DisplayLost(kept))

    x_lost = XLost(lost)
    try:
        ended = application.exec()
        pulse.stop()
        unwatch()
        deaf()
        readers.leave_qt()
        if faults:
            kept = _end_after(faults, lambda: say_farewell(core, readers, engine_runs, why=FAULT, hide=view.close_all))
        elif ended == DISPLAY_GONE:
            kept = say_farewell(core, readers, engine_runs)
    finally:
        for part in (x_lost, engine, system, screens, stack, keyboard, held, rubbish):
            part.close()
    if faults:
        raise DeskFailed(kept) from faults[0]
    if ended:
        raise DisplayLost(kept)
    return 0


def _application() -> QApplication:
    # The windows stand on the display that is captured, whatever platform the environment names.
    application = QApplication([sys.argv[0], "-platform", "xcb"])
    application.setApplicationName("Attended")
    application.setQuitOnLastWindowClosed(False)
    return application


def _unsaid(*_message: object) -> None:
    """Keep the windows' library from writing to the terminal in its own words."""


def _heard(core: DeskCore, lock: OneAgent, message: PipeMessage) -> None:
    core.heard(message)
    lock.control(live=core.under_control)  # control begins with what the engine says, not with a beat


def _tick(core: DeskCore, lock: OneAgent, rubbish: Rubbish) -> None:
    rubbish.clear()
    core.tick()
    lock.control(live=core.under_control)


def _watch_hand(
    core: DeskCore,
    held: InputMemory,
    readers: Readers,
    gone: Callable[[], None],
    home: Callable[[], None],
    saver: Callable[[bool], None],
) -> Callable[[], None]:
    """Watch the customer's own keys and pointer: for the panic key, and because their hand wins."""
    own, panic, clock = OwnHand(Injected(held)), PanicKey(), BootClock()

    def key(keycode: int, at: int) -> None:
        if not own.key(keycode, at):
            core.technician_acts(Theirs.TYPING)
            return
        if watching.is_home(keycode):
            home()
        missing = panic.pressed(clock.boot()) if keycode == watching.escape_code else None
        if watching.is_stop(keycode) or missing == 0:
            core.stop("key")
            return
        core.customer_acts()
        if missing is not None:
            core.escape_pressed(missing)

    def pointer(at: int, moved: tuple[int, int] | None) -> None:
        if own.pointer(at, moved):
            core.customer_acts()
        else:
            core.technician_acts(Theirs.MOVING)

    watching = XWatch(key=key, pointer=pointer, gone=gone, saver=saver)
    unwatch = readers(watching.fileno(), watching.read)

    def close() -> None:
        unwatch()
        watching.close()

    return close


def _released(held: InputMemory) -> None:
    release_all(held)


def _guard(faults: list[BaseException], leave: Callable[[int], None]) -> None:
    """
    Have any fault of ours end everything: a crash is a no. No traceback is shown to a person.

    A display that goes away while we ask it something is no fault of ours.
    """

    def caught(_kind: type[BaseException], fault: BaseException, _trace: object) -> None:
        if isinstance(fault, ConnectionClosedError):
            leave(DISPLAY_GONE)
            return
        faults.append(fault)
        leave(FAILED)

    sys.excepthook = caught


def _end_after(faults: list[BaseException], farewell: Callable[[], str]) -> str:
    """End in order after a fault. If the part that failed fails again, the engine is ended, and that is all."""
    try:
        return farewell()
    except Exception as fault:  # noqa: BLE001 - as above
        faults.append(fault)
        return ""


def _end_with_signals(core: DeskCore, leave: Callable[[], None], watch: Watch) -> Callable[[], None]:
    """End in order when the system asks for it, at once; what this gives lets the desk sleep through signals again."""

    def ended(*_: object) -> None:
        if core.is_connected:
            core.stop("signal")
        else:
            leave()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ended)
    # Python calls a handler when it runs next, and a desk at rest does not: a byte on this line wakes it.
    wakes, woken = socket.socketpair()
    for end in (wakes, woken):
        end.setblocking(False)
    signal.set_wakeup_fd(wakes.fileno())

    def take() -> None:
        with contextlib.suppress(BlockingIOError):  # a loop within this one may have taken it
            woken.recv(SIGNALS)

    unwatch = watch(woken.fileno(), take)

    def deaf() -> None:
        unwatch()
        signal.set_wakeup_fd(-1)
        wakes.close()
        woken.close()

    return deaf
