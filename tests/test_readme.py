"""What the README tells people to type exists: programs, commands, options, targets of make, and pages it links to."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.house import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
MODULES = {"attended-relay": "relay.main", "attended-agent": "agent.main"}
COMMAND = re.compile(r"(?:attended-(?:relay|agent)|make)\b[^`#\n|]*")


def typed() -> list[list[str]]:
    """Give every command that stands in an indented block or between backticks, as a shell would split it."""
    blocks = [line for line in README.splitlines() if line.startswith("    ")]
    spans = re.findall(r"`([^`\n]+)`", README)
    lines = [part for line in (*blocks, *spans) for part in line.split("&&")]
    found = [COMMAND.match(line.strip()) for line in lines]
    return [words for match in found if match and len(words := shlex.split(match[0])) > 1]


def ask_help(*words: str) -> str:
    """Ask a program what it takes; width and colour do not hide an option."""
    argv = [sys.executable, "-m", MODULES[words[0]], *words[1:], "--help"]
    done = subprocess.run(
        argv, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False, env={"COLUMNS": "200", "HOME": "/"}
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_readme_types_something() -> None:
    """Commands of both programs and of make are found; a test over none would test nothing."""
    assert {words[0] for words in typed()} == {"attended-relay", "attended-agent", "make"}
    assert len(typed()) > 8


@pytest.mark.parametrize("words", [words for words in typed() if words[0] in MODULES], ids=" ".join)
def test_every_command_takes_what_the_readme_gives_it(words: list[str]) -> None:
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
