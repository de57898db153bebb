"""`attended-agent RELAY`: starts the customer's program, and says in words why it cannot start."""

from __future__ import annotations

import argparse
import os
import stat
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from agent.desk.language import LANGUAGES, language_of, open_language, say, use
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
    NoTerminal,
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
SELF_CHECK = "--self-check"
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
    sys.exit(start(read(sys.argv[1:] if arguments is None else arguments)))


def start(asked: argparse.Namespace) -> int:
    """Start the program; give the exit code."""
    try:
        return _COMMANDS[asked.command](asked)
    except AttendedError as error:
        _say(error, asked)
        _show(error, asked)
        return MISUSED if isinstance(error, _MISUSES) else FAILED
    except KeyboardInterrupt:
        return FAILED
    except Exception as fault:  # noqa: BLE001 - whatever it was, a person reads words and no traceback
        words, remedy = say("desk.trouble", DeskFailed.words), say("desk.trouble", DeskFailed.remedy)
        sys.stderr.write(f"{words}\n{remedy}\n({DeskFailed.code}, {type(fault).__name__})\n")
        return FAILED


def _say(error: AttendedError, asked: argparse.Namespace) -> None:
    words, remedy = say("desk.trouble", error.words), say("desk.trouble", error.remedy)
    sys.stderr.write(f"{words}\n{_place(error, asked)}{remedy}\n({_code(error)})\n")
    sys.stderr.flush()


def _show(error: AttendedError, asked: argparse.Namespace) -> None:
    """Show a window where nobody reads what is written: the program was started by a press on its icon."""
    if asked.command != "desk" or is_read(sys.stderr) or isinstance(error, NoDisplay | NoTerminal | DisplayLost):
        return
    from agent.desk.windows.alone import show_alone  # noqa: PLC0415 - windows take half a second to load

    show_alone(error, asked.relay)


def is_read(stream: TextIO | None) -> bool:
    """Say whether somebody reads a stream: a terminal or a pipe. A desktop gives its programs a log or nothing."""
    if stream is None or stream.closed:
        return False
    try:
        return stream.isatty() or stat.S_ISFIFO(os.fstat(stream.fileno()).st_mode)
    except OSError:
        return False


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
    from agent.desk.folders import default_data, default_receipts  # noqa: PLC0415
    from agent.desk.known import KnownFile  # noqa: PLC0415
    from agent.desk.lock import OneAgent, refuse_while_controlled  # noqa: PLC0415
    from agent.desk.looking import Wishes, look_up  # noqa: PLC0415

    address = read_address(asked.relay)
    display, why = _where(asked)
    data = Path(asked.data) if asked.data else default_data()
    receipts = Path(asked.receipts) if asked.receipts else default_receipts()
    known = KnownFile(data / "known.json")
    wishes = Wishes(address, asked.language, data, receipts, {})
    if display == "":
        refuse_while_controlled()
    with OneAgent(display or _terminal_name()) as lock:
        if display == "" or is_read(sys.stderr):
            look_up(wishes, known)  # a mistyped or dead relay is told here, where it was typed
        if display == "":
            from agent.desk.terminal.run import run as ask_in_terminal  # noqa: PLC0415

            return ask_in_terminal(wishes, known, why)
        from agent.desk.run import run  # noqa: PLC0415 - windows take half a second to load

        return run(wishes, known, lock, lambda error: _say(error, asked))


def _where(asked: argparse.Namespace) -> tuple[str, str]:
    """Say on which display to ask, or none and why: then a terminal is asked in, if this is one."""
    from agent.desk.display import demand_display  # noqa: PLC0415
    from agent.desk.terminal.person import Terminal  # noqa: PLC0415
    from agent.desk.troubles import said_of, trouble  # noqa: PLC0415

    if asked.terminal:
        if not Terminal.is_here():
            raise NoTerminal
        return "", ""
    try:
        return demand_display(), ""
    except (NoDisplay, WaylandOnly) as error:
        if not Terminal.is_here():
            raise
        why = said_of(trouble(error, asked.relay))
        return "", " ".join(why) if isinstance(error, WaylandOnly) else why[0]


def _terminal_name() -> str:
    """Name what one terminal desk holds: the display, where there is one, so that none starts beside its windows."""
    return os.environ.get("DISPLAY") or os.ttyname(sys.stdin.fileno())


def _receipt(asked: argparse.Namespace) -> int:
    from agent.receipt import check  # noqa: PLC0415

    return check(Path(asked.file), Path(asked.kantara) if asked.kantara else None)


def _report(asked: argparse.Namespace) -> int:
    from agent.desk.own_report import own_report  # noqa: PLC0415

    return own_report(Path(asked.out))


def _self_check(asked: argparse.Namespace) -> int:
    from agent.desk.self_check import self_check  # noqa: PLC0415

    return self_check(asked.relay)


_COMMANDS = {"desk": _desk, "receipt": _receipt, "report": _report, "self-check": _self_check}


def read(arguments: Sequence[str]) -> argparse.Namespace:
    """Read what was typed, and speak the language that it or the system names from here on."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "")
    spoken = _named(arguments) or language_of(locale)
    use(open_language(spoken))  # before anything is read: what help and misuse say is said in it, too
    asked = _parsed(arguments, spoken)
    use(open_language(asked.language))
    return asked


def _named(arguments: Sequence[str]) -> str:
    """Give the language that was typed; nothing where none was, or none that we speak."""
    for place, typed in enumerate(arguments):
        name, is_one, value = typed.partition("=")
        if name == "--language":
            value = value if is_one else "".join(arguments[place + 1 : place + 2])
            return value if value in LANGUAGES else ""
    return ""


def _parsed(arguments: Sequence[str], spoken: str) -> argparse.Namespace:
    if SELF_CHECK in arguments or arguments[:1] == ["self-check"]:
        rest = [each for each in arguments if each not in {SELF_CHECK, "self-check"}]
        return _self_check_parser(spoken).parse_args(rest, argparse.Namespace(command="self-check"))
    if arguments and arguments[0] == "receipt":
        parser = argparse.ArgumentParser(
            prog="attended-agent receipt", description=say("terminal", "Check a receipt, without any network.")
        )
        parser.add_argument("file", help=say("terminal", "receipt.html or receipt.json"))
        kantara = say("terminal", "write it as a Kantara consent receipt as well, if it holds")
        parser.add_argument("--kantara", metavar="OUT", help=kantara)
        return _speaking(parser, spoken).parse_args(arguments[1:], argparse.Namespace(command="receipt"))
    if arguments and arguments[0] == "report":
        parser = argparse.ArgumentParser(
            prog="attended-agent report",
            description=say("terminal", "Make a health report of this computer for yourself. Nothing is sent."),
        )
        parser.add_argument("--out", metavar="DIR", required=True, help=say("terminal", "the folder to save it in"))
        return _speaking(parser, spoken).parse_args(arguments[1:], argparse.Namespace(command="report"))
    return _desk_parser(spoken).parse_args(arguments, argparse.Namespace(command="desk"))


def _desk_parser(spoken: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="attended-agent",
        description=say("terminal", "Let somebody help you on this computer, while you watch and say yes."),
        epilog=say(
            "terminal",
            "attended-agent receipt FILE checks a receipt. attended-agent report --out DIR makes a health report of "
            "this computer for yourself. Both work without any network. attended-agent --self-check RELAY tells "
            "whether this computer can be helped.",
        ),
    )
    parser.add_argument("relay", metavar="RELAY", help=say("terminal", "your helper's relay, such as relay.example"))
    parser.add_argument(
        "--terminal", action="store_true", help=say("terminal", "ask in this terminal: for the health report only")
    )
    parser.add_argument("--data", metavar="DIR", help=say("terminal", "where to remember relays and organisations"))
    parser.add_argument("--receipts", metavar="DIR", help=say("terminal", "where to save receipts"))
    return _speaking(parser, spoken)


def _self_check_parser(spoken: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="attended-agent --self-check",
        description=say("terminal", "Tell whether this computer can be helped, and what to do if not."),
    )
    parser.add_argument(
        "relay", metavar="RELAY", nargs="?", default="", help=say("terminal", "your helper's relay, to ask it too")
    )
    return _speaking(parser, spoken)


def _speaking(parser: argparse.ArgumentParser, spoken: str) -> argparse.ArgumentParser:
    named = say("terminal", "the language of windows and words")
    parser.add_argument("--language", default=spoken, choices=list(LANGUAGES), help=named)
    return parser


if __name__ == "__main__":
    main()
