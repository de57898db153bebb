"""Entries of a recording: one spelling each, and a tree that notices every change."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol.errors import CATALOGUE, AttendedError, EntryMalformed, EntryOutOfPlace
from protocol.merkle import Tree, leaf_hash
from protocol.recording import (
    BODY_LIMITS,
    HEADER_BYTES,
    TOPICS,
    Entry,
    Kind,
    Note,
    Opening,
    Origin,
    SessionTree,
    decode,
    read_note,
    read_opening,
    refusal,
)
from tests.support.vectors import load

SEALED = Entry(Kind.SEALED, Origin.AGENT, 7, 1_700_000_000_123, b"sealed", kid=0x101, counter=42)
U64 = st.integers(0, 2**64 - 1)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """Any entry that may stand in a recording."""
    kind = draw(st.sampled_from(Kind))
    relays = kind in {Kind.OPENING, Kind.NOTE}
    origin = Origin.RELAY if relays else draw(st.sampled_from([Origin.AGENT, Origin.TECHNICIAN]))
    kid = counter = 0
    body = draw(st.binary(max_size=200))
    if kind is Kind.SEALED:
        kid, counter = draw(st.integers(0, 2**32)) << 8 | draw(st.integers(0, 8)), draw(U64)
    if kind is Kind.REFUSED:
        kid, counter, body = draw(U64), draw(U64), refusal(sha256(body).digest(), "P-141")
    return Entry(kind, origin, draw(st.integers(0, 2**32 - 1)), draw(U64), body, kid, counter)


@given(entries())
def test_an_entry_comes_back_as_it_was_written(entry: Entry) -> None:
    """Encoding and decoding are inverse, and the leaf covers exactly the header and the body's hash."""
    data = entry.encode()

    assert decode(data) == entry
    assert entry.leaf() == leaf_hash(data[:HEADER_BYTES] + sha256(data[HEADER_BYTES:]).digest())
    assert entry.topic() in TOPICS


@given(st.one_of(st.binary(max_size=400), entries().map(Entry.encode)), st.integers(0, 400), st.integers(0, 255))
def test_any_bytes_are_an_entry_or_a_documented_error(data: bytes, place: int, value: int) -> None:
    """Whatever is read gives an entry with exactly these bytes, or an error of the catalogue."""
    changed = data[:place] + bytes([value]) + data[place + 1 :]
    try:
        entry = decode(changed)
    except AttendedError as error:
        assert error.code in CATALOGUE  # noqa: PT017 - most of these bytes are an error, the others an entry
    else:
        assert entry.encode() == changed


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda data: data[:-1], "cut"),
        (lambda data: data + b"x", "longer"),
        (lambda data: data[:35], "no whole header"),
        (lambda data: b"\x02" + data[1:], "another version"),
        (lambda data: data[:1] + b"\x09" + data[2:], "an unknown kind"),
        (lambda data: data[:2] + b"\x03" + data[3:], "an unknown origin"),
        (lambda data: data[:2] + b"\x00" + data[3:], "sealed by the relay"),
        (lambda data: data[:3] + b"\x01" + data[4:], "the zero is not zero"),
        (lambda data: data[:1] + b"\x03" + data[2:], "a document with a key id"),
        (lambda data: data[:1] + b"\x04" + data[2:], "a refusal without a hash"),
    ],
)
def test_what_is_not_an_entry_is_refused(change: object, why: str) -> None:
    """Another version, kind, origin or length never passes."""
    assert callable(change)
    with pytest.raises(EntryMalformed):
        decode(change(SEALED.encode()))


def test_a_body_has_a_bound() -> None:
    """A body longer than its kind may be is refused."""
    note = Entry(Kind.NOTE, Origin.RELAY, 0, 0, b"x" * (BODY_LIMITS[Kind.NOTE] + 1))

    with pytest.raises(EntryMalformed):
        decode(note.encode())


def test_opening_and_note_come_back_from_their_bodies() -> None:
    """The relay's own entries are canonical JSON of a closed model."""
    opening = Opening(
        version="attended.v1", session="s", origin="http://localhost:1", log_key="k", organisation="o",
        policy="p", directory_key="d",
    )  # fmt: skip
    note = Note(what="lost", who="agent")

    assert read_opening(opening.body()) == opening
    assert read_note(note.body()) == note
    for read, body in ((read_note, opening.body()), (read_opening, note.body()), (read_note, b" " + note.body())):
        with pytest.raises(EntryMalformed):
            read(body)


def test_the_tree_is_the_one_of_rfc_6962_over_the_leaves() -> None:
    """The helper's root equals a tree built from the leaves, whether entries or leaves were fed."""
    some = [Entry(Kind.SEALED, Origin.AGENT, index, index, b"x" * index, 0x101, index) for index in range(9)]
    tree, by_leaf = SessionTree(), SessionTree()
    for entry in some:
        tree.add(entry)
        by_leaf.add_leaf(entry.leaf())

    assert tree.root() == by_leaf.root() == Tree([entry.leaf() for entry in some]).root()
    assert tree.entries == 9


@pytest.mark.parametrize("index", [0, 2])
def test_the_tree_refuses_an_entry_out_of_place(index: int) -> None:
    """A repeated or missing entry is named when it comes."""
    tree = SessionTree()
    tree.add(Entry(Kind.SEALED, Origin.AGENT, 0, 0, b"x", 0x101, 0))

    with pytest.raises(EntryOutOfPlace):
        tree.add(Entry(Kind.SEALED, Origin.AGENT, index, 0, b"x", 0x101, 1))


def test_both_languages_read_the_same_entries() -> None:
    """The specimens that the browser's half reads too are what this half writes."""
    for case in load("recording-entries")["entries"]:
        entry = decode(bytes.fromhex(case["entry"]))

        assert entry.leaf().hex() == case["leaf"]
        assert (entry.kind.name, entry.origin.name, entry.index) == (case["kind"], case["origin"], case["index"])
        assert (entry.topic(), str(entry.kid), str(entry.counter)) == (case["topic"], case["kid"], case["counter"])
