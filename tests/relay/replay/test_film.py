"""What the player is given: everything but the pictures, and never more than the keys reach."""

from __future__ import annotations

import json
from dataclasses import replace

from consent.scopes import Group
from protocol.messages.report import ReportVitals
from protocol.report.parse import report_bytes
from protocol.report.parts import parts_of
from relay.replay import film as film_module
from relay.replay.film import Film, develop
from relay.replay.opening import OpenedRecording
from relay.replay.story import Line
from relay.replay.telling import told
from relay.replay.unlock import Unlocked
from tests.support.sample_report import sample


def test_everything_stands_in_its_time(opened: OpenedRecording) -> None:
    """Pictures, pointer, keys and chat are counted from the beginning; the film is plain JSON."""
    film = develop(opened)
    held = film.as_json(opened)
    assert json.loads(json.dumps(held)) == held
    assert [begins for _, begins in held["shots"]] == [1, *[0] * 11, 1]
    assert (held["pointer"][0][1:], held["pointer"][1][3]) == ([10, 12, -1], 1)
    assert len(held["typed"]) == 1
    assert [line["words"] for line in held["chat"]] == ["Good morning"]
    assert held["technician"] == "Ana Weber"


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


def test_a_report_that_was_sent_is_in_the_film() -> None:
    """Its parts come together as the technician's did; one that is damaged is told as such and not shown."""
    parts = list(parts_of(report_bytes(sample())))
    film = Film()
    for at, part in enumerate(parts):
        film_module._take(film, Line(at, 1000 + at, "customer", *told(part)))
    (kept,) = film.reports
    assert kept == (1000 + len(parts) - 1, parts[0].sha256, sample().model_dump(mode="json"))
    assert film.events[-1].words.startswith("The customer sent the health report")
    film_module._take(film, Line(9, 2000, "customer", *told(parts[0].model_copy(update={"data": "AAAA"}))))
    assert len(film.reports) == 1
    assert film.events[-1].kind == "broken"


def test_a_report_that_was_said_again_after_a_lost_line_is_one_report() -> None:
    """Its first parts, then all of it twice: the technician got one, and the player shows one."""
    parts = list(parts_of(report_bytes(sample())))
    film = Film()
    for at, part in enumerate([*parts[:1], *parts, *parts]):
        film_module._take(film, Line(at, 1000 + at, "customer", *told(part)))
    assert len(film.reports) == 1


def test_live_use_is_in_the_film_and_not_among_the_events() -> None:
    """Sample by sample, when it came: the player shows it at its moment."""
    film = Film()
    use = ReportVitals(processor=23, memory=None, disks=(), networks=(), programs=())
    for at in (1000, 3000):
        film_module._take(film, Line(at, at, "customer", *told(use)))
    assert [(at, held["processor"]) for at, held in film.vitals] == [(1000, 23), (3000, 23)]
    assert film.events == []
