"""What the player is given: everything but the pictures, and never more than the keys reach."""

from __future__ import annotations

import json
from dataclasses import replace

from consent.scopes import Group
from relay.replay.film import develop
from relay.replay.opening import OpenedRecording
from relay.replay.unlock import Unlocked


def test_everything_stands_in_its_time(opened: OpenedRecording) -> None:
    """Pictures, pointer, keys and chat are counted from the beginning; the film is plain JSON."""
    film = develop(opened)
    told = film.as_json(opened)
    assert json.loads(json.dumps(told)) == told
    assert [begins for _, begins in told["shots"]] == [1, *[0] * 11, 1]
    assert (told["pointer"][0][1:], told["pointer"][1][3]) == ([10, 12, -1], 1)
    assert len(told["typed"]) == 1
    assert [line["words"] for line in told["chat"]] == ["Good morning"]
    assert told["technician"] == "Ana Weber"


def test_typed_letters_reach_nobody(opened: OpenedRecording) -> None:
    """Even with the key to them, the film holds when something was typed and never what."""
    assert "KeyA" not in json.dumps(develop(opened).as_json(opened))


def test_without_a_groups_key_its_entries_are_counted_only(opened: OpenedRecording) -> None:
    """A reader without `view` gets no picture and no pointer, and is told how many there were."""
    secrets = {at: secret for at, secret in opened.unlocked._secrets.items() if at[1] is not Group.VIEW}
    less = replace(opened, unlocked=Unlocked(opened.session, secrets))
    film = develop(less)
    assert (film.shots, film.pointer, film.locked) == ([], [], {"view": 15})
    assert film.as_json(less)["unseen"] == ["screen", "pointer"]
