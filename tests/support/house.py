"""The house as its source text shows it: rooms, what each reaches for, and the words in its files."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent.parent
FLOORS: dict[str, frozenset[str]] = {
    "consent": frozenset(),
    "protocol": frozenset({"consent"}),
    "agent": frozenset({"consent", "protocol"}),
    "relay": frozenset({"consent", "protocol"}),
}
PURE = frozenset({"consent", "protocol"})


class Reach(NamedTuple):
    """One name that a module reaches for, and the line where."""

    name: str
    line: int


class Room:
    """One Python module of ours, read but never imported."""

    def __init__(self, path: Path) -> None:
        self.path = path.relative_to(ROOT)
        self.floor = self.path.parts[0]
        self._tree = ast.parse(path.read_bytes(), filename=str(path))

    def __repr__(self) -> str:
        return self.path.as_posix()

    @cached_property
    def imported(self) -> list[Reach]:
        """Every module it imports by its full name, wherever in the file, for types as well."""
        found = []
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Import):
                found += [Reach(alias.name, node.lineno) for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                found += [Reach(name, node.lineno) for name in self._from(node)]
        return found

    @cached_property
    def called(self) -> list[Reach]:
        """Every call by the text of its name, such as `open` or `datetime.now`."""
        calls = (node for node in ast.walk(self._tree) if isinstance(node, ast.Call))
        return [Reach(ast.unparse(call.func), call.lineno) for call in calls]

    @property
    def floors_imported(self) -> set[str]:
        """The floors of ours that it imports."""
        return {reach.name.partition(".")[0] for reach in self.imported} & set(FLOORS)

    def _from(self, node: ast.ImportFrom) -> list[str]:
        # `from os import path` reaches for os.path, and `from . import x` for a neighbour.
        above = [*self.path.parts[: -node.level]] if node.level else []
        base = ".".join([*above, *([node.module] if node.module else [])])
        return [base, *(f"{base}.{alias.name}" for alias in node.names)]


@cache
def rooms() -> tuple[Room, ...]:
    """Every Python module of the four floors; read once, for many tests ask."""
    return tuple(Room(path) for floor in FLOORS for path in sorted((ROOT / floor).rglob("*.py")))


def files() -> list[Path]:
    """Every file that belongs to the project, or is about to: what git tracks or would not ignore."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0:
        return [path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]
    return [path for path in ROOT.rglob("*") if path.is_file()]  # an unpacked archive has no git


def lines(path: Path) -> Iterator[tuple[int, str]]:
    """Each line of a text file with its number; nothing for a file of bytes."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return
    yield from enumerate(text.splitlines(), start=1)


def scripts(folder: str) -> dict[str, set[str]]:
    """The browser's modules below a folder, each with the paths that it imports, from the project's root."""
    statement = re.compile(
        r"""(?:^|\s)(?:import|export)\b[^;'"]*?\bfrom\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']"""
    )
    found = {}
    for path in sorted((ROOT / folder).rglob("*.js")):
        named = {first or second for first, second in statement.findall(path.read_text(encoding="utf-8"))}
        found[path.relative_to(ROOT).as_posix()] = {
            (path.parent / name).resolve().relative_to(ROOT).as_posix() if name.startswith(".") else name
            for name in named
        }
    return found
