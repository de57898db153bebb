"""What people get wrong, against the real programs: a code, words, a remedy, nothing lost, and never a traceback."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from protocol import errors
from tests.support.display import VirtualDisplay
from tests.support.relay_process import RelayProcess, ran, relay_process, seeded_key

ROOT = Path(__file__).parents[2]
RELAY, AGENT = "relay", "agent.main"
TOGETHER = 3  # programs that run at the same time: they mostly load
HOUR = 3600

pytestmark = pytest.mark.timeout(90)


def run(module: str, *arguments: str | Path, **changes: str) -> tuple[int, str]:
    """Run a program as a person would; give exit code and all it said, which holds no traceback and no jargon."""
    env = {**os.environ, **changes}
    done = ran(*map(str, arguments), env=env) if module == RELAY else subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    said = done.stdout + done.stderr
    for jargon in ("Traceback", "Errno", "Error(", "ValueError", errors.Unforeseen.code, "Xlib."):
        assert jargon not in said, said
    return done.returncode, said


def refused(wrong: type[errors.AttendedError], expect: int, module: str, *arguments: str | Path, **changes: str) -> str:
    """Run it and demand an error's code, words and remedy, each once."""
    code, said = run(module, *arguments, **changes)
    assert code == expect, said
    for part in (wrong.code, wrong.words, wrong.remedy):
        assert said.count(part) == 1, said
    return said


def together(cases: list[Callable[[], object]]) -> None:
    """Run independent cases side by side."""
    with ThreadPoolExecutor(TOGETHER) as threads:
        for done in [threads.submit(case) for case in cases]:
            done.result()


def contents(folder: Path) -> dict[Path, bytes]:
    """Give every file of a folder, but for what SQLite keeps beside an open database."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and "relay.db-" not in path.name}


@contextmanager
def web_server(body: bytes) -> Iterator[str]:
    """Run a plain web server that gives one answer to everything; give its address."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            """Stay silent."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def display() -> Iterator[VirtualDisplay]:
    """Run a display for the agents."""
    with VirtualDisplay(640, 480) as running:
        yield running


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Give a demonstration's data folder."""
    return RelayProcess(tmp_path / "data").init().data


def test_an_address_that_is_no_relay_is_named_where_it_was_typed(display: VirtualDisplay, tmp_path: Path) -> None:
    """Mistyped, down, another server, too new or too old: each has its own words, and the address is shown again."""
    with (
        web_server(b"<html>hello</html>") as page,
        web_server(b'{"version":"attended.v2"}') as newer,
        web_server(b'{"version":"attended.v0"}') as older,
        socket.create_server(("127.0.0.1", 0)) as taken,
    ):
        port = taken.getsockname()[1]
        taken.close()
        cases = [
            (errors.AddressMistyped, 2, "relay example"),
            (errors.PlainOnlyOnLoopback, 2, "http://relay.example"),
            (errors.RelayUnreachable, 1, f"http://127.0.0.1:{port}"),
            (errors.NotARelay, 1, page),
            (errors.ProgramTooOld, 1, newer),
            (errors.RelayTooOld, 1, older),
        ]

        def case(wrong: type[errors.AttendedError], expect: int, address: str) -> None:
            folder = tmp_path / wrong.code
            own = {**display.env, "XDG_RUNTIME_DIR": str(tmp_path / f"run-{wrong.code}")}
            Path(own["XDG_RUNTIME_DIR"]).mkdir()
            assert f"  {address}\n" in refused(wrong, expect, AGENT, address, "--data", folder, **own)
            assert not folder.exists()

        together([lambda each=each: case(*each) for each in cases])  # type: ignore[misc]


def test_a_desk_without_screen_or_memory_says_so(display: VirtualDisplay, tmp_path: Path) -> None:
    """No display, Wayland, a damaged memory and a receipt that is not there: told before anything is contacted."""
    (tmp_path / "known.json").write_bytes(b"{")
    somewhere = ("localhost:1", "--data", tmp_path)
    none = {**display.env, "DISPLAY": ""}
    cases: list[Callable[[], object]] = [
        lambda: refused(errors.NoDisplay, 1, AGENT, *somewhere, **none),
        lambda: refused(errors.NoDisplay, 1, AGENT, *somewhere, **{**none, "DISPLAY": ":64000"}),
        lambda: refused(errors.WaylandOnly, 1, AGENT, *somewhere, **{**none, "WAYLAND_DISPLAY": "wayland-0"}),
        lambda: refused(errors.KnownDamaged, 1, AGENT, *somewhere, **display.env),
        lambda: refused(errors.ReceiptNotFound, 2, AGENT, "receipt", tmp_path / "none.json", **none),
        lambda: refused(errors.ReceiptMalformed, 1, AGENT, "receipt", tmp_path / "known.json", **none),
    ]
    together(cases)
    assert (tmp_path / "known.json").read_bytes() == b"{"


def test_a_link_is_good_once_and_a_taken_port_is_named(tmp_path: Path) -> None:
    """Beside a running relay: a used or invented link, its port, its folder, a session or relay that is not there."""
    with relay_process(tmp_path / "data") as relay:
        first, second = relay.browser(), relay.browser()
        token = relay.invite()
        jwk = seeded_key("Ana").verify_key.jwk()
        assert first.post("/api/enrol", json={"token": token, "jwk": jwk}).status_code == 200
        for given, wrong in ((token, errors.InviteUsed), ("A" * 43, errors.InviteUnknown)):
            said = second.post("/api/enrol", json={"token": given, "jwk": seeded_key("Ben").verify_key.jwk()}).json()
            assert (said["code"], said["words"], said["remedy"]) == (wrong.code, wrong.words, wrong.remedy)
        key = relay.data / "readers" / "quality.key"
        other = RelayProcess(tmp_path / "other").init().data
        opening = ("open", "A" * 22, "--key", key, "--reason", "routine", "--data")
        together([
            lambda: refused(errors.PortInUse, 2, RELAY, "serve", "--data", other, "--port", str(relay.port)),
            lambda: refused(errors.LogInUse, 2, RELAY, "serve", "--data", relay.data, "--port", "0"),
            lambda: refused(errors.CommandIncomplete, 2, RELAY, *opening, other),
            lambda: refused(errors.NothingToCheck, 2, RELAY, "verify", "nowhere", "--data", relay.data),
        ])  # fmt: skip
        for spoken in (relay.data, other):
            code, said = run(RELAY, *opening, spoken, "--relay", relay.origin)
            assert code == 2, said
            assert key.read_text().split('"')[-2] not in said, "the reader's secret"


def test_a_display_that_goes_away_ends_the_program_with_words(tmp_path: Path) -> None:
    """The X server is killed under the code window: exit code 1, our own words, and none of a library's."""
    (tmp_path / "run").mkdir()
    with relay_process(tmp_path / "data") as relay, VirtualDisplay(640, 480) as going:
        argv: list[str | Path] = [sys.executable, "-m", AGENT, relay.origin, "--data", tmp_path / "agent"]
        agent = going.run(argv, cwd=ROOT, XDG_RUNTIME_DIR=str(tmp_path / "run"))
        going.window("Attended", within=30)
        going.children[0].signal(signal.SIGKILL)

        assert agent.wait() == 1
        lost = errors.DisplayLost
        assert agent.lines == [lost.words, lost.remedy, f"({lost.code})"]


def test_a_folder_that_cannot_serve_is_left_as_it_is(data: Path, tmp_path: Path) -> None:
    """Nothing set up, set up twice, no folder, an unknown setting: refused with 2, and nothing in it changes."""
    unknown = RelayProcess(tmp_path / "unknown").init().data
    (unknown / "settings.toml").write_text("prot = 8080\n")
    (tmp_path / "file").touch()
    before = {folder: contents(folder) for folder in (data, unknown)}
    invite = ("invite", "--data", data, "--name", "Ana", "--role")
    together([
        lambda: refused(errors.NotSetUp, 2, RELAY, "serve", "--data", tmp_path / "none"),
        lambda: refused(errors.AlreadySetUp, 2, RELAY, "init", "--demo", "--data", data),
        lambda: refused(errors.FileTrouble, 2, RELAY, "init", "--data", tmp_path / "file" / "below"),
        lambda: refused(errors.SettingUnknown, 2, RELAY, "serve", "--data", unknown),
        lambda: refused(errors.NameWrong, 2, RELAY, *invite, "technician", "--trained-until", "soon"),
        lambda: refused(errors.NameWrong, 2, RELAY, *invite, "technician", "--trained-until", "2020-01-01"),
        lambda: refused(errors.NameWrong, 2, RELAY, *invite, "boss"),
    ])  # fmt: skip
    assert {folder: contents(folder) for folder in before} == before


def halve(path: Path) -> None:
    """Lose the second half."""
    held = path.read_bytes()
    path.write_bytes(held[: len(held) // 2])


def empty(path: Path) -> None:
    """Cut to nothing."""
    path.write_bytes(b"")


def share(path: Path) -> None:
    """Let others read it."""
    path.chmod(0o644)


def scribble(path: Path) -> None:
    """Write over its beginning."""
    path.write_bytes(b"\x00 damaged" * 64 + path.read_bytes()[576:])


DAMAGES: list[tuple[str, Callable[[Path], None], type[errors.AttendedError], int]] = [
    ("relay.db", empty, errors.DatabaseDamaged, 2),
    ("relay.db", scribble, errors.DatabaseDamaged, 2),
    ("log-key/log.key", empty, errors.KeyFileDamaged, 2),
    ("log-key/log.key", share, errors.KeyFileShared, 2),
    ("directory.key", halve, errors.KeyFileDamaged, 2),
    ("organisation/published/policy.jws", empty, errors.KeyFileDamaged, 2),
    ("log/checkpoint", empty, errors.LogDamaged, 1),
]


def test_a_damaged_file_is_named_and_not_touched(tmp_path: Path) -> None:
    """Database, keys, rules and log: the relay says which is wrong and does not start, repair or overwrite."""

    def case(place: int) -> None:
        name, damage, wrong, expect = DAMAGES[place]
        folder = RelayProcess(tmp_path / str(place)).init().data
        secret = (folder / "directory.key").read_text().split('"')[-2]
        damage(folder / name)
        held = (folder / name).read_bytes()
        said = refused(wrong, expect, RELAY, "serve", "--data", folder, "--port", "0")
        assert secret[:20] not in said
        assert (folder / name).read_bytes() == held

    RelayProcess(tmp_path / "first").init()  # the demonstration is made once, before threads ask for it
    together([lambda place=place: case(place) for place in range(len(DAMAGES))])  # type: ignore[misc]


def test_a_damaged_recording_is_told_once_and_stays(data: Path) -> None:
    """What a crash left beyond repair is named by `recover` (exit 1), is left as it is, and `verify` sees it."""
    torn = data / "recordings" / "damaged" / "live.mcap"
    torn.parent.mkdir()
    torn.write_bytes(b"not a recording")

    said = refused(errors.RecordingDamaged, 1, RELAY, "recover", "--data", data)

    assert len(said.splitlines()) == 1
    assert torn.read_bytes() == b"not a recording"
    code, said = run(RELAY, "verify", torn)
    assert code == 1, said
    assert errors.RecordingUnreadable.code in said
