"""Where the time from the customer's yes to the first picture goes, stage by stage."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from benchmarks import marks
from benchmarks.report import Figure
from benchmarks.session import Place, place
from consent.jws import peek_typ
from protocol.channels import Channel
from protocol.recording import Entry, Kind, Origin
from relay.recorder.recovery import read_live

RUNS = 5
PROGRAM = "benchmarks.traced_agent"
STAGES = (
    ("answered", "Allow pressed, to the desk"),
    ("document handed in", "grant signed, epoch drawn, handed in"),
    ("key list handed in", "key list handed in"),
    ("grant recorded", "grant recorded at the relay"),
    ("key list recorded", "key list recorded at the relay"),
    ("acknowledged 1", "grant acknowledged, to the desk"),
    ("acknowledged 2", "key list acknowledged, to the desk"),
    ("border stands", "border and banner stand"),
    ("permit", "permit made"),
    ("permit heard", "permit heard by the engine"),
    ("display open", "display open to be captured"),
    ("grab begins", "first grab begins"),
    ("grabbed", "grabbed"),
    ("coded", "keyframe coded"),
    ("sealed", "keyframe handed to the seal"),
    ("picture recorded", "keyframe recorded at the relay"),
    ("arrived", "arrived in the browser"),
    ("opened", "opened, to be decoded"),
    ("drawing", "decoded, being drawn"),
    ("seen", "seen on the page"),
)
"""Marks in the order in which they are expected, and what each stage is called."""

_PAGE = """
(() => {
    const marks = (window.marks = {});
    const mark = (name) => { marks[name] ??= performance.timeOrigin + performance.now(); };
    const listen = BroadcastChannel.prototype.addEventListener;
    BroadcastChannel.prototype.addEventListener = function (kind, listener, options) {
        return listen.call(this, kind, kind !== 'message' ? listener : (event) => {
            const { data } = event.data;
            // The first large sealed message is the first part of a keyframe.
            if (data?.byteLength > 4200 && new Uint8Array(data)[0] === 1) mark('arrived');
            return listener(event);
        }, options);
    };
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (message, ...more) {
        if (message?.stamp) mark('opened');
        return post.call(this, message, ...more);
    };
    for (const name of ['putImageData', 'fillRect', 'drawImage']) {
        const drawn = CanvasRenderingContext2D.prototype[name];
        CanvasRenderingContext2D.prototype[name] = function (...values) {
            if (this.canvas.id === 'screen') mark('drawing');
            return drawn.apply(this, values);
        };
    }
})();
"""


async def measure(runs: int = RUNS) -> list[Figure]:
    """Hold whole sessions as `first_picture` does; give each stage's length, and the whole."""
    seen: list[dict[str, float]] = []
    async with place() as here:
        await here.ana.page.add_init_script(_PAGE)
        for _ in range(runs):
            await here.begins_anew()
            seen.append(await _one(here))
    return [*_figures(seen), Figure("yes to first picture, traced", "ms", [one["seen"] for one in seen])]


async def _one(here: Place) -> dict[str, float]:
    """Give what was marked in one session, in milliseconds since Allow was pressed."""
    path = here.folder / "marks"
    path.unlink(missing_ok=True)
    async with here.agent(PROGRAM, {marks.FILE: str(path)}):
        took = await here.view()
        found = marks.read(path, here.pressed_at)
        found |= {name: float(at) for name, at in (await here.ana.page.evaluate("() => window.marks")).items()}
        found |= _recorded(_newest(here.relay.data / "recordings"))
        found["seen"] = here.pressed_at + took
    return {name: at - here.pressed_at for name, at in found.items()}


def _newest(recordings: Path) -> Path:
    return max(recordings.glob("*/live.mcap"), key=lambda path: path.stat().st_mtime)


def _recorded(path: Path) -> dict[str, float]:
    """Give when the relay received what, by the recording's own times."""
    found: dict[str, float] = {}
    with path.open("rb") as file:
        for entry, _end in read_live(file):
            name = _named(entry)
            if name:
                found.setdefault(f"{name} recorded", float(entry.time))
    return found


def _named(entry: Entry) -> str:
    if entry.kind is Kind.SEALED and entry.origin is Origin.AGENT and entry.kid & 0x7F == Channel.SCREEN:
        return "picture"
    typ = peek_typ(entry.body.decode("ascii")) if entry.kind is Kind.DOCUMENT else ""
    return {"consent-grant+jwt": "grant", "key-list+jwt": "key list"}.get(typ, "")


def _figures(seen: list[dict[str, float]]) -> Iterable[Figure]:
    """Give each stage's length: from the latest mark of those before it."""
    former = [0.0] * len(seen)
    for name, called in STAGES:
        there = [one.get(name, before) for one, before in zip(seen, former, strict=True)]
        yield Figure(f"  {called}", "ms", [at - before for at, before in zip(there, former, strict=True)])
        former = [max(at, before) for at, before in zip(there, former, strict=True)]
