"""What a reader is told of complaints and ratings, and what is told of those that do not hold."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from consent.afterwards import SessionComplaint, SessionRating, Wrong
from consent.jws import SigningKey, sign
from consent.policy import Role
from protocol.afterwards import Afterword, ComplaintWords, RatingWords, seal_words, words_sha256
from protocol.errors import AfterwordDamaged
from relay.main import run
from relay.organisation.readers import ReaderKey, read_reader
from relay.replay.afterwards import tell_afterwards
from relay.replay.film import develop
from relay.replay.opening import OpenedRecording
from relay.replay.story import Line
from tests.relay.replay.test_opening import asked
from tests.support.consent_scene import AGENT_KEY, NOW, ORIGIN, SESSION, TECHNICIAN_KEY, Scene, a_key, an_id
from tests.support.recorded_session import RecordedSession
from tests.support.running_relay import RunningRelay

SETTING = Scene().setting
READER = ReaderKey("Lee", Role.QUALITY, hashlib.sha256(b"lee").digest(), a_key("lee"))
WORDS = ComplaintWords(wrong=(Wrong.MONEY, Wrong.OTHER), text="They asked for my card.")


def claims(**more: object) -> dict[str, Any]:
    """Give what the customer's documents say."""
    common = {"iss": AGENT_KEY.verify_key.thumbprint, "aud": ORIGIN, "jti": an_id(9), "sid": SESSION, "iat": NOW}
    return common | more


def a_complaint(key: SigningKey = AGENT_KEY, reader: ReaderKey = READER, **changes: object) -> dict[str, Any]:
    """Give a complaint as the relay keeps it."""
    sealed = seal_words(WORDS, SESSION, bytes(32), [reader.public])
    token = sign(SessionComplaint.model_validate(claims(words_sha256=words_sha256(sealed)) | changes), key)
    return {**Afterword(token=token, words=sealed).model_dump(mode="json"), "index": 7}


def a_rating(word: str = "") -> dict[str, Any]:
    """Give a rating as the relay keeps it."""
    sealed = seal_words(RatingWords(text=word), SESSION, bytes(32), [READER.public]) if word else None
    named = None if sealed is None else words_sha256(sealed)
    token = sign(SessionRating.model_validate(claims(points=2, words_sha256=named)), AGENT_KEY)
    return {**Afterword(token=token, words=sealed).model_dump(mode="json"), "index": 8}


def told(*held: dict[str, Any]) -> list[Line]:
    """Tell them to Lee."""
    return list(tell_afterwards(held, SETTING, READER, 40))


def test_a_reader_is_told_what_was_wrong_and_how_it_was() -> None:
    """In the order in which it was said, in words, after the recording's last entry."""
    lines = told(a_complaint(), a_rating("Rude"), a_rating())
    assert [line.kind for line in lines] == ["complaint", "rating", "rating"]
    assert lines[0].words == (
        "Something was wrong: they asked about bank or money; something else. “They asked for my card.”"
    )
    assert [line.words for line in lines[1:]] == ["How it was: 2 of 5. “Rude”", "How it was: 2 of 5."]
    assert {(line.entry, line.time, line.who) for line in lines} == {(40, NOW * 1000, "customer")}


@pytest.mark.parametrize(
    "held",
    [
        a_complaint(TECHNICIAN_KEY),
        a_complaint(sid="B" * 21 + "A"),
        a_complaint(aud="https://relay.example"),
        a_complaint(words_sha256="A" * 43),
        a_complaint(reader=ReaderKey("Kim", Role.QUALITY, bytes(32), a_key("kim"))),
        {"token": "a.b.c", "words": None},
        {"words": None},
        {},
    ],
)
def test_what_does_not_hold_is_told_as_such(held: dict[str, Any]) -> None:
    """Another's signature, session, relay, words or reader: one line says so, and the rest is still told."""
    lines = told(held, a_rating())
    assert [line.kind for line in lines] == ["broken", "rating"]
    assert lines[0].words == AfterwordDamaged.words


def test_a_recording_without_a_pairing_has_no_customer() -> None:
    """Nothing can be judged, so nothing is believed."""
    assert [line.kind for line in tell_afterwards([a_rating()], None, READER, 0)] == ["broken"]


def test_open_tells_a_reader_of_a_complaint(
    relay: RunningRelay, made: RecordedSession, keys: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The whole way: kept at the relay, handed out with the opening, opened with the reader's own key."""
    quality = read_reader(keys / "quality.key")
    kept = relay.data / "recordings" / made.session / "afterwards.json"
    kept.write_text(json.dumps({"said": [a_complaint(reader=quality)]}))
    assert run(asked(relay, made.session, keys / "quality.key", tmp_path)) == 0
    assert "Something was wrong: they asked about bank or money" in capsys.readouterr().out
    assert run(asked(relay, made.session, keys / "quality.key", tmp_path, "--json")) == 0
    (line,) = json.loads(capsys.readouterr().out)["afterwards"]
    assert line["facts"]["wrong"] == ["bank-or-money", "something-else"]


def test_the_player_lists_it_at_the_end(opened: OpenedRecording) -> None:
    """Among the events, after everything that happened in the session."""
    film = develop(replace(opened, afterwards=tuple(told(a_complaint()))))
    assert film.events[-1].kind == "complaint"
    assert film.events[-1].time == film.ends
