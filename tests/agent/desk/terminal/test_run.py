"""The real program in a real terminal, with a real relay and a technician over sockets (acceptance 38)."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.desk.address import read_address
from agent.desk.known import KnownFile
from agent.desk.looking import Wishes, look_up
from agent.desk.trust import remember
from agent.receipt import check
from consent.scopes import Scope
from protocol.messages.chat import ChatSaid
from protocol.messages.control import (
    ConsentAnswer,
    GrantLive,
    PairingResult,
    QuestionShown,
    RequestRefused,
    SessionEnded,
)
from protocol.receipt import read_receipt
from protocol.report.parse import read_report
from tests.support.person import CTRL_C, CTRL_D, ESCAPE, Person
from tests.support.running_relay import RunningRelay
from tests.support.technician import Technician

CALM_SECONDS = 2.2
"""Longer than `allow` and `send` mean nothing where the organisation has helped here before."""


@pytest.fixture(scope="module")
def relay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningRelay]:
    """Run one relay for all tests here."""
    with RunningRelay(tmp_path_factory.mktemp("relay")) as running:
        yield running


def started(relay: RunningRelay, folder: Path, *more: str) -> list[str]:
    """Give the command that starts the program."""
    command = [sys.executable, "-m", "agent.main", relay.origin, "--data", str(folder / "data")]
    return [*command, "--receipts", str(folder / "receipts"), *more]


def meets(relay: RunningRelay, folder: Path) -> None:
    """Have been helped by this organisation before."""
    known = KnownFile(folder / "data" / "known.json")
    found = look_up(Wishes(read_address(relay.origin), "en", folder, folder, {}), known)
    remember(found, known, int(time.time()) - 86_400, "", helped=True)


@pytest.fixture
def person(relay: RunningRelay, tmp_path: Path) -> Iterator[Person]:
    """Sit down at a terminal in which the program was started; there is no screen, so nothing else need be said."""
    meets(relay, tmp_path)
    with Person(started(relay, tmp_path), {"XDG_RUNTIME_DIR": str(tmp_path)}) as someone:
        yield someone


def answers_check(person: Person) -> str:
    """Say that they asked for help, and read the code."""
    person.reads("Type the number that fits")
    person.types("1")
    person.reads("Type the numbers that fit")
    person.types("none")
    code = person.reads(r"Code: (\d{4}-\d+-\d) \(ends \d\d:\d\d\)")[1]
    person.reads("Type a firm or a name")
    person.types("")
    person.reads("Waiting for your helper.")
    return code


def answers_question(person: Person, *answers: str) -> None:
    """Answer one prompt after the other, each when it is there."""
    for prompt, answer in zip(
        ("Is this who you expected", "Type the numbers you allow", "For how long", "To allow this"),
        answers,
        strict=False,
    ):
        person.reads(prompt)
        person.types(answer)


async def test_the_path_to_a_report_that_was_sent(relay: RunningRelay, person: Person, tmp_path: Path) -> None:
    """From the check to the receipt; each yes is a word, what was typed ahead is dropped (acceptance 2, 38)."""
    person.reads("Type the number that fits")
    person.types("1\nnone\nnone\n")
    person.reads("Type the numbers that fit")
    await asyncio.sleep(0.3)  # nothing happens: "none" was typed before it was asked for
    assert "Getting a code" not in person.seen
    person.types("none")
    code = await asyncio.to_thread(lambda: person.reads(r"Code: (\d{4}-\d+-\d) \(ends \d\d:\d\d\)")[1])
    async with await Technician.enrolled(relay.origin, await asyncio.to_thread(relay.invite)) as ana:
        await ana.pair(code)
        result = next(said for said in ana.said if isinstance(said, PairingResult))
        assert (result.desk, result.platform) == ("terminal", "Linux")
        await ana.ask(Scope.VIEW)
        assert (await ana.heard(RequestRefused)).code == "C-112"
        await ana.ask(Scope.REPORT)
        await ana.heard(QuestionShown)
        await asyncio.to_thread(answers_question, person, "yes", "1", "15")
        await asyncio.to_thread(person.reads, "To allow this, type the word allow")
        await asyncio.sleep(CALM_SECONDS)
        person.types("allow")
        await asyncio.to_thread(person.reads, r"LIVE \d\d:\d\d Ana Weber may get a health report until \d\d:\d\d")
        live = await ana.heard(GrantLive)
        assert [each.scope for each in live.scopes] == [Scope.REPORT]
        await asyncio.to_thread(person.reads, "Enter for more, send, no, or help")
        await ana.say(ChatSaid(id="AAAAAAAAAAAAAAAAAAAAAA", text="Take [2J your time."))
        await asyncio.to_thread(person.reads, r"Chat \d\d:\d\d Ana Weber: Take \[2J your time\.")
        for typed, answered in (
            ("", r"\(machine\): \d+ lines"),
            ("x machine", "lines will be sent"),
            ("send", "So soon nothing is sent"),
            ("SEND", "That is not understood"),
        ):
            await asyncio.to_thread(person.reads, "Enter for more, send, no, or help")
            person.types(typed)
            await asyncio.to_thread(person.reads, answered)
        await asyncio.to_thread(person.reads, "Enter for more, send, no, or help")
        await asyncio.sleep(CALM_SECONDS)
        person.types("send")
        await asyncio.to_thread(person.reads, r"\d+ lines were sent\.")
        await ana.until(lambda: bool(ana.reports), "the report")
        assert "machine" not in [part.id for part in read_report(ana.reports[0]).sections]
        await asyncio.to_thread(person.reads, r"LIVE \d\d:\d\d Ana Weber sees how busy this computer is")
        person.presses(ESCAPE * 3)
        await asyncio.to_thread(person.reads, "Stopped. Nothing is seen.")
        receipt = await asyncio.to_thread(lambda: person.reads(r"Your receipt: (.+receipt\.html)")[1])
        await asyncio.to_thread(person.reads, "How was it")
        person.types("")
        assert await asyncio.to_thread(person.leaves) == 0
    kept = read_receipt(Path(receipt).read_bytes())
    assert check(Path(receipt)) == 0
    assert kept.closing is not None
    stood = " ".join(person.text.split())
    missing = [line for line in kept.notices[0].text.splitlines() if " ".join(line.split()) not in stood]
    assert missing == [], missing  # acceptance 23: the notice is what stood there, word for word


async def test_what_is_no_whole_yes_is_a_no(relay: RunningRelay, tmp_path: Path) -> None:
    """`allow` within five seconds at a first meeting, and `Allow ` at any time (acceptance 7, 38)."""
    with Person(started(relay, tmp_path), {"XDG_RUNTIME_DIR": str(tmp_path)}) as person:
        await _refuses_twice(relay, person)


async def _refuses_twice(relay: RunningRelay, person: Person) -> None:
    code = await asyncio.to_thread(answers_check, person)
    async with await Technician.enrolled(relay.origin, await asyncio.to_thread(relay.invite)) as ana:
        await ana.pair(code)
        for typed, told in (("allow", "That came too soon to be read."), ("Allow ", "That is a no.")):
            seen = len(ana.events)
            await ana.ask(Scope.REPORT)
            await asyncio.to_thread(answers_question, person, "yes", "1", "15")
            await asyncio.to_thread(person.reads, "To allow this")
            person.types(typed)
            await asyncio.to_thread(person.reads, told)
            answer = await ana.heard(ConsentAnswer, seen)
            assert (answer.allowed, answer.because) == ((), "customer")
        person.presses(CTRL_C)
        await asyncio.to_thread(person.reads, "It is over")


@pytest.mark.parametrize("keys", [CTRL_C, CTRL_D, ESCAPE * 3, "\x1a", "\x1c", "stop\n"])
def test_whatever_stops_ends_the_program_before_a_code(person: Person, keys: str) -> None:
    """Nobody is connected yet: there is nothing to stop but the program itself (acceptance 10, 28)."""
    person.reads("Type the number that fits")
    person.presses(keys)
    assert person.leaves() == 0
    assert "Code:" not in person.seen


def test_a_terminal_that_hangs_up_ends_the_program(person: Person) -> None:
    """So does a closed window."""
    person.reads("Type the number that fits")
    person.hangs_up()
    assert person.child.wait(20) == 0


async def test_a_fault_of_ours_is_a_no(relay: RunningRelay, tmp_path: Path) -> None:
    """Everything stops and is written down; words say so, and no trace of the program stands there (promise 2)."""
    command = started(relay, tmp_path)
    command[2] = "tests.support.faulty_terminal"
    with Person(command, {"XDG_RUNTIME_DIR": str(tmp_path)}) as person:
        code = await asyncio.to_thread(answers_check, person)
        async with await Technician.enrolled(relay.origin, await asyncio.to_thread(relay.invite)) as ana:
            await ana.pair(code)
            await ana.ask(Scope.REPORT)
            assert (await ana.heard(SessionEnded)).reason == "failed"
        assert await asyncio.to_thread(person.leaves) == 1
        assert "Something in this program failed, so we stopped everything." in person.seen
        assert "Traceback" not in person.seen


@pytest.mark.parametrize("flags", [(), ("--terminal",)])
def test_a_pipe_answers_nothing(relay: RunningRelay, tmp_path: Path, flags: tuple[str, ...]) -> None:
    """Input that is no terminal is a no to everything: not even a code is asked for (acceptance 2, 38)."""
    done = subprocess.run(
        started(relay, tmp_path, *flags),
        input=b"1\nnone\n\nyes\n1\n15\nallow\n",
        env={**os.environ, "DISPLAY": "", "WAYLAND_DISPLAY": ""},
        cwd=Path(__file__).parents[4],
        capture_output=True,
        check=False,
        timeout=30,
    )
    assert done.returncode == 1
    said = done.stderr.decode()
    assert ("every answer here is no" if flags else "There is no screen here") in said
    assert done.stdout == b""
    assert "Traceback" not in said


def test_it_starts_without_the_windows_library(tmp_path: Path) -> None:
    """A machine without a screen has no PySide6 and no Xlib; neither desk nor engine asks for them."""
    blocked = "import sys; sys.modules.update(dict.fromkeys(['PySide6', 'shiboken6', 'Xlib'])); "
    for program in ("import agent.desk.terminal.run, agent.main", "import agent.engine.__main__, agent.engine.making"):
        done = subprocess.run(
            [sys.executable, "-c", blocked + program],
            cwd=Path(__file__).parents[4],
            capture_output=True,
            check=False,
            timeout=30,
        )
        assert done.returncode == 0, done.stderr.decode()
