"""`attended-agent RELAY`: starts the customer's program, and says in words why it cannot start."""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from protocol.errors import (
    AddressMistyped,
    AnotherLogKey,
    AnotherOrganisation,
    AnotherOrigin,
    AttendedError,
    DeskFailed,
    DisplayLost,
    FileTrouble,
    KnownDamaged,
    NoDisplay,
    NotARelay,
    PlainOnlyOnLoopback,
    ProgramTooOld,
    ReceiptNotFound,
    RelayLogRolledBack,
    RelayNotReady,
    RelayTooOld,
    RelayUnreachable,
    WaylandOnly,
)

GOOD, FAILED, MISUSED = 0, 1, 2
_MISUSES = (AddressMistyped, PlainOnlyOnLoopback, ReceiptNotFound)
_ABOUT_THE_RELAY = (
    AddressMistyped,
    PlainOnlyOnLoopback,
    RelayUnreachable,
    NotARelay,
    RelayNotReady,
    ProgramTooOld,
    RelayTooOld,
    AnotherOrigin,
    AnotherLogKey,
    RelayLogRolledBack,
    AnotherOrganisation,
)
_ABOUT_A_FILE = (DeskFailed, DisplayLost, FileTrouble, KnownDamaged, ReceiptNotFound)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run, and exit with 0 when all was good, 1 when something failed, 2 when it was called wrongly."""
    sys.exit(start(_read(sys.argv[1:] if arguments is None else arguments)))


def start(asked: argparse.Namespace) -> int:
    """Start the program; give the exit code."""
    try:
        return _COMMANDS[asked.command](asked)
    except AttendedError as error:
        _say(error, asked)
        return MISUSED if isinstance(error, _MISUSES) else FAILED
    except KeyboardInterrupt:
        return FAILED
    except Exception as fault:  # noqa: BLE001 - whatever it was, a person reads words and no traceback
        sys.stderr.write(f"{DeskFailed.words}\n{DeskFailed.remedy}\n({DeskFailed.code}, {type(fault).__name__})\n")
        return FAILED


def _say(error: AttendedError, asked: argparse.Namespace) -> None:
    sys.stderr.write(f"{error.words}\n{_place(error, asked)}{error.remedy}\n({_code(error)})\n")
    sys.stderr.flush()


def _code(error: AttendedError) -> str:
    """Name the error; after a fault of ours its kind as well, for whoever is told of it."""
    fault = error.__cause__
    return error.code if fault is None else f"{error.code}, {type(fault).__name__}"


def _place(error: AttendedError, asked: argparse.Namespace) -> str:
    """Name what was typed or which file is meant, so that a slip shows."""
    if isinstance(error, _ABOUT_THE_RELAY):
        return f"  {ascii(asked.relay)[1:-1][:300]}\n"
    return f"  {error.detail}\n" if isinstance(error, _ABOUT_A_FILE) and error.detail else ""


def _desk(asked: argparse.Namespace) -> int:
    from agent.desk.address import read_address  # noqa: PLC0415 - each start imports what it needs: words come sooner
    from agent.desk.known import KnownFile  # noqa: PLC0415
    from agent.desk.lock import OneAgent  # noqa: PLC0415

    address = read_address(asked.relay)
    display = demand_display()
    data = Path(asked.data) if asked.data else default_data()
    receipts = Path(asked.receipts) if asked.receipts else default_receipts()
    known = KnownFile(data / "known.json")
    with OneAgent(display) as lock:
        from agent.desk.run import Wishes, look_up, run  # noqa: PLC0415

        wishes = Wishes(address, asked.language, data, receipts, {})
        look_up(wishes, known)  # a mistyped or dead relay is told here, where it was typed
        return run(wishes, known, lock, lambda error: _say(error, asked))


def _receipt(asked: argparse.Namespace) -> int:
    from agent.receipt import check  # noqa: PLC0415

    return check(Path(asked.file), Path(asked.kantara) if asked.kantara else None)


def _report(asked: argparse.Namespace) -> int:
    from agent.desk.own_report import own_report  # noqa: PLC0415

    return own_report(Path(asked.out))


_COMMANDS = {"desk": _desk, "receipt": _receipt, "report": _report}


def demand_display() -> str:
    """
    Find the X display.

    Raises:
        WaylandOnly: A Wayland desktop: no frame can stand there, and nothing can be captured.
        NoDisplay: None is named, or it does not answer.
    """
    if os.environ.get("WAYLAND_DISPLAY"):
        raise WaylandOnly
    name = os.environ.get("DISPLAY", "")
    if not name:
        raise NoDisplay("DISPLAY is not set")
    from Xlib.display import Display  # noqa: PLC0415
    from Xlib.error import DisplayError  # noqa: PLC0415

    try:
        # The library writes about its own files to the terminal; whoever reads there should see our words only.
        with contextlib.redirect_stdout(io.StringIO()):
            Display(name).close()
    except (DisplayError, OSError, OverflowError) as reason:
        raise NoDisplay(type(reason).__name__) from None
    # The windows must stand on the display that is captured.
    os.environ["QT_QPA_PLATFORM"] = "xcb"
    return name


def default_data() -> Path:
    """Give the folder of what this program remembers."""
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "attended"


def default_receipts() -> Path:
    """Give the folder of receipts, in the person's documents."""
    try:
        found = subprocess.run(
            ["xdg-user-dir", "DOCUMENTS"],  # noqa: S607 - the desktop's own tool, wherever it is installed
            capture_output=True,
            text=True,
            check=False,
            timeout=5,
        ).stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        found = ""
    documents = Path(found) if found and Path(found) != Path.home() else Path.home() / "Documents"
    return documents / "Attended receipts"


def _read(arguments: Sequence[str]) -> argparse.Namespace:
    if arguments and arguments[0] == "receipt":
        parser = argparse.ArgumentParser(
            prog="attended-agent receipt", description="Check a receipt, without any network."
        )
        parser.add_argument("file", help="receipt.html or receipt.json")
        kantara = "write it as a Kantara consent receipt as well, if it holds"
        parser.add_argument("--kantara", metavar="OUT", help=kantara)
        return parser.parse_args(arguments[1:], argparse.Namespace(command="receipt"))
    if arguments and arguments[0] == "report":
        parser = argparse.ArgumentParser(
            prog="attended-agent report",
            description="Make a health report of this computer for yourself. Nothing is sent.",
        )
        parser.add_argument("--out", metavar="DIR", required=True, help="the folder to save it in")
        return parser.parse_args(arguments[1:], argparse.Namespace(command="report"))
    parser = argparse.ArgumentParser(
        prog="attended-agent",
        description="Let somebody help you on this computer, while you watch and say yes.",
        epilog="attended-agent receipt FILE checks a receipt; attended-agent report --out DIR makes a health report of "
        "this computer for yourself. Both work without any network.",
    )
    parser.add_argument("relay", metavar="RELAY", help="your helper's relay, such as relay.example")
    parser.add_argument("--language", default="en", choices=["en"], help="the language of the windows")
    parser.add_argument("--data", metavar="DIR", help="where to remember relays and organisations")
    parser.add_argument("--receipts", metavar="DIR", help="where to save receipts")
    return parser.parse_args(arguments, argparse.Namespace(command="desk"))


if __name__ == "__main__":
    main()
