"""
The Merkle tree of RFC 6962 (and RFC 9162 section 2.1) over SHA-256.

A *node* is the hash of a complete subtree: `(level, index)` covers the leaves from `index * 2**level` up to, not
including, `(index + 1) * 2**level`. Level 0 holds the leaf hashes. Everything here is computed from nodes, so the
same code serves a tree held in memory (`Tree`) and one that lies in tiles on a disk (a `NodeReader`).
"""

from collections.abc import Callable, Sequence
from hashlib import sha256

from protocol.errors import ConsistencyWrong, InclusionWrong, ProofShapeWrong, TreeShrank

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()

NodeReader = Callable[[int, int], bytes]
"""Gives the hash of the complete subtree `(level, index)`; asked only for nodes inside the tree's size."""


def leaf_hash(entry: bytes) -> bytes:
    """Hash one entry (RFC 6962 2.1: the prefix 0x00 keeps a leaf from passing for a node)."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two neighbouring nodes into their parent (RFC 6962 2.1: prefix 0x01)."""
    return sha256(b"\x01" + left + right).digest()


class Tree:
    """A tree in memory: appends in O(log n), remembers every node."""

    def __init__(self, leaves: Sequence[bytes] = ()) -> None:
        self._levels: list[list[bytes]] = [[]]
        for leaf in leaves:
            self.append(leaf)

    @property
    def size(self) -> int:
        """The number of leaves."""
        return len(self._levels[0])

    def append(self, leaf: bytes) -> int:
        """Add one leaf hash (32 bytes, see `leaf_hash`) and say at which index it now stands."""
        _demand_hashes([leaf])
        index = position = self.size
        node, level = leaf, 0
        self._levels[0].append(node)
        while position % 2 == 1:
            node = node_hash(self._levels[level][position - 1], node)
            level, position = level + 1, position // 2
            if level == len(self._levels):
                self._levels.append([])
            self._levels[level].append(node)
        return index

    def node(self, level: int, index: int) -> bytes:
        """The hash of one complete subtree (a `NodeReader`)."""
        return self._levels[level][index]

    def root(self, size: int | None = None) -> bytes:
        """The root now, or at an earlier size."""
        return root(self._within(size), self.node)

    def inclusion_proof(self, index: int, size: int | None = None) -> list[bytes]:
        """The path from a leaf to the root; see `inclusion_proof`."""
        return inclusion_proof(index, self._within(size), self.node)

    def consistency_proof(self, old: int, size: int | None = None) -> list[bytes]:
        """The hashes that show an earlier tree to be the beginning of this one; see `consistency_proof`."""
        return consistency_proof(old, self._within(size), self.node)

    def _within(self, size: int | None) -> int:
        if size is None:
            return self.size
        if not 0 <= size <= self.size:
            raise ProofShapeWrong(f"size {size} of a tree of {self.size}")
        return size


class Frontier:
    """Only the right edge of a growing tree: the root at any time in O(log n) memory, but no proofs."""

    def __init__(self) -> None:
        self.size = 0
        self._edge: list[bytes] = []  # the complete subtrees of `size`, largest first

    def append(self, leaf: bytes) -> int:
        """Add one leaf hash and say at which index it now stands."""
        if len(leaf) != HASH_BYTES:  # not `_demand_hashes`: this is the relay's path of every message
            raise ProofShapeWrong("a hash is not 32 bytes long")
        index, node = self.size, leaf
        for _ in range(_trailing_ones(index)):
            node = node_hash(self._edge.pop(), node)
        self._edge.append(node)
        self.size += 1
        return index

    def root(self) -> bytes:
        """The root now."""
        return fold(self._edge)


def root(size: int, read: NodeReader) -> bytes:
    """The root of the first `size` leaves (RFC 6962 2.1)."""
    return _range_hash(0, size, read)


def fold(nodes: Sequence[bytes]) -> bytes:
    """The root over complete subtrees that stand side by side, the largest first."""
    if not nodes:
        return EMPTY_ROOT
    folded = nodes[-1]
    for node in reversed(nodes[:-1]):
        folded = node_hash(node, folded)
    return folded


def inclusion_proof(index: int, size: int, read: NodeReader) -> list[bytes]:
    """
    The path of a leaf in the tree of `size` leaves, from the leaf's sibling up to the root's child (RFC 6962 2.1.1).

    Raises:
        ProofShapeWrong: The tree holds no such leaf.
    """
    if not 0 <= index < size:
        raise ProofShapeWrong(f"leaf {index} of a tree of {size}")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(_range_hash(middle, end, read))
            end = middle
        else:
            path.append(_range_hash(start, middle, read))
            start = middle
    path.reverse()
    return path


def consistency_proof(old: int, new: int, read: NodeReader) -> list[bytes]:
    """
    The hashes that show the tree of `old` leaves to be the beginning of the tree of `new` leaves (RFC 6962 2.1.2).

    Empty when `old` is 0 or equals `new`.

    Raises:
        ProofShapeWrong: `old` is larger than `new`, or negative.
    """
    if not 0 <= old <= new:
        raise ProofShapeWrong(f"from {old} to {new}")
    if old in (0, new):
        return []
    path: list[bytes] = []
    start, end = 0, new
    while end != old:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(_range_hash(middle, end, read))
            end = middle
        else:
            path.append(_range_hash(start, middle, read))
            start = middle
    if start > 0:  # otherwise the verifier already holds this hash: it is the old root itself
        path.append(_range_hash(start, end, read))
    path.reverse()
    return path


def verify_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], claimed: bytes) -> None:
    """
    Check that the leaf hash stands at `index` in the tree of `size` leaves with the root `claimed`.

    Take `size` and `claimed` from a verified checkpoint, never from the one who hands in the path.

    Raises:
        ProofShapeWrong: Not a path of this leaf in a tree of this size.
        InclusionWrong: The path leads to another root.
    """
    if not 0 <= index < size:  # 1 the tree has such a leaf
        raise ProofShapeWrong(f"leaf {index} of a tree of {size}")
    _demand_hashes([leaf, claimed, *path])  # 2 every hash has its length
    inner = (index ^ (size - 1)).bit_length()
    border = (index >> inner).bit_count()
    if len(path) != inner + border:  # 3 the path is exactly as long as this place demands
        raise ProofShapeWrong(f"{len(path)} hashes where {inner + border} belong")
    node = leaf
    for level, sibling in enumerate(path):
        on_the_right = level >= inner or index >> level & 1
        node = node_hash(sibling, node) if on_the_right else node_hash(node, sibling)
    if node != claimed:  # 4 the path leads to the claimed root
        raise InclusionWrong(f"leaf {index} of {size}")


def verify_consistency(old: int, new: int, path: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    """
    Check that the tree (`old`, `old_root`) is the beginning of the tree (`new`, `new_root`) (RFC 9162 2.1.4.2).

    The empty tree begins every tree and needs no proof: decide size 0 before calling.

    Raises:
        TreeShrank: The new tree is smaller than the old one.
        ProofShapeWrong: Not a proof between trees of these sizes.
        ConsistencyWrong: One of the two trees is not the one the proof speaks of.
    """
    if old > new:  # 1 a log never shrinks
        raise TreeShrank(f"from {old} to {new}")
    if old <= 0:  # 2 the old tree has leaves
        raise ProofShapeWrong("nothing is proven about an empty tree")
    if old == new:  # 3 the same size is the same tree, and there is nothing to prove
        if path:
            raise ProofShapeWrong("a proof between equal sizes is empty")
        if old_root != new_root:
            raise ConsistencyWrong(f"two roots of size {old}")
        return
    _demand_hashes([old_root, new_root, *path])  # 4 every hash has its length
    whole = old & (old - 1) == 0
    hashes = [old_root, *path] if whole else list(path)  # an old tree that is one subtree is its own first hash
    from_old, from_new = _fold_both(old, new, hashes)  # 5 the proof is exactly as long as these sizes demand
    if from_old != old_root:  # 6 the proof starts at the old tree
        raise ConsistencyWrong(f"the old root of {old} to {new}")
    if from_new != new_root:  # 7 and ends at the new one
        raise ConsistencyWrong(f"the new root of {old} to {new}")


def _fold_both(old: int, new: int, hashes: Sequence[bytes]) -> tuple[bytes, bytes]:
    """Walk from the old tree's last complete subtree to both roots (RFC 9162 2.1.4.2, steps 4 to 6)."""
    if not hashes:
        raise ProofShapeWrong(f"no hashes between {old} and {new}")
    shift = _trailing_ones(old - 1)
    first, last = (old - 1) >> shift, (new - 1) >> shift
    from_old = from_new = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            raise ProofShapeWrong(f"too many hashes between {old} and {new}")
        if first & 1 or first == last:
            from_old, from_new = node_hash(sibling, from_old), node_hash(sibling, from_new)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            from_new = node_hash(from_new, sibling)
        first, last = first >> 1, last >> 1
    if last:
        raise ProofShapeWrong(f"too few hashes between {old} and {new}")
    return from_old, from_new


def _demand_hashes(values: Sequence[bytes]) -> None:
    if any(len(value) != HASH_BYTES for value in values):
        raise ProofShapeWrong("a hash is not 32 bytes long")


def _split(count: int) -> int:
    """The largest power of two smaller than `count` (RFC 6962 2.1: k)."""
    return 1 << ((count - 1).bit_length() - 1)


def _trailing_ones(number: int) -> int:
    return (~number & (number + 1)).bit_length() - 1


def _range_hash(start: int, end: int, read: NodeReader) -> bytes:
    """Hash the leaves from `start` up to `end`: the complete subtrees in it, folded from the right."""
    nodes: list[bytes] = []
    while start < end:
        level = (end - start).bit_length() - 1
        if start:
            level = min(level, (start & -start).bit_length() - 1)
        nodes.append(read(level, start >> level))
        start += 1 << level
    return fold(nodes)
