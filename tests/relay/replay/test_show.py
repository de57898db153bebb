"""Findings on a terminal and as JSON."""

from protocol.errors import RecordingChanged
from protocol.findings import Findings, Result
from relay.replay.show import MARKS, as_json, lines


def test_each_result_has_a_sign_and_the_first_bad_one_is_named_again() -> None:
    """Numbered lines, the verdict, and below it what broke first."""
    found = Findings()
    found.say("file", "It is whole.", detail="3 bytes")
    found.say("keys", "Not checked.", Result.NOT_CHECKED)
    found.failed("closing", RecordingChanged("4 bytes"), "It was changed.", 7)
    told = lines(found, "a recording")
    assert told[1] == "✓  1  file: It is whole.  (3 bytes)"
    assert told[3].startswith("✕  3  closing: It was changed. [K-402]")
    assert told[-2:] == ["Not proven · 2 checks", "First: check 3, closing. It was changed."]
    assert set(MARKS) == set(Result)


def test_json_holds_the_same() -> None:
    """Every finding with its number, result, code and entry, and the verdict."""
    found = Findings()
    found.failed("closing", RecordingChanged(), "It was changed.", 7)
    said = as_json(found, what="a recording")
    assert (said["what"], said["verdict"]) == ("a recording", "Not proven")
    assert said["checks"][0]["entry"] == 7
