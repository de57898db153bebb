"""What entries say to people, as far as keys reach."""

from __future__ import annotations

from dataclasses import replace

from protocol.errors import SealBroken
from protocol.recording import Kind
from relay.replay.opening import OpenedRecording
from relay.replay.story import LOCKED, readable, tell


def test_without_keys_documents_still_speak(opened: OpenedRecording) -> None:
    """Questions, yeses, pause, refusal and end need no key; sealed words stay shut."""
    kinds = [line.kind for entry in opened.entries() for line in tell(entry, opened.documents.get(entry.index), None)]
    assert [kind for kind in kinds if kind in {"asks", "yes", "pause", "goes-on", "withdrawn", "end", "refused"}] == [
        "asks", "yes", "asks", "yes", "pause", "refused", "goes-on", "withdrawn", "end",
    ]  # fmt: skip
    assert "picture" not in kinds
    assert LOCKED in kinds


def test_a_broken_seal_is_told_and_does_not_end_the_story(opened: OpenedRecording) -> None:
    """An entry that was changed reads as one that cannot be read."""
    picture = next(line.entry for line in opened.lines() if line.kind == "picture")
    entry = opened.entry(picture)
    spoiled = replace(entry, body=entry.body[:-1] + bytes([entry.body[-1] ^ 1]))
    (line,) = tell(spoiled, None, opened.unlocked)
    assert (line.kind, line.facts["code"]) == ("broken", SealBroken.code)


def test_channel_zero_is_the_two_ends_alone(opened: OpenedRecording) -> None:
    """No key of a reader or customer opens it, and nothing is said of it."""
    control = next(entry for entry in opened.entries() if entry.kind is Kind.SEALED and entry.kid & 0x7F == 0)
    assert list(tell(control, None, opened.unlocked)) == []


def test_what_is_seen_and_not_seen_is_said_in_words() -> None:
    """Without any key nothing is seen, and everything is named that is not."""
    assert readable(frozenset()) == (
        [],
        ["screen", "pointer", "chat", "report", "what was typed", "the questions' words"],
    )
