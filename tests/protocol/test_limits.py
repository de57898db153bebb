"""The bounds: each has one value and says its unit and reason."""

from __future__ import annotations

import ast
from pathlib import Path

from protocol import limits

BODY = ast.parse(Path(limits.__file__).read_text(encoding="utf-8")).body
NAMES = [node.targets[0].id for node in BODY if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)]


def test_no_bound_is_written_twice() -> None:
    """A second value of the same name would silently replace the first."""
    assert len(NAMES) > 10
    assert sorted(NAMES) == sorted(set(NAMES))


def test_every_bound_says_why() -> None:
    """After each bound stands a sentence with its unit and reason."""
    for node, after in zip(BODY, [*BODY[1:], None], strict=True):
        if isinstance(node, ast.Assign):
            assert isinstance(after, ast.Expr), ast.unparse(node)
            assert isinstance(after.value, ast.Constant), ast.unparse(node)
