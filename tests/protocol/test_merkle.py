"""The tree of RFC 6962: the published vectors, and every proof of random trees."""

from base64 import b64decode
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol import merkle
from protocol.errors import CheckFailed, ConsistencyWrong, InclusionWrong, ProofShapeWrong, TreeShrank
from tests.support.vectors import load

VECTORS = load("rfc6962-merkle")


def a_tree(size: int) -> merkle.Tree:
    """Give the tree of the numbers below `size`."""
    return merkle.Tree([merkle.leaf_hash(number.to_bytes(2, "big")) for number in range(size)])


def named(case: dict[str, Any]) -> str:
    """Name a case by its published file."""
    return str(case["file"])


def test_the_hashers_constants_are_the_published_ones() -> None:
    """A leaf, a node and the empty tree hash as RFC 6962 says."""
    constants = VECTORS["hasher"]

    assert merkle.EMPTY_ROOT.hex() == constants["empty_root"]
    assert merkle.leaf_hash(b"").hex() == constants["empty_leaf"]
    assert merkle.leaf_hash(b"L123456").hex() == constants["leaf_L123456"]
    assert merkle.node_hash(b"N123", b"N456").hex() == constants["node_N123_N456"]


def test_the_reference_tree_has_the_published_roots() -> None:
    """Both ways to grow a tree give the published root at every size."""
    tree, edge = merkle.Tree(), merkle.Frontier()
    roots = [(tree.root().hex(), edge.root().hex())]
    for number, leaf in enumerate(VECTORS["tree"]["leaves_hex"]):
        hashed = merkle.leaf_hash(bytes.fromhex(leaf))
        assert tree.append(hashed) == edge.append(hashed) == number
        roots.append((tree.root().hex(), edge.root().hex()))

    assert roots == [(root, root) for root in VECTORS["tree"]["root_by_size_hex"]]
    assert [tree.root(size).hex() for size in range(9)] == VECTORS["tree"]["root_by_size_hex"]


@pytest.mark.parametrize("case", VECTORS["inclusion"], ids=named)
def test_a_published_inclusion_case_ends_as_published(case: dict[str, Any]) -> None:
    """Good paths pass, and each published forgery is refused."""
    path = [b64decode(node) for node in case["proof"] or []]
    given_values = b64decode(case["leafHash"]), case["leafIdx"], case["treeSize"], path, b64decode(case["root"])

    if case["wantErr"]:
        with pytest.raises(CheckFailed):
            merkle.verify_inclusion(*given_values)
    else:
        merkle.verify_inclusion(*given_values)


@pytest.mark.parametrize("case", VECTORS["consistency"], ids=named)
def test_a_published_consistency_case_ends_as_published(case: dict[str, Any]) -> None:
    """Good proofs pass, and each published forgery is refused, size 0 included: it is the caller's to decide."""
    path = [b64decode(node) for node in case["proof"] or []]
    given_values = case["size1"], case["size2"], path, b64decode(case["root1"]), b64decode(case["root2"])

    if case["wantErr"]:
        with pytest.raises(CheckFailed):
            merkle.verify_consistency(*given_values)
    else:
        merkle.verify_consistency(*given_values)


def test_every_leaf_of_every_small_tree_proves_its_place() -> None:
    """All paths of all trees up to 40 leaves lead to the root, and to no other leaf's place."""
    tree = a_tree(40)
    for size in range(1, 41):
        root = tree.root(size)
        for index in range(size):
            path = tree.inclusion_proof(index, size)
            merkle.verify_inclusion(tree.node(0, index), index, size, path, root)
            with pytest.raises(CheckFailed):
                merkle.verify_inclusion(tree.node(0, index), (index + 1) % (size + 1), size, path, root)


def test_every_small_tree_proves_to_be_the_beginning_of_every_larger_one() -> None:
    """All consistency proofs up to 40 leaves hold between their two roots."""
    tree = a_tree(40)
    for new in range(1, 41):
        for old in range(1, new + 1):
            proof = tree.consistency_proof(old, new)
            merkle.verify_consistency(old, new, proof, tree.root(old), tree.root(new))


@given(st.data(), st.integers(1, 300))
def test_a_changed_inclusion_proof_is_refused(data: st.DataObject, size: int) -> None:
    """Any one bit of leaf, path or root, a missing or a further hash, another place: none passes."""
    tree = a_tree(size)
    index = data.draw(st.integers(0, size - 1))
    path = tree.inclusion_proof(index)
    values = [tree.node(0, index), *path, tree.root()]
    which = data.draw(st.integers(0, len(values) - 1))
    bit = data.draw(st.integers(0, 255))
    values[which] = (int.from_bytes(values[which], "big") ^ 1 << bit).to_bytes(32, "big")

    with pytest.raises(InclusionWrong):
        merkle.verify_inclusion(values[0], index, size, values[1:-1], values[-1])
    for wrong in [[*path, tree.root()], path[:-1] if path else [tree.root()], [*path[:-1], b"short"]]:
        with pytest.raises(ProofShapeWrong):
            merkle.verify_inclusion(tree.node(0, index), index, size, wrong, tree.root())


@given(st.data(), st.integers(2, 300))
def test_a_changed_consistency_proof_is_refused(data: st.DataObject, new: int) -> None:
    """Any one bit of either root or of the proof, a missing or a further hash: none passes."""
    tree = a_tree(new)
    old = data.draw(st.integers(1, new - 1))
    path = tree.consistency_proof(old)
    values = [tree.root(old), *path, tree.root()]
    which = data.draw(st.integers(0, len(values) - 1))
    bit = data.draw(st.integers(0, 255))
    values[which] = (int.from_bytes(values[which], "big") ^ 1 << bit).to_bytes(32, "big")

    with pytest.raises(ConsistencyWrong):
        merkle.verify_consistency(old, new, values[1:-1], values[0], values[-1])
    for wrong in [[*path, tree.root()], path[:-1]]:
        with pytest.raises(ProofShapeWrong):
            merkle.verify_consistency(old, new, wrong, tree.root(old), tree.root())


@given(st.integers(0, 400))
def test_the_edge_alone_knows_the_root(size: int) -> None:
    """The root in O(log n) memory is the root of the whole tree."""
    tree, edge = a_tree(size), merkle.Frontier()
    for index in range(size):
        edge.append(tree.node(0, index))

    assert edge.root() == tree.root()


@given(
    st.integers(-1, 2**40),
    st.integers(-1, 2**40),
    st.lists(st.binary(min_size=32, max_size=32) | st.binary(max_size=40), max_size=64),
    st.binary(min_size=32, max_size=32) | st.binary(max_size=40),
)
def test_any_proof_is_good_or_a_documented_error(first: int, second: int, path: list[bytes], root: bytes) -> None:
    """Hostile numbers and hashes end in a check that failed, never in anything else."""
    with pytest.raises(CheckFailed):
        merkle.verify_inclusion(bytes(32), first, second, path, root)
    with pytest.raises(CheckFailed):
        merkle.verify_consistency(first, second, path, bytes(31), root)


def test_a_tree_that_shrank_is_called_so() -> None:
    """A smaller tree is named as a rollback, not as a broken proof."""
    tree = a_tree(5)

    with pytest.raises(TreeShrank):
        merkle.verify_consistency(5, 4, [], tree.root(5), tree.root(4))


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0), (0, 4)])
def test_no_proof_is_made_of_what_is_not_there(index: int, size: int) -> None:
    """A leaf or a size that the tree does not have gives an error, not a proof."""
    with pytest.raises(ProofShapeWrong):
        a_tree(3).inclusion_proof(index, size)
    with pytest.raises(ProofShapeWrong):
        a_tree(3).consistency_proof(4)


def test_only_hashes_become_leaves() -> None:
    """An entry given in place of its hash is refused."""
    with pytest.raises(ProofShapeWrong):
        merkle.Tree().append(b"an entry")
    with pytest.raises(ProofShapeWrong):
        merkle.Frontier().append(b"an entry")
