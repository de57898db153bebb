"""The catalogue of errors, as far as it is one table."""

from __future__ import annotations

import ast
from pathlib import Path

import protocol.errors
from protocol.errors import CATALOGUE, AttendedError


def test_the_catalogue_finds_every_documented_error() -> None:
    """Every class of the file that has a code is in the catalogue under it."""
    tree = ast.parse(Path(protocol.errors.__file__).read_text(encoding="utf-8"))
    written = {node.name for node in tree.body if isinstance(node, ast.ClassDef)}
    leaves = {kind for name in written if "code" in vars(kind := getattr(protocol.errors, name))}

    assert leaves <= set(CATALOGUE.values())
    assert all(CATALOGUE[kind.code] is kind and issubclass(kind, AttendedError) for kind in leaves)
