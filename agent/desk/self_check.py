"""`attended-agent --self-check RELAY`: tells in words whether this computer can be helped, and what to do if not."""

from __future__ import annotations

import contextlib
import ctypes
import io
import sys
import tempfile
from collections.abc import Callable, Iterator
from ctypes.util import find_library
from dataclasses import dataclass

from agent.desk.address import RelayAddress, read_address
from agent.desk.display import demand_display
from agent.desk.fetch import fetch_well_known
from agent.desk.folders import default_data, default_receipts
from agent.desk.known import KnownFile
from agent.desk.language import as_written, count, say
from agent.report.machine import Unread
from agent.report.relay_clock import clock, relay_at
from consent.limits import CLOCK_SECONDS
from protocol.errors import AttendedError, InputMissing, ReceiptNotWritten, WaylandOnly

GOOD, FAILED = 0, 1
_INPUT = "XTEST"


@dataclass(frozen=True)
class Told:
    """One thing that was looked at: whether it is well, in words, and what to do where it is not."""

    is_well: bool
    words: str
    remedy: str = ""
    ends_help: bool = True
    """Whether nobody can help while it is so."""


def self_check(relay: str) -> int:
    """Look at everything, say each thing on a line, and give 0 when all is well, 1 when something is not."""
    told = list(looked_at(relay))
    for each in told:
        state = say("terminal", "ok") if each.is_well else say("terminal", "not ok")
        sys.stdout.write(f"{state}: {each.words}\n")
        if each.remedy:
            sys.stdout.write(f"    {each.remedy}\n")
    sys.stdout.write(f"{_whole(told)}\n")
    return GOOD if all(each.is_well for each in told) else FAILED


def looked_at(relay: str) -> Iterator[Told]:
    """Look at one thing after the other; without a relay none is asked."""
    yield from _screen()
    if sys.platform == "darwin":
        yield from mac_permissions(_allowed_on_a_mac)
    yield _folders()
    if not relay:
        yield Told(True, say("terminal", "No relay was named, so none was asked."))
        return
    try:
        address = read_address(relay)
    except AttendedError as error:
        yield _wrong(error)
        return
    yield _relay(address)
    yield from _clock(address)


def mac_permissions(allowed: Callable[[str, str], bool | None]) -> Iterator[Told]:
    """Tell what macOS lets this program do; `allowed` asks a function of one of the system's libraries."""
    for library, function, words, remedy in (
        (
            "CoreGraphics",
            "CGPreflightScreenCaptureAccess",
            say("terminal", "macOS lets this program show the screen."),
            say("terminal", "Open System Settings, Privacy, Screen Recording. Switch this program on there."),
        ),
        (
            "ApplicationServices",
            "AXIsProcessTrusted",
            say("terminal", "macOS lets this program use mouse and keyboard."),
            say("terminal", "Open System Settings, Privacy, Accessibility. Switch this program on there."),
        ),
    ):
        is_allowed = allowed(library, function)
        if is_allowed is None:
            yield Told(True, say("terminal", "What macOS allows cannot be told here."))
        else:
            yield Told(is_allowed, words, "" if is_allowed else remedy, ends_help=False)


def _screen() -> Iterator[Told]:
    if sys.platform in {"win32", "darwin"}:
        yield Told(True, say("terminal", "There is a screen."))
        return
    try:
        name = demand_display()
    except WaylandOnly as error:
        yield _wrong(error, ends_help=False)
        only = say("terminal", "A health report can be asked for in a terminal.")
        yield Told(True, only)
        return
    except AttendedError as error:
        yield _wrong(error, ends_help=False)
        return
    yield Told(True, say("terminal", "There is a screen: {name}", name=as_written(name)))
    if not _has_extension(name, _INPUT):
        yield _wrong(InputMissing(), ends_help=False)
    else:
        yield Told(True, say("terminal", "Mouse and keyboard can be used, after a yes."))


def _has_extension(display: str, extension: str) -> bool:
    from Xlib.display import Display  # noqa: PLC0415 - where there is no display, none of it is needed

    with contextlib.redirect_stdout(io.StringIO()):  # the library writes about its own files there
        opened = Display(display)
    try:
        return bool(opened.has_extension(extension))
    finally:
        opened.close()


def _folders() -> Told:
    try:
        KnownFile(default_data() / "known.json")
    except AttendedError as error:
        return _wrong(error)
    receipts = default_receipts()
    there = next(folder for folder in (receipts, *receipts.parents) if folder.is_dir())
    try:
        with tempfile.TemporaryFile(dir=there):
            return Told(True, say("terminal", "Receipts are saved here: {path}", path=as_written(str(receipts))))
    except OSError:
        return _wrong(ReceiptNotWritten(str(receipts)))


def _relay(address: RelayAddress) -> Told:
    try:
        fetch_well_known(address.origin)
    except AttendedError as error:
        return _wrong(error)
    return Told(True, say("terminal", "The relay answers: {relay}", relay=as_written(address.name)))


def _clock(address: RelayAddress) -> Iterator[Told]:
    relay = relay_at(address.origin)
    if relay is None:
        return
    try:
        ahead = clock(relay).ahead
    except Unread:
        yield Told(True, say("terminal", "The clock could not be compared: the relay does not say the time."))
        return
    seconds = abs(ahead or 0) / 1000
    if seconds <= CLOCK_SECONDS:
        yield Told(True, say("terminal", "The clock is right."))
        return
    yield Told(
        False,
        count(
            "terminal",
            "The clock is {n} minute off.",
            "The clock is {n} minutes off.",
            max(1, round(seconds / 60)),
        ),
        say("terminal", "Set this computer's date and time. Without that, receipts show the wrong time."),
        ends_help=False,
    )


def _wrong(error: AttendedError, *, ends_help: bool = True) -> Told:
    words, remedy = say("desk.trouble", error.words), say("desk.trouble", error.remedy)
    return Told(False, f"{words} ({as_written(error.code)})", remedy, ends_help)


def _whole(told: list[Told]) -> str:
    if all(each.is_well for each in told):
        return say("terminal", "This computer can be helped.")
    if any(each.ends_help and not each.is_well for each in told):
        return say("terminal", "This computer cannot be helped yet.")
    return say("terminal", "This computer can be helped in part.")


def _allowed_on_a_mac(library: str, function: str) -> bool | None:
    path = find_library(library)
    if path is None:
        return None
    try:
        ask = getattr(ctypes.CDLL(path), function)
    except (OSError, AttributeError):
        return None
    ask.restype = ctypes.c_bool
    return bool(ask())
