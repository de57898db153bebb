"""Complaints and ratings at a real relay: whose they are, that they are logged once, and what a complaint holds."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest

from consent.canonical import canonical
from consent.scopes import Scope
from protocol import limits
from protocol.acknowledgement import verify_taken
from protocol.afterwards import Afterword, AfterwordTaken, ComplaintWords, RatingWords, SealedWords, open_words, read_as
from relay.organisation.readers import read_reader
from tests.relay.test_openings import asked
from tests.support.afterwords import a_complaint, a_rating
from tests.support.ends import Ends
from tests.support.relay_process import RelayProcess, command, eventually, seeded_key


@pytest.fixture
async def closed(ends: Ends) -> Ends:
    """Give a session that is over."""
    await ends.pair()
    await ends.allow(Scope.VIEW)
    await ends.goodbye()
    return ends


async def hand_in(relay: RelayProcess, what: str, session: str, said: Afterword | bytes) -> httpx.Response:
    """Hand something in as a desk does."""
    body = said if isinstance(said, bytes) else canonical(said.model_dump(mode="json"))
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.post(f"{relay.origin}/api/{what}/{session}", content=body)


def logged(relay: RelayProcess, session: str, kind: str) -> list[dict[str, Any]]:
    """Read a session's log entries of one kind."""
    folder = relay.data / "log" / "tile" / "entries"
    parts = {path.parent: path for path in sorted(folder.rglob("*.p/*"), key=lambda path: int(path.name))}
    held = b"".join(path.read_bytes() for path in parts.values())
    found = []
    for piece in held.split(b'{"')[1:]:
        entry = json.loads(b'{"' + piece[: piece.index(b"}") + 1])
        if (entry.get("session"), entry.get("kind")) == (session, kind):
            found.append(entry)
    return found


def row_of(relay: RelayProcess, session: str) -> dict[str, Any]:
    """Give what the list says of a session."""
    return next(row for row in relay.sessions() if row["session"] == session)


async def test_a_complaint_holds_the_recording_within_five_seconds(relay: RelayProcess, closed: Ends) -> None:
    """The answer carries the hold's proof from the log of the pairing, and the list shows it (acceptance 36)."""
    said = a_complaint(closed)
    async with asyncio.timeout(5):
        answer = await hand_in(relay, "complaints", closed.session, said)

    assert answer.status_code == 200, answer.text
    taken = read_as(answer.content, AfterwordTaken)
    assert verify_taken(taken, said.token, closed.session, closed.waiting.log_key) > 0
    (hold,) = logged(relay, closed.session, "hold")
    assert (hold["by"], hold["reason"]) == ("customer", "complaint")
    row = await asyncio.to_thread(row_of, relay, closed.session)
    assert (row["complaints"], row["held"] is not None) == (1, True)


async def test_a_session_that_has_not_closed_yet_can_be_complained_of(relay: RelayProcess, ends: Ends) -> None:
    """From the banner the form stands there sooner than the recording is finished: the hold does not wait for it."""
    await ends.pair()
    await ends.allow(Scope.VIEW)
    assert (await hand_in(relay, "complaints", ends.session, a_complaint(ends))).status_code == 200
    assert len(logged(relay, ends.session, "hold")) == 1
    await ends.goodbye()


async def test_a_complaint_sent_twice_is_one(relay: RelayProcess, closed: Ends) -> None:
    """A desk that heard no answer sends the same again: one entry, one complaint, and the proof once more."""
    said = a_complaint(closed)
    first, second = [await hand_in(relay, "complaints", closed.session, said) for _ in range(2)]

    assert [first.status_code, second.status_code] == [200, 200]
    assert first.json()["entry"] == second.json()["entry"]
    assert len(logged(relay, closed.session, "hold")) == 1
    assert (await asyncio.to_thread(row_of, relay, closed.session))["complaints"] == 1


async def test_a_hold_that_was_logged_before_the_disk_failed_is_not_logged_twice(
    relay: RelayProcess, closed: Ends
) -> None:
    """The log comes first: words that were lost on the way are kept at the next try, under the same hold."""
    said = a_complaint(closed)
    kept = relay.data / "recordings" / closed.session / "afterwards.json"
    await hand_in(relay, "complaints", closed.session, said)
    kept.unlink()
    answer = await hand_in(relay, "complaints", closed.session, said)

    assert answer.status_code == 200
    assert len(logged(relay, closed.session, "hold")) == 1
    assert json.loads(kept.read_bytes())["said"][0]["token"] == said.token


async def test_only_so_many_complaints_are_taken(relay: RelayProcess, closed: Ends) -> None:
    """Nobody fills the disk with them; the hold stands anyway."""
    for number in range(limits.COMPLAINTS):
        answer = await hand_in(relay, "complaints", closed.session, a_complaint(closed, f"Number {number}"))
        assert answer.status_code == 200
    answer = await hand_in(relay, "complaints", closed.session, a_complaint(closed, "One more"))
    assert (answer.status_code, answer.json()["code"]) == (429, "R-115")


@pytest.mark.parametrize("wrong", ["technician", "stranger", "another session", "another relay", "other words"])
async def test_nobody_but_the_customer_says_anything(relay: RelayProcess, closed: Ends, wrong: str) -> None:
    """A technician's or stranger's complaint, one of another session, and words swapped on the way are refused."""
    said = a_complaint(closed)
    if wrong == "technician":
        said = a_complaint(closed, key=closed.technician_key, iss=closed.technician_key.verify_key.thumbprint)
    elif wrong == "stranger":
        said = a_complaint(closed, key=seeded_key("thief"))
    elif wrong == "another session":
        said = a_complaint(closed, sid="A" * 22)
    elif wrong == "another relay":
        said = a_complaint(closed, aud="https://relay.example")
    else:
        said = said.model_copy(update={"words": a_complaint(closed, "Something else").words})
    answer = await hand_in(relay, "complaints", closed.session, said)

    assert (answer.status_code, answer.json()["code"]) == (403, "R-114")
    assert logged(relay, closed.session, "hold") == []
    assert not (relay.data / "recordings" / closed.session / "afterwards.json").exists()


async def test_a_rating_is_no_complaint_and_a_complaint_no_rating(relay: RelayProcess, closed: Ends) -> None:
    """Each document is taken at its own address alone."""
    crossed = [
        await hand_in(relay, "complaints", closed.session, a_rating(closed, word="x")),
        await hand_in(relay, "ratings", closed.session, a_complaint(closed)),
    ]
    assert [answer.status_code for answer in crossed] == [403, 403]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{}", 400),
        (b"[" * 60_000, 400),
        (b"x" * (limits.AFTERWORD_MESSAGE_BYTES + 1), 400),
        (b'{"token":"a.b.c","words":null}', 403),
    ],
)
async def test_hostile_bytes_are_refused_in_words(relay: RelayProcess, closed: Ends, body: bytes, status: int) -> None:
    """Too long, too deep, of another form: a documented error, and nothing is kept (promise 14)."""
    answer = await hand_in(relay, "complaints", closed.session, body)
    assert answer.status_code == status
    assert answer.json()["words"]


@pytest.mark.parametrize("session", ["A" * 22, "..", "%2e%2e%2fx", "A" * 21 + "Q"])
async def test_a_session_that_is_none_has_nothing_to_complain_of(
    relay: RelayProcess, closed: Ends, session: str
) -> None:
    """No path leads out of the folder of recordings, and nothing is made for a session that never was."""
    before = {path.name for path in (relay.data / "recordings").iterdir()}
    assert (await hand_in(relay, "complaints", session, a_complaint(closed))).status_code in {400, 404}
    assert {path.name for path in (relay.data / "recordings").iterdir()} == before


async def test_a_rating_stands_in_list_and_log_and_its_word_is_sealed(relay: RelayProcess, closed: Ends) -> None:
    """Points are counted in clear; nothing that was written is readable at the relay (promise 6)."""
    answer = await hand_in(relay, "ratings", closed.session, a_rating(closed, 2, "A secret word"))

    assert answer.status_code == 200, answer.text
    (entry,) = logged(relay, closed.session, "rating")
    assert entry["points"] == 2
    assert (await asyncio.to_thread(row_of, relay, closed.session))["rating"] == 2
    second = await hand_in(relay, "ratings", closed.session, a_rating(closed, 5))
    assert (second.status_code, second.json()["code"]) == (429, "R-115")
    held = b"".join(path.read_bytes() for path in relay.data.rglob("*") if path.is_file())
    assert b"A secret word" not in held


async def test_a_reader_gets_what_was_said_with_the_opening(relay: RelayProcess, closed: Ends) -> None:
    """The quality team reads it with its own key, once the opening is logged; the relay never could."""
    await hand_in(relay, "complaints", closed.session, a_complaint(closed, "They asked for my card."))
    await hand_in(relay, "ratings", closed.session, a_rating(closed, 1, "Rude"))
    async with httpx.AsyncClient(trust_env=False) as client:
        handed = (await client.post(f"{relay.origin}/api/openings", json=asked(relay, closed.session))).json()

    reader = read_reader(relay.data / "readers" / "quality.key")
    said = [
        open_words(
            SealedWords.model_validate_json(json.dumps(one["words"])), closed.session, reader.kem_seed, reader.id
        )
        for one in handed["afterwards"]
    ]
    assert [type(words) for words in said] == [ComplaintWords, RatingWords]
    assert [words.text for words in said] == ["They asked for my card.", "Rude"]


async def test_the_log_still_checks_with_holds_in_it(relay: RelayProcess, closed: Ends) -> None:
    """An auditor's tools know the entries: `verify` of a session that is held finds nothing wrong."""
    await hand_in(relay, "complaints", closed.session, a_complaint(closed))
    await eventually((relay.data / "recordings" / closed.session / "recording.mcap").exists)
    told = await asyncio.to_thread(command, "verify", closed.session, "--data", relay.data, "--json", expect=0)
    assert not [check for check in json.loads(told)["checks"] if check["result"] == "bad"]
