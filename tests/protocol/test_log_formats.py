"""The log's formats as data that Python and the browser share: what one writes the other reads, both refuse alike."""

from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from protocol import checkpoint, merkle, note, proof
from protocol.errors import CATALOGUE
from tests.support.vectors import load

VECTORS = load("log-formats")
SEED = bytes.fromhex(VECTORS["key"]["seed"])
KEY = note.SigningKey(VECTORS["key"]["name"], Ed25519PrivateKey.from_private_bytes(SEED))
ENTRIES = [bytes.fromhex(entry) for entry in VECTORS["entries"]]
TREE = merkle.Tree([merkle.leaf_hash(entry) for entry in ENTRIES])


def test_the_key_is_written_and_read_the_same() -> None:
    """One spelling for a verifier key."""
    assert str(KEY.verifier) == VECTORS["key"]["vkey"]
    assert note.parse_verifier_key(VECTORS["key"]["vkey"]) == KEY.verifier


@pytest.mark.parametrize("case", VECTORS["checkpoints"])
def test_a_checkpoint_is_written_and_read_the_same(case: dict[str, Any]) -> None:
    """Ed25519 is deterministic: the log's own line comes out byte for byte, with or without a witness's below it."""
    size = case["size"]
    signed = checkpoint.sign(checkpoint.Checkpoint(KEY.name, size, TREE.root(size)), KEY)

    assert case["text"].startswith(signed)
    assert checkpoint.verify(case["text"].encode(), KEY.verifier).root.hex() == case["root"]


@pytest.mark.parametrize("case", VECTORS["proofs"])
def test_a_proof_is_written_and_read_the_same(case: dict[str, Any]) -> None:
    """Paths, checkpoint and extra data come out byte for byte."""
    index, size = case["index"], case["size"]
    read = proof.parse(case["text"].encode())
    signed = checkpoint.sign(checkpoint.Checkpoint(KEY.name, size, TREE.root(size)), KEY)

    assert str(proof.Proof(index, tuple(TREE.inclusion_proof(index, size)), signed, read.extra)) == case["text"]
    assert proof.verify(case["text"].encode(), ENTRIES[index], KEY.verifier).size == size


@pytest.mark.parametrize("case", VECTORS["consistency"])
def test_consistency_proofs_are_the_same(case: dict[str, Any]) -> None:
    """Both languages choose the same hashes."""
    assert [node.hex() for node in TREE.consistency_proof(case["old"], case["new"])] == case["hashes"]


@pytest.mark.parametrize("case", VECTORS["refused"], ids=lambda case: f"{case['what']}: {case['name']}")
def test_what_does_not_hold_is_refused_with_one_code(case: dict[str, Any]) -> None:
    """Each case fails with the error that it names."""
    data = bytes.fromhex(case["bytes"])

    checks: dict[str, Callable[[], object]] = {
        "vkey": lambda: note.parse_verifier_key(data.decode()),
        "checkpoint": lambda: checkpoint.verify(data, KEY.verifier),
        "proof": lambda: proof.verify(data, bytes.fromhex(case["entry"]), KEY.verifier),
    }

    with pytest.raises(CATALOGUE[case["expect"]]):
        checks[case["what"]]()
