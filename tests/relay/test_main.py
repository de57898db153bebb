"""The command line: what it prints, how it ends, and that no traceback reaches a person."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from protocol import errors
from relay.main import run
from tests.support.relay_process import RelayProcess, command

Command = Callable[..., str]


@pytest.fixture
def attended(capsys: pytest.CaptureFixture[str]) -> Command:
    """Give what runs a command in this process, expects its exit code and tells what it said."""

    def call(*arguments: str | Path, expect: int = 0) -> str:
        assert run([str(part) for part in arguments]) == expect
        said = capsys.readouterr()
        return said.out + said.err

    return call


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """Give a demonstration's data folder."""
    return RelayProcess(tmp_path / "data").init().data


def test_init_demo_says_what_it_is_worth(tmp_path: Path) -> None:
    """A demonstration is set up in one command, and says in words that one machine holds everything."""
    said = command("init", "--demo", "--data", tmp_path / "data")

    assert "whoever controls this machine can open every recording" in said
    assert oct((tmp_path / "data" / "log-key" / "log.key").stat().st_mode & 0o777) == "0o600"


def test_setting_up_twice_changes_nothing(demo: Path, attended: Command) -> None:
    """What is there is never written over."""
    before = (demo / "log-key" / "log.key").read_bytes()

    assert errors.AlreadySetUp.code in attended("init", "--data", demo, expect=2)
    assert (demo / "log-key" / "log.key").read_bytes() == before


def test_an_organisation_is_made_step_by_step(tmp_path: Path, attended: Command) -> None:
    """Relay, organisation and readers on machines of their own: each step says the next one."""
    admin, relay, readers = tmp_path / "admin", tmp_path / "relay", tmp_path / "readers"
    attended("init", "--data", relay)
    said = attended("organisation", "init", "--domain", "nordlicht.example", "--name", "Nordlicht", "--data", admin)
    assert "organisation sign" in said
    for role in ("quality", "recovery"):
        attended("reader", "init", "--role", role, "--name", f"The {role} team", "--data", readers)
    directory = relay / "directory.json"
    assert "example text" in attended("organisation", "sign", "--data", admin, "--directory", directory, expect=2)
    policy = admin / "organisation" / "policy.toml"
    text = policy.read_text()
    for role in ("quality", "recovery"):
        text = text.replace(f"<{role}.json>", str(readers / "readers" / f"{role}.json"))
    policy.write_text(re.sub(r"<([^>]+)>", r"\1", text))

    said = attended("organisation", "sign", "--data", admin, "--directory", directory)

    assert "Version 1 of the policy of nordlicht.example is signed" in said
    (relay / "organisation").mkdir()
    (admin / "organisation" / "published").rename(relay / "organisation" / "published")
    shown = json.loads(attended("organisation", "show", "--data", relay))
    assert (shown["domain"], len(shown["readers"])) == ("nordlicht.example", 2)


def test_an_invitation_is_the_last_line(demo: Path, attended: Command) -> None:
    """The link can be taken from the output by a script."""
    asked = ("invite", "--role", "technician", "--name", "Ana", "--trained-until", "2099-01-01", "--data", demo)
    link = attended(*asked, "--origin", "https://relay.example").strip().splitlines()[-1]

    assert re.fullmatch(r"https://relay\.example/enrol#[A-Za-z0-9_-]{43}", link)


def test_no_sessions_yet(demo: Path, attended: Command) -> None:
    """An empty list is said in words, and as JSON it is a list."""
    assert "No sessions yet." in attended("sessions", "--data", demo)
    assert json.loads(attended("sessions", "--json", "--data", demo)) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["serve", "--port", "0"],
        ["recover"],
        ["sessions"],
        ["invite", "--role", "technician", "--name", "Ana", "--trained-until", "2099-01-01"],
    ],
)
def test_a_database_that_is_gone_is_told(demo: Path, attended: Command, arguments: list[str]) -> None:
    """Whoever needs it says what is lost, and none makes a new one; `init` does, and keeps all else."""
    (demo / "relay.db").unlink()

    assert errors.DatabaseMissing.words in attended(*arguments, "--data", demo, expect=2)
    assert not (demo / "relay.db").exists()
    assert "empty database" in attended("init", "--data", demo)
    assert "No sessions yet." in attended("sessions", "--data", demo)


def test_settings_are_printed_with_their_meaning(demo: Path, attended: Command) -> None:
    """Every setting, its value, what it does."""
    (demo / "settings.toml").write_text("port = 1234\n")
    said = attended("settings", "--data", demo)

    assert "port = 1234    # port to listen on" in said
    assert "behind_proxy = false" in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["serve"], errors.NotSetUp.code),
        (["invite", "--role", "technician", "--name", "A", "--trained-until", "2099-01-01"], errors.NotSetUp.code),
        (["sessions"], errors.NotSetUp.code),
        (["recover"], errors.NotSetUp.code),
        (["organisation", "show"], errors.NoOrganisation.code),
        (["organisation", "sign"], errors.NoOrganisationKey.code),
        (["serve", "--host", "192.0.2.1"], errors.PlainHttpOutside.code),
        (["serve", "--port", "70000"], errors.SettingWrong.code),
        (["serve", "--prot", "1"], "No such option"),
        (["nothing"], "No such command"),
        (["invite"], "Missing"),
        (["serve", "--port", "many"], "valid integer"),
    ],
)
def test_misuse_is_told_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    """Whatever is wrong, the exit code is 2, and what is said has a reason and no traceback."""
    own_data = [] if "nothing" in arguments else ["--data", str(tmp_path / "none")]
    assert run([*arguments, *own_data]) == 2

    said = capsys.readouterr()
    assert words in said.err + said.out
    assert errors.Unforeseen.code not in said.err
    assert "Traceback" not in said.err


def test_a_person_is_never_invited_wrongly(demo: Path, attended: Command) -> None:
    """A role that does not exist or a date that is none is refused."""
    for wrong in (["--role", "boss"], ["--role", "technician"], ["--role", "technician", "--trained-until", "soon"]):
        assert errors.NameWrong.code in attended("invite", *wrong, "--name", "A", "--data", demo, expect=2)


def test_what_nobody_foresaw_is_told_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], demo: Path
) -> None:
    """A fault of ours is said to be one."""

    def fault(*_arguments: object) -> None:
        raise ZeroDivisionError("never mind")

    monkeypatch.setattr("relay.main.settings.load", fault)
    assert run(["settings", "--data", str(demo)]) == 2
    assert errors.Unforeseen.code in capsys.readouterr().err


def test_trouble_with_a_file_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The operating system's refusals get words, too."""

    def refuse(*_arguments: object) -> None:
        raise PermissionError(13, "Permission denied", "/some/file")

    monkeypatch.setattr("relay.main.settings.load", refuse)
    assert run(["settings"]) == 2
    said = capsys.readouterr().err
    assert errors.FileTrouble.code in said
    assert "/some/file" in said


def test_help_ends_well(capsys: pytest.CaptureFixture[str]) -> None:
    """Asking for help is no misuse, and every command has a sentence."""
    assert run(["--help"]) == 0
    said = capsys.readouterr().out
    for name in ("init", "serve", "invite", "sessions", "settings", "recover", "organisation", "reader", "verify"):
        assert re.search(rf"^\s+{name}\s+\S", said, re.MULTILINE), name
