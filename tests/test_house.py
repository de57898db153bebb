"""The rules of the house that a machine can see: who may lean on whom, what a pure floor may touch, who is tested."""

import re
from pathlib import Path

import pytest

from tests.support.house import FLOORS, PURE, ROOT, Room, files, lines, rooms, scripts

# What a pure floor never imports: everything that waits, draws dice, reads a clock or touches the machine.
IMPURE = frozenset(
    """
    aiosqlite asyncio concurrent ctypes fastapi fcntl http httpx io logging mmap mss multiprocessing obstore os
    pathlib platform psutil pynput queue random sched secrets select selectors shutil signal socket socketserver
    sqlalchemy sqlite3 ssl subprocess sys tempfile threading time urllib.request uuid uvicorn uvloop websockets
    Xlib
    """.split()  # noqa: SIM905  a paragraph of names reads better than a column of quotes
)
# ... and never calls: clocks and dice that come with an otherwise pure import, files, the terminal.
IMPURE_CALLS = re.compile(r"(^|\.)(now|utcnow|today|generate|urandom|uuid4)$|^(open|print|input|__import__)$")

# Rooms without a test file of their own, each with the reason.
_REGISTER = "data; every line of it is held by tests/protocol/report/register/test_everything.py"
TESTED_ELSEWHERE: dict[str, str] = {
    f"protocol/report/register/{section}.py": _REGISTER
    for section in (
        *("machine", "processor", "storage", "power", "devices", "system", "software", "security", "faults"),
        *("network", "activity", "bounds"),
    )
}

# Browser modules that mirror no Python module, each with the reason.
BROWSER_ONLY: dict[str, str] = {}

# Files that may be long, each with the reason.
LONG: dict[str, str] = {
    "protocol/errors.py": "the error tree is read as one page, and each leaf is three lines of words",
}


def _pure() -> list[Room]:
    return [room for room in rooms() if room.floor in PURE]


def test_the_floors_are_there() -> None:
    """Every floor holds rooms; a test over none would test nothing."""
    assert {room.floor for room in rooms()} == set(FLOORS)


def test_no_room_reaches_up() -> None:
    """A floor imports itself and the floors below; the wings never meet."""
    wrong = [
        f"{room} imports {room.floors_imported - FLOORS[room.floor] - {room.floor}}"
        for room in rooms()
        if not room.floors_imported <= FLOORS[room.floor] | {room.floor}
    ]
    assert not wrong


def test_no_room_leans_on_tests_or_demo() -> None:
    """What is installed never imports what is not."""
    outside = {"tests", "demo", "benchmarks"}
    assert not [room for room in rooms() if {reach.name.partition(".")[0] for reach in room.imported} & outside]


def test_a_pure_floor_imports_nothing_that_waits_or_draws_or_touches_the_machine() -> None:
    """In consent and protocol, sockets, files, clocks and dice are handed in."""
    wrong = [
        f"{room}:{reach.line} imports {reach.name}"
        for room in _pure()
        for reach in room.imported
        if any(reach.name == impure or reach.name.startswith(f"{impure}.") for impure in IMPURE)
    ]
    assert not wrong


def test_a_pure_floor_asks_no_clock_and_draws_no_dice() -> None:
    """In consent and protocol no call reads a clock, draws random bytes, opens a file or speaks to a terminal."""
    wrong = [
        f"{room}:{reach.line} calls {reach.name}"
        for room in _pure()
        for reach in room.called
        if IMPURE_CALLS.search(reach.name)
    ]
    assert not wrong


@pytest.mark.parametrize(
    ("source", "reached"),
    [
        ("import os.path", "os.path"),
        ("from os import path", "os.path"),
        ("def late() -> None:\n    import time", "time"),
        ("from . import neighbour", "consent.neighbour"),
    ],
)
def test_every_form_of_import_is_seen(
    source: str, reached: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The floors test sees imports in functions, of members and of neighbours."""
    monkeypatch.setattr("tests.support.house.ROOT", tmp_path)
    (tmp_path / "consent").mkdir()
    (tmp_path / "consent" / "room.py").write_text(source, encoding="utf-8")
    assert reached in {reach.name for reach in Room(tmp_path / "consent" / "room.py").imported}


def test_every_room_has_its_tests() -> None:
    """Each module has a test file in the mirrored place, or stands in the reasoned list."""
    lonely = []
    for room in rooms():
        if room.path.stem.startswith("__") or "migrations" in room.path.parts or str(room) in TESTED_ELSEWHERE:
            continue
        place = ROOT / "tests" / room.path.parent
        own = [*place.glob(f"test_{room.path.stem}.py"), *place.glob(f"test_{room.path.stem}_*.py")]
        if not own:
            lonely.append(str(room))
    assert not lonely, f"without tests of their own: {lonely}"


def test_no_reason_outlives_its_room() -> None:
    """The lists of exceptions name only files that exist."""
    assert not [path for path in [*TESTED_ELSEWHERE, *BROWSER_ONLY, *LONG] if not (ROOT / path).is_file()]


def test_the_browser_mirrors_the_floors() -> None:
    """Each browser module of consent and protocol mirrors the Python module of its name."""
    paths = [path for floor in PURE for path in scripts(f"relay/console/{floor}") if path not in BROWSER_ONLY]
    wrong = [path for path in paths if not (ROOT / path.removeprefix("relay/console/")).with_suffix(".py").is_file()]
    assert not wrong, f"mirror nothing: {wrong}"


def test_no_browser_module_reaches_up() -> None:
    """In the browser, consent imports consent, and protocol imports consent and protocol."""
    wrong = []
    for floor in PURE:
        allowed = tuple(f"relay/console/{each}/" for each in FLOORS[floor] | {floor})
        for path, imported in scripts(f"relay/console/{floor}").items():
            wrong += [
                f"{path} imports {name}"
                for name in imported
                if not name.startswith((*allowed, "relay/console/vendor/"))
            ]
    assert not wrong


def test_every_mirrored_browser_module_is_tested() -> None:
    """Each browser module of consent and protocol is imported by a JavaScript test."""
    tested = set().union(*scripts("tests/js").values())
    lonely = [path for floor in PURE for path in scripts(f"relay/console/{floor}") if path not in tested]
    assert not lonely, f"without tests of their own: {lonely}"


# Each pattern has a letter in brackets, so that this file does not find itself.
UNWANTED = {
    "work left open": re.compile(r"\b(T[O]DO|F[I]XME|H[A]CK|X[X]X)\b|NotImplemented[E]rror"),
    "a test switched off": re.compile(r"pytest\.(mark\.)?(s[k]ip|x[f]ail)|\btest\.(s[k]ip|t[o]do)\("),
    "an error swallowed": re.compile(r"except( Exception)?: *(p[a]ss|\.\.\.)?$|c[a]tch *(\(\w+\))? *\{ *\}"),
    "waiting by the clock": re.compile(r"\btime\.s[l]eep\("),
    "a path of one machine": re.compile(r"(^|[^a-zA-Z0-9_.:-])/(w[o]rk|f[a]rm|r[o]ot)/"),
    "a package registry": re.compile(
        r"--?(extra-)?i[n]dex-url|\"r[e]solved\": *\"http|registry\.n[p]m|pypi\.[o]rg/simple"
    ),
    "a word left in the browser's console": re.compile(r"\bconsole\.l[o]g\("),
}


@pytest.mark.parametrize("meaning", UNWANTED)
def test_no_file_holds(meaning: str) -> None:
    """No file of ours holds work left open, swallowed errors, machine paths or registry addresses."""
    ours = [path for path in files() if not {"vendor", "vectors"} & set(path.relative_to(ROOT).parts)]
    hits = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}"
        for path in ours
        for number, line in lines(path)
        if UNWANTED[meaning].search(line)
    ]
    assert not hits, "\n".join(hits)


def test_the_mark_alone_stands_where_its_tests_stand() -> None:
    """A file without the mark is not even read in the run of those tests: no other file may lend it to them."""
    marked = {path for path in files() if path.suffix == ".py" and "pytest.mark.a" + "lone" in path.read_text("utf-8")}
    assert marked
    assert not [str(path.relative_to(ROOT)) for path in marked if not path.name.startswith("test_")]


def test_every_file_holds_one_thing() -> None:
    """No source file is longer than 500 lines, or it stands in the reasoned list; a test file may be."""
    sources = [path for path in files() if path.suffix in {".py", ".js"} and not {"vendor", "tests"} & set(path.parts)]
    counts = {path.relative_to(ROOT).as_posix(): sum(1 for _ in lines(path)) for path in sources}
    assert not {path: count for path, count in counts.items() if count > 500 and path not in LONG}
