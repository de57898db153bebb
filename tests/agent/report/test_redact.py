"""Redaction: what must vanish vanishes, what must stay stays."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.report.own import Own, Person
from agent.report.redact import Redactor
from protocol.report.document import Masked, harmless
from protocol.report.pseudonyms import MARK

WORLD = Own(
    people=(Person("akrueger", ("Anna Krüger",)), Person("jdoe"), Person("li")),
    hosts=("KRUEGER-PC", "Annas-MacBook-Pro.local"),
    domains=("corp.kruegerbau.example",),
    networks=("Krüger WLAN 5G",),
    others=(("serial", "S4EWNX0R512345K"), ("label", "ANNA BACKUP")),
)
LINES = (Path(__file__).parents[2] / "vectors" / "redaction.txt").read_text(encoding="utf-8").splitlines()


def _whole(text: str) -> str:
    """Put token-like samples together, which are kept in halves, and characters that an editor would hide."""
    for name, sign in (("{RLO}", "\u202e"), ("{ESC}", "\x1b"), ("{DIA}", "\u0308"), ("{+}", "")):
        text = text.replace(name, sign)
    return text


VANISH = [(_whole(text), _whole(pieces).split(" ¦ ")) for line in LINES if line.startswith("V")
          for text, _, pieces in [line[4:].partition(" ⟶ ")]]  # fmt: skip
SURVIVE = [_whole(line[4:]) for line in LINES if line.startswith("S")]


def test_the_name_of_a_thing_is_masked_whole_where_it_is_a_masked_value() -> None:
    """Else a part of it would pass as an ordinary path, or as an everyday word; other names are texts."""
    redactor = Redactor(Own())
    for kind, name in (("share", "fs01.corp.example:/srv/Müller Akten"), ("queue", "print"), ("person", "test")):
        redactor.learn(kind, name)  # type: ignore[arg-type]  # all are kinds
    assert redactor.name("fs01.corp.example:/srv/Müller Akten") == "‹share 1›"
    assert redactor.name("print") == "‹share 2›"
    assert redactor.name("test") == "‹user 1›"
    assert redactor.name("nvme0n1") == "nvme0n1"


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/media/ANNA BACKUP", "/media/‹volume 1›"),
        ("/run/media/akrueger/Scheidung Anwalt", "/run/media/‹user 1›/‹volume 1›"),
        ("/mnt/Steuer 2025/Belege", "/mnt/‹volume 1›"),
        ("/Volumes/Time Machine", "/Volumes/‹volume 1›"),
        ("/srv/Kanzlei Müller", "/srv/‹volume 1›"),
        ("/home/akrueger/Neue Karte", "/home/‹user 1›/‹volume 1›"),
        ("/var/lib/docker", "/var/lib/docker"),
        ("/media", "/media"),
        ("/", "/"),
    ],
)
def test_a_mount_point_is_hidden_with_all_its_words(path: str, told: str) -> None:
    """A blank ends no mount point; those of the system stay."""
    assert Redactor(WORLD).value("path", path) == told


def test_the_specimens_are_there() -> None:
    """An empty file would hold nothing."""
    assert len(VANISH) == 47
    assert len(SURVIVE) == 23


@pytest.mark.parametrize(("text", "pieces"), VANISH)
def test_it_vanishes(text: str, pieces: list[str]) -> None:
    """No piece is left, in whatever case."""
    redacted = Redactor(WORLD).text(text)
    assert not [piece for piece in pieces if piece.casefold() in redacted.casefold()], redacted


@pytest.mark.parametrize("text", SURVIVE)
def test_it_survives(text: str) -> None:
    """What a technician needs stays, letter by letter."""
    assert Redactor(WORLD).text(text) == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [(VANISH[1][0], r"AppData\Local\Zoom\bin\Zoom.exe"), (VANISH[7][0], "root(uid=0)"), (VANISH[35][0], "RVT04B6Q")],
)
def test_the_rest_of_a_line_stays(text: str, kept: str) -> None:
    """A program's path, a system's account, a model."""
    assert kept in Redactor(WORLD).text(text)


@pytest.mark.parametrize("at", [29, 31])
def test_one_thing_has_one_pseudonym_in_every_spelling(at: int) -> None:
    """Both of an IPv6 address, three of a hardware address."""
    assert len(set(MARK.findall(Redactor(WORLD).text(VANISH[at][0])))) == 1


def test_a_person_is_one_person() -> None:
    """Login, full name and home folder have one number."""
    redactor = Redactor(WORLD)
    said = redactor.text("Anna Krüger by akrueger(uid=1000) in /home/akrueger/.config")
    assert set(MARK.findall(said)) == {("user", "1")}
    assert redactor.table()["user", 1].casefold() in {"akrueger", "anna krüger"}


def test_a_value_masked_whole_is_known_in_texts() -> None:
    """A serial number of a fact and of a log line are the same serial number."""
    redactor = Redactor(Own())
    redactor.learn("serial", "WD-WX11A12B3456")
    assert redactor.value("serial", "WD-WX11A12B3456") == Masked(masked="serial", n=1)
    assert redactor.text("disk WD-WX11A12B3456 lost") == "disk ‹serial 1› lost"


def test_what_is_learned_later_counts_for_a_text_seen_before() -> None:
    """A text's result is remembered only as long as nothing new is known."""
    redactor = Redactor(Own())
    assert redactor.text("disk WD-WX11A12B3456 lost") == redactor.text("disk WD-WX11A12B3456 lost")
    redactor.learn("serial", "WD-WX11A12B3456")
    assert redactor.text("disk WD-WX11A12B3456 lost") == "disk ‹serial 1› lost"


def test_fields_are_not_searched_for_shapes_unless_they_lie() -> None:
    """A version is no address; a version that is a path is a text."""
    redactor = Redactor(WORLD)
    assert redactor.value("version", "10.0.0.1") == "10.0.0.1"
    assert redactor.value("model", "ThinkPad of akrueger") == "ThinkPad of ‹user 1›"
    assert redactor.value("enum", "mail me: a.b@example.org") == "mail me: ‹mail 1›"


def test_input_cannot_imitate_a_mark() -> None:
    """Its brackets become others, so redaction's own marks stay distinguishable."""
    assert Redactor(Own()).text("‹serial 1› and \U000f0000") == "«serial 1» and "


@pytest.mark.parametrize("piece", ["a", "1-", "a.", ":", "\\", '="', "/home/", "@", "a@", "0:", "'s "])
def test_no_text_takes_long(piece: str) -> None:
    """Twenty thousand characters of anything finish within 200 ms."""
    began = time.process_time()
    Redactor(WORLD).text((piece * 20_000)[:20_000])
    assert time.process_time() - began < 0.2


KNOWN = ["akrueger", "Anna Krüger", "KRUEGER-PC", "corp.kruegerbau.example", "Krüger WLAN 5G", "S4EWNX0R512345K"]


@given(st.sampled_from(KNOWN), st.text(max_size=40), st.text(max_size=40))
def test_no_known_value_survives_in_any_embedding(value: str, before: str, after: str) -> None:
    """Whatever stands around it."""
    redacted = Redactor(WORLD).text(f"{before}{value}{after}")
    assert value.casefold() not in redacted.casefold()
    assert harmless(redacted)
    assert len(redacted) <= 300


def test_a_hardware_address_hides_in_the_name_of_its_interface() -> None:
    """Linux names an adapter on USB by its address; every spelling is the same one."""
    redactor = Redactor(Own())
    redactor.learn("mac", "3C:52:82:1a:9f:e0")
    assert redactor.text("enx3c52821a9fe0 of 3c:52:82:1a:9f:e0") == "enx‹mac 1› of ‹mac 1›"
    assert redactor.value("enum", "enx3c52821a9fe0") == "enx‹mac 1›"


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        (r"open \\fs01\x failed  window title 'Online-Banking' not responding", "Online-Banking"),
        (r"open \\fs01\x failed - no route to 2001:0db8:85a3:0000:0000:8a2e:0370:7334", "8a2e"),
        (r"C:\Users\akrueger\AppData\Zoom.exe - c:\users\mmeier\documents\Geheim.docx", "mmeier"),
        ("/home/akrueger/.config/a failed /home/mmeier/x", "mmeier"),
        ("arp 3c52.821a.9fe0.service", "3c52.821a"),
    ],
)
def test_one_thing_does_not_hide_the_next(text: str, gone: str) -> None:
    """A path ends where another begins, and what stands behind it is still seen."""
    assert gone not in Redactor(WORLD).text(text)
