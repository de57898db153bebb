"""CPace: the draft's vectors, the order of proofs, and every abort."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol import cpace, limits
from protocol.cpace import Initiator, Responder, lv_cat, prepend_len, scalar_mult, transcript_ir
from protocol.errors import BadShare, KeyMisuse, PairingOutOfOrder, WrongCode
from tests.support.vectors import load

VECTORS = load("cpace-x25519-sha512")
MAIN = {name: bytes.fromhex(value) for name, value in VECTORS["main"].items()}
PRS, CI, SID = b"4821739205", b"channel", b"session"
ADA, ADB = b"technician's data", b"agent's data"
YA, YB = bytes(range(32)), bytes(range(32, 64))


def initiator(prs: bytes = PRS, ci: bytes = CI, sid: bytes = SID, ad: bytes = ADA) -> Initiator:
    """Begin a technician's end with fixed dice."""
    return Initiator(prs, ci, sid, ad, YA)


def responder(prs: bytes = PRS, ci: bytes = CI, sid: bytes = SID, ad: bytes = ADB) -> Responder:
    """Begin an agent's end with fixed dice."""
    return Responder(prs, ci, sid, ad, YB)


def utility(key: str) -> dict[str, Any]:
    """Find the case of the draft's string utilities that has this key."""
    return next(case for case in VECTORS["string_utilities"] if key in case)


def test_the_draft_s_run_is_reproduced() -> None:
    """Generator, both shares, K and ISK are the draft's, byte for byte."""
    a = Initiator(MAIN["PRS"], MAIN["CI"], MAIN["sid"], MAIN["ADa"], MAIN["ya"])
    b = Responder(MAIN["PRS"], MAIN["CI"], MAIN["sid"], MAIN["ADb"], MAIN["yb"])
    assert cpace.calculate_generator(MAIN["PRS"], MAIN["CI"], MAIN["sid"]) == MAIN["g"]
    assert a.share == MAIN["Ya"]
    assert b.answer(a.share, MAIN["ADa"]) == MAIN["Yb"]
    assert scalar_mult(MAIN["ya"], MAIN["Yb"]) == scalar_mult(MAIN["yb"], MAIN["Ya"]) == MAIN["K"]

    a.receive(MAIN["Yb"], MAIN["ADb"])
    proven = b.check(a.tag())
    assert a.confirm(proven.tag) == proven.isk == MAIN["ISK_IR"]


def test_the_draft_s_transcript_names_the_run() -> None:
    """The transcript both ends hand on hashes to the draft's sid_output_ir."""
    a, b = initiator(), responder()
    yb = b.answer(a.share, ADA)
    a.receive(yb, ADB)
    assert a.transcript == b.transcript == transcript_ir(a.share, ADA, yb, ADB)

    drafts = transcript_ir(MAIN["Ya"], MAIN["ADa"], MAIN["Yb"], MAIN["ADb"])
    assert hashlib.sha512(b"CPaceSidOutput" + drafts).digest() == MAIN["sid_output_ir"]


def test_the_generator_s_steps_are_the_draft_s() -> None:
    """Generator string, padding, field element and generator follow the draft's appendix."""
    (case,) = VECTORS["calculate_generator"]
    prs, ci, sid = (bytes.fromhex(case[name]) for name in ("PRS", "CI", "sid"))
    joined = cpace.generator_string(prs, ci, sid)
    assert joined.hex().upper() == case["generator_string(G.DSI,PRS,CI,sid,H.s_in_bytes)"]
    assert joined.startswith(lv_cat(bytes.fromhex(case["DSI"]), prs, bytes(case["ZPAD length"])))
    assert cpace.DSI.hex() == case["DSI"]
    hashed = hashlib.sha512(joined).digest()[:32]
    assert hashed.hex().upper() == case["hash generator string"]
    element = int.from_bytes(bytes.fromhex(case["decoded field element of 255 bits"]), "little")
    assert element == int.from_bytes(hashed, "little") % 2**255
    assert cpace.elligator2(element).to_bytes(32, "little").hex().upper() == case["generator g"]
    assert cpace.calculate_generator(prs, ci, sid).hex().upper() == case["generator g"]


@pytest.mark.parametrize("length", [0, 127, 128])
def test_lengths_are_written_in_leb128(length: int) -> None:
    """The draft's prepend_len cases, on both sides of the second byte."""
    key = f"prepend_len(bytes(range({length})))" if length else "prepend_len(b'')"
    assert prepend_len(bytes(range(length))).hex().upper() == utility(key)[key]


def test_strings_are_joined_as_in_the_draft() -> None:
    """The draft's lv_cat and transcript_ir cases."""
    assert prepend_len(b"1234").hex() == utility("prepend_len(b'1234')")["prepend_len(b'1234')"]
    key = "lv_cat(b'1234',b'5',b'',b'678')"
    assert lv_cat(b"1234", b"5", b"", b"678").hex() == utility(key)[key]
    transcripts = [
        (key, value) for case in VECTORS["string_utilities"] for key, value in case.items() if "transcript_ir(" in key
    ]
    assert transcripts
    for key, value in transcripts:
        parts = [part.strip("b'\" ").encode() for part in key[key.index("(") + 1 : -1].split(",")]
        assert transcript_ir(*parts).hex().upper() == value.upper(), key


@pytest.mark.parametrize("case", VECTORS["scalar_mult_vfy"]["cases"], ids=lambda case: case["u"][:12])
def test_every_low_order_point_aborts(case: dict[str, Any]) -> None:
    """All twelve of the draft's points: the weak ones abort, the others give RFC 7748's result."""
    scalar, u = bytes.fromhex(VECTORS["scalar_mult_vfy"]["s"]), bytes.fromhex(case["u"])
    if not case["must_abort"]:
        assert scalar_mult(scalar, u).hex() == case["q"]
        return
    with pytest.raises(BadShare):
        scalar_mult(scalar, u)
    a, b = initiator(), responder()
    with pytest.raises(BadShare):
        a.receive(u, ADB)
    with pytest.raises(BadShare):
        b.answer(u, ADA)
    with pytest.raises(PairingOutOfOrder):
        a.tag()
    with pytest.raises(PairingOutOfOrder):
        b.answer(initiator().share, ADA)


def test_a_neutral_element_aborts_even_if_the_library_lets_it_through(monkeypatch: pytest.MonkeyPatch) -> None:
    """The abort does not rest on the library's own check."""
    monkeypatch.setattr("protocol.cpace.X25519PrivateKey", _CarelessKey)
    with pytest.raises(BadShare):
        scalar_mult(YA, MAIN["Yb"])


class _CarelessKey:
    """A library's key that lets the neutral element through."""

    @classmethod
    def from_private_bytes(cls, _: bytes) -> _CarelessKey:
        return cls()

    def exchange(self, _: object) -> bytes:
        return bytes(32)


def test_tags_cover_what_their_sender_sent() -> None:
    """Ta and Tb are HMAC-SHA-512 under H("CPaceMac" ‖ sid ‖ ISK) over the sender's own message (draft 21, 10.4)."""
    a, b = initiator(), responder()
    yb = b.answer(a.share, ADA)
    a.receive(yb, ADB)
    ta = a.tag()
    proven = b.check(ta)
    key = hashlib.sha512(b"CPaceMac" + SID + proven.isk).digest()
    assert ta == hmac.digest(key, lv_cat(a.share, ADA), "sha512")
    assert proven.tag == hmac.digest(key, lv_cat(yb, ADB), "sha512")


@pytest.mark.parametrize(
    "other",
    [{"prs": b"4821739206"}, {"ci": b"another relay"}, {"sid": b"another session"}],
    ids=["code", "channel", "session"],
)
def test_ends_that_differ_do_not_pair(other: dict[str, bytes]) -> None:
    """Another code, channel or session id is a wrong code, and the agent's tag is never shown."""
    a, b = initiator(**other), responder()
    a.receive(b.answer(a.share, ADA), ADB)
    with pytest.raises(WrongCode):
        b.check(a.tag())
    with pytest.raises(PairingOutOfOrder):
        b.check(a.share)


def test_data_changed_on_the_way_is_noticed_at_both_ends() -> None:
    """Another key in the associated data, either way, ends in a wrong tag."""
    a, b = initiator(), responder()
    a.receive(b.answer(a.share, b"another technician"), ADB)
    with pytest.raises(WrongCode):
        b.check(a.tag())

    a, b = initiator(), responder()
    a.receive(b.answer(a.share, ADA), b"another agent")
    with pytest.raises(WrongCode):
        b.check(a.tag())


def test_a_wrong_tag_of_the_agent_gives_no_key() -> None:
    """The technician's end gives nothing on a wrong tag, nor on a second try with the right one."""
    a, b = initiator(), responder()
    a.receive(b.answer(a.share, ADA), ADB)
    right = b.check(a.tag()).tag
    with pytest.raises(WrongCode):
        a.confirm(right[:-1] + bytes([right[-1] ^ 1]))
    with pytest.raises(PairingOutOfOrder):
        a.confirm(right)


def test_an_agent_answers_one_share_in_its_life() -> None:
    """A second share is refused, even the same, and kills the run: one code, one guess."""
    a, b = initiator(), responder()
    b.answer(a.share, ADA)
    with pytest.raises(PairingOutOfOrder):
        b.answer(a.share, ADA)
    with pytest.raises(PairingOutOfOrder):
        b.check(bytes(64))


def test_an_agent_shows_no_tag_before_it_has_seen_one() -> None:
    """There is no way to ask the agent for its tag; a guess costs the code."""
    assert not hasattr(Responder, "tag")
    with pytest.raises(PairingOutOfOrder):
        responder().check(bytes(64))


def test_a_reflected_share_aborts() -> None:
    """A share that comes back is refused, with whatever data."""
    a = initiator()
    with pytest.raises(BadShare):
        a.receive(a.share, ADB)
    own = scalar_mult(YB, cpace.calculate_generator(PRS, CI, SID))
    with pytest.raises(BadShare):
        responder().answer(own, ADA)


@pytest.mark.parametrize(
    "steps", ["tag", "confirm", "receive receive", "receive confirm", "receive tag tag", "receive tag receive"]
)
def test_any_use_out_of_order_ends_the_run(steps: str) -> None:
    """Each step of the technician's end happens once, in its order; then nothing works any more."""
    a, b = initiator(), responder()
    yb = b.answer(a.share, ADA)
    acts: dict[str, Callable[[], object]] = {
        "receive": lambda: a.receive(yb, ADB),
        "tag": a.tag,
        "confirm": lambda: a.confirm(bytes(64)),
    }
    *before, last = steps.split()
    for step in before:
        acts[step]()
    with pytest.raises(PairingOutOfOrder):
        acts[last]()
    for act in acts.values():
        with pytest.raises(PairingOutOfOrder):
            act()


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_a_share_of_another_length_aborts(length: int) -> None:
    """A share has 32 bytes."""
    with pytest.raises(BadShare):
        responder().answer(bytes([9]) * length, ADA)
    with pytest.raises(BadShare):
        initiator().receive(bytes([9]) * length, ADB)


def test_too_much_associated_data_aborts() -> None:
    """Data over the limit is refused before anything is computed."""
    with pytest.raises(BadShare):
        responder().answer(initiator().share, bytes(limits.CPACE_DATA_BYTES + 1))


def test_a_scalar_has_32_bytes() -> None:
    """Short dice are this program's fault and are named so."""
    with pytest.raises(KeyMisuse):
        Initiator(PRS, CI, SID, ADA, bytes(31))


@given(st.binary(max_size=64), st.binary(max_size=64), st.binary(max_size=80))
def test_any_bytes_pair_with_nobody(share: bytes, data: bytes, tag: bytes) -> None:
    """Whatever a stranger sends, the agent answers once or not, and gives no key."""
    b = responder()
    with pytest.raises((WrongCode, BadShare)):
        _guess(b, share, data, tag)
    with pytest.raises(PairingOutOfOrder):
        b.check(tag)


def _guess(b: Responder, share: bytes, data: bytes, tag: bytes) -> None:
    b.answer(share, data)
    b.check(tag)


@given(
    st.binary(min_size=32, max_size=32),
    st.binary(min_size=32, max_size=32),
    st.binary(max_size=20),
    st.binary(max_size=200),
)
def test_ends_that_agree_pair(ya: bytes, yb: bytes, prs: bytes, ci: bytes) -> None:
    """With the same code and channel both ends reach the same key, whatever the dice."""
    a, b = Initiator(prs, ci, SID, ADA, ya), Responder(prs, ci, SID, ADB, yb)
    if a.share == b._run.share:
        return
    a.receive(b.answer(a.share, ADA), ADB)
    proven = b.check(a.tag())
    assert a.confirm(proven.tag) == proven.isk
