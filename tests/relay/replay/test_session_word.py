"""A session's id that begins with a hyphen."""

from __future__ import annotations

from pathlib import Path

import pytest

from protocol import errors
from relay.main import run
from relay.replay.session_word import session_last

OLD = "-bcdefghijklmnopqrstuv"


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ([OLD], ["--", OLD]),
        ([OLD, "--key", "k"], ["--key", "k", "--", OLD]),
        (["--json", OLD], ["--json", "--", OLD]),
        (["--words", OLD], ["--words", OLD]),
        (["--words", OLD, OLD], ["--words", OLD, "--", OLD]),
        (["--", OLD], ["--", OLD]),
        (["A" + OLD[1:]], ["A" + OLD[1:]]),
        (["--kee"], ["--kee"]),
    ],
)
def test_it_is_read_as_a_session_where_one_may_stand(given: list[str], read: list[str]) -> None:
    """Not as the value of an option, not twice, and what is no id stays what it is."""
    assert session_last(given, {"--words", "--key"}) == read


@pytest.mark.parametrize("session", [OLD, "-" + OLD[:-1]])
def test_every_command_takes_it(session: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`verify`, `open` and `replay` get as far as with any other id; an option that is none is told as such."""
    assert run(["verify", session, "--data", str(tmp_path)]) == 2
    assert f"no session {session}" in capsys.readouterr().err
    for command in ("open", "replay"):
        line = [command, session, "--key", "none", "--relay", "http://localhost:1", "--data", str(tmp_path)]
        assert run([*line, "--reason", "routine"]) == 2
        assert errors.NotSetUp.code in capsys.readouterr().err
    assert run(["verify", "--recordign", "x"]) == 2
    assert "No such option: --recordign" in capsys.readouterr().err
