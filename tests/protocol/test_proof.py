"""Proofs for receipts: they hold for one entry of one log, and for nothing else."""

import base64
from contextlib import suppress

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from protocol import checkpoint, limits, merkle, note, proof
from protocol.errors import CheckFailed, InclusionWrong, LogProofMalformed, NoteForged, NoteNotSigned, ProofShapeWrong

KEY = note.SigningKey("log.example/one", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
OTHER = note.SigningKey("log.example/two", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
ENTRIES = [f"entry {number}".encode() for number in range(11)]
TREE = merkle.Tree([merkle.leaf_hash(entry) for entry in ENTRIES])
SIGNED = checkpoint.sign(checkpoint.Checkpoint(KEY.name, TREE.size, TREE.root()), KEY)


def a_proof(index: int = 6, extra: bytes | None = None) -> proof.Proof:
    """Give the proof of one of the entries."""
    return proof.Proof(index, tuple(TREE.inclusion_proof(index)), SIGNED, extra)


def test_a_proof_is_written_as_the_specification_shows() -> None:
    """The first line, the index, the hashes, an empty line, and the checkpoint verbatim."""
    path = "".join(base64.b64encode(node).decode() + "\n" for node in TREE.inclusion_proof(6))

    assert str(a_proof()) == f"c2sp.org/tlog-proof@v1\nindex 6\n{path}\n{SIGNED}"
    assert str(a_proof(extra=b"abc")) == f"c2sp.org/tlog-proof@v1\nextra YWJj\nindex 6\n{path}\n{SIGNED}"


@pytest.mark.parametrize("extra", [None, b"", b"outside"])
@pytest.mark.parametrize("index", range(len(ENTRIES)))
def test_every_entry_has_its_proof(index: int, extra: bytes | None) -> None:
    """Each proof comes back byte for byte, and verifies for its own entry."""
    text = str(a_proof(index, extra)).encode()

    assert proof.parse(text) == a_proof(index, extra)
    assert proof.verify(text, ENTRIES[index], KEY.verifier).size == len(ENTRIES)


def test_a_log_of_one_entry_has_a_proof_without_hashes() -> None:
    """The shortest proof: the leaf is the root."""
    root = merkle.leaf_hash(b"only")
    signed = checkpoint.sign(checkpoint.Checkpoint(KEY.name, 1, root), KEY)
    text = str(proof.Proof(0, (), signed))

    assert text == f"c2sp.org/tlog-proof@v1\nindex 0\n\n{signed}"
    assert proof.verify(text.encode(), b"only", KEY.verifier).root == root


def test_a_proof_holds_for_no_other_entry_place_or_log() -> None:
    """What a proof says is one sentence; every other sentence has its own error."""
    text = str(a_proof())

    with pytest.raises(InclusionWrong):
        proof.verify(text.encode(), ENTRIES[5], KEY.verifier)
    with pytest.raises(InclusionWrong):
        proof.verify(text.replace("index 6", "index 7").encode(), ENTRIES[6], KEY.verifier)
    with pytest.raises(ProofShapeWrong):
        proof.verify(text.replace("index 6", "index 11").encode(), ENTRIES[6], KEY.verifier)
    with pytest.raises(NoteForged):
        proof.verify(text.replace("\n11\n", "\n12\n").encode(), ENTRIES[6], KEY.verifier)
    with pytest.raises(NoteNotSigned):
        proof.verify(text.encode(), ENTRIES[6], OTHER.verifier)


@given(st.data())
def test_no_bit_of_a_proof_can_change(data: st.DataObject) -> None:
    """Any flipped bit of a proof without extra data ends in a check that failed."""
    changed = bytearray(str(a_proof()).encode())
    bit = data.draw(st.integers(0, len(changed) * 8 - 1))
    changed[bit // 8] ^= 1 << bit % 8

    with pytest.raises(CheckFailed):
        proof.verify(bytes(changed), ENTRIES[6], KEY.verifier)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("c2sp.org/tlog-proof@v1", "c2sp.org/tlog-proof@v2"),
        ("index 6", "index 06"),
        ("index 6", "index -6"),
        ("index 6", "index  6"),
        ("index 6", "Index 6"),
        ("index 6\n", ""),
        ("index 6", "index 6\nextra YWJj"),
        ("index 6", "extra YWJ\nindex 6"),
        ("index 6", "extra YWJj\nextra YWJj\nindex 6"),
        ("index 6", "index 6\nYWJj"),
        ("index 6", "index 6\n" + "\n".join(["A" * 43 + "="] * (limits.LOG_PROOF_HASHES + 1))),
        ("\n\n", "\n"),
        ("index 6", "\nindex 6"),
    ],
)
def test_what_is_not_a_proof_is_refused(old: str, new: str) -> None:
    """Each departure from the format has the same documented error."""
    with pytest.raises(LogProofMalformed):
        proof.parse(str(a_proof()).replace(old, new).encode())


@given(
    st.binary(max_size=200)
    | st.text(alphabet="a06\n=A", max_size=60).map(lambda text: f"{proof.FIRST_LINE}\nindex {text}".encode())
)
def test_any_bytes_are_a_proof_or_a_documented_error(data: bytes) -> None:
    """What is read is written back the same, and what is not is refused in words."""
    with suppress(LogProofMalformed):
        assert str(proof.parse(data)).encode() == data
