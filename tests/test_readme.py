"""What the README tells people to type exists: programs, commands, options, targets of make, and pages it links to."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from agent.main import main as agent
from relay.main import run as relay
from tests.support.house import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
PROGRAMS: dict[str, Callable[[list[str]], object]] = {"attended-relay": relay, "attended-agent": agent}
COMMAND = re.compile(r"(?:attended-(?:relay|agent)|make)\b[^`#\n|]*")


def typed() -> list[list[str]]:
    """Give every command that stands in an indented block or between backticks, as a shell would split it."""
    blocks = [line for line in README.splitlines() if line.startswith("    ")]
    spans = re.findall(r"`([^`\n]+)`", README)
    lines = [part for line in (*blocks, *spans) for part in line.split("&&")]
    found = [COMMAND.match(line.strip()) for line in lines]
    return [words for match in found if match and len(words := shlex.split(match[0])) > 1]


@pytest.fixture
def ask_help(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Ask a program what it takes, without a process of its own; width and colour do not hide an option."""
    monkeypatch.setenv("COLUMNS", "200")

    def asked(program: str, *words: str) -> str:
        try:
            status = PROGRAMS[program]([*words, "--help"])
        except SystemExit as ended:
            status = ended.code
        told = capsys.readouterr()
        assert status == 0, told.out + told.err
        return told.out

    return asked


def test_the_readme_types_something() -> None:
    """Commands of both programs and of make are found; a test over none would test nothing."""
    assert {words[0] for words in typed()} == {"attended-relay", "attended-agent", "make"}
    assert len(typed()) > 8


@pytest.mark.parametrize("words", [words for words in typed() if words[0] in PROGRAMS], ids=" ".join)
def test_every_command_takes_what_the_readme_gives_it(words: list[str], ask_help: Callable[..., str]) -> None:
    """The command exists, and each option is one of its own."""
    # The agent's first word is an address, or the one command it has.
    is_command = words[0] == "attended-relay" or words[1] == "receipt"
    told = ask_help(*words[: 1 + is_command])
    assert [word for word in words if word.startswith("--") and word not in told] == []


def test_every_target_exists() -> None:
    """What is made with make can be made."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {words[1] for words in typed() if words[0] == "make"} <= targets


def test_every_link_leads_somewhere() -> None:
    """Each file that the README links to is there."""
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", README) if not link.startswith("https://")]
    assert links
    assert [link for link in links if not Path(ROOT / link).exists()] == []
