"""Everything the player needs of an opened recording but the pictures' bytes: what happened when, and where to look."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any

from consent.jws import read_pinned, sha256_of
from consent.organisation import DirectoryEntry
from protocol.errors import AttendedError
from protocol.findings import Findings
from protocol.messages.report import ReportPart
from protocol.report.parse import read_report
from protocol.report.parts import Gathering
from relay.replay.lanes import Lanes
from relay.replay.opening import OpenedRecording
from relay.replay.scene import Shot, Shots
from relay.replay.show import as_json
from relay.replay.story import LOCKED, Line, readable

EVENTS = frozenset(
    {
        "begins", "asks", "question", "yes", "withdrawn", "pause", "goes-on", "refused", "lost", "back", "paused",
        "running", "recovered", "ended-without-word", "end", "hand", "check", "broken",
        "report-reading", "report-withheld", "report",
    }
)  # fmt: skip
"""What the list of events names; everything else is drawn or counted."""


@dataclass
class Film:
    """A recording, laid out in time. Times are milliseconds since 1970, by the relay's clock."""

    began: int = 0
    ends: int = 0
    technician: str = ""
    shots: list[Shot] = field(default_factory=list)
    events: list[Line] = field(default_factory=list)
    chat: list[Line] = field(default_factory=list)
    pointer: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Time, x, y, and how the technician's left button stands: 1 down, 0 up, -1 as before."""
    typed: list[int] = field(default_factory=list)
    """When a key went down: counts, never letters."""
    reports: list[tuple[int, str, dict[str, Any]]] = field(default_factory=list)
    """When a health report had arrived, the SHA-256 of its bytes, and what it says."""
    vitals: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    """Live use: when a sample came, and what it says."""
    report_parts: Gathering = field(default_factory=Gathering)
    locked: dict[str, int] = field(default_factory=dict)
    lanes: Lanes = field(default_factory=Lanes)

    def as_json(self, recording: OpenedRecording) -> dict[str, Any]:
        """Give all of it as JSON values; times count from the beginning."""
        opening = recording.case.account.opening
        seen, unseen = readable(recording.unlocked.groups)
        return {
            "session": recording.session,
            "organisation": opening.organisation if opening else "",
            "technician": self.technician,
            "began": self.began,
            "duration": self.ends - self.began,
            "shots": [[shot.time - self.began, int(shot.begins)] for shot in self.shots],
            "events": [self._line(line) for line in self.events],
            "chat": [self._line(line) for line in self.chat],
            "pointer": [[time - self.began, *rest] for time, *rest in self.pointer],
            "typed": [time - self.began for time in self.typed],
            "reports": [
                {"at": time - self.began, "sha256": sha256, "report": report} for time, sha256, report in self.reports
            ],
            "vitals": [{"at": time - self.began, "use": use} for time, use in self.vitals],
            "lanes": [self._stretch(asdict(stretch)) for stretch in self.lanes.stretches],
            "gaps": [[gap.begins - self.began, gap.ends - self.began, gap.words] for gap in self.lanes.gaps],
            "seen": seen,
            "unseen": unseen,
            "locked": self.locked,
            **as_json(_of(recording)),
        }

    def _line(self, line: Line) -> dict[str, Any]:
        code = line.facts.get("code", "")
        return {
            "at": line.time - self.began, "who": line.who, "kind": line.kind, "words": line.words, "code": code,
            "entry": line.entry,
        }  # fmt: skip

    def _stretch(self, held: dict[str, Any]) -> dict[str, Any]:
        rests = [[begins - self.began, ends - self.began] for begins, ends in held["rests"]]
        times = {name: held[name] - self.began for name in ("begins", "ends", "until")}
        return {"scope": held["scope"], "rests": rests, **times}


def develop(recording: OpenedRecording) -> Film:
    """Read the whole recording once."""
    account = recording.case.account
    film = Film(began=account.began, ends=account.ends)
    shots = Shots(film.shots)
    for entry in recording.entries():
        message = recording.picture(entry)
        if message is not None:
            shots.take(entry, message)
            film.lanes.take(Line(entry.index, entry.time, "customer", "picture", ""))
            continue
        for line in recording.told(entry):
            film.lanes.take(line)
            _take(film, line)
    shots.finish()
    film.lanes.finish(film.ends)
    # What was said afterwards stands at the end: there is no moment of the recording that it belongs to.
    film.events.extend(replace(line, time=film.ends) for line in recording.afterwards)
    return film


def _take(film: Film, line: Line) -> None:
    if line.kind in {"report", "report-part"} and not _take_part(film, line):
        return
    if line.kind in EVENTS:
        film.events.append(line)
    elif line.kind == "report-vitals":
        film.vitals.append((line.time, line.facts))
    elif line.kind == "chat":
        film.chat.append(line)
    elif line.kind in {"pointer", "button", "wheel"}:
        down = int(bool(line.facts["down"])) if line.facts.get("button") == "left" else -1
        film.pointer.append((line.time, line.facts["x"], line.facts["y"], down))
    elif line.kind == "key":
        if line.facts.get("down", True):
            film.typed.append(line.time)
    elif line.kind == LOCKED:
        film.locked[line.facts["group"]] = film.locked.get(line.facts["group"], 0) + 1
    elif line.kind == "entry":
        film.technician = _name_in(line.facts["entry"])


def _take_part(film: Film, line: Line) -> bool:
    """Put the report together; false when it cannot be, which is told in its place."""
    if line.facts["number"] == 1:  # after a lost line the whole report is said again
        film.report_parts = Gathering()
    try:
        data = film.report_parts.take(ReportPart.model_validate(line.facts))
        if data is not None and all(line.facts["sha256"] != sha256 for _, sha256, _ in film.reports):
            film.reports.append((line.time, line.facts["sha256"], read_report(data).model_dump(mode="json")))
    except AttendedError as error:
        film.events.append(Line(line.entry, line.time, line.who, "broken", error.words, {"code": error.code}))
        return False
    return True


def _of(recording: OpenedRecording) -> Findings:
    return recording.case.findings


def _name_in(token: str) -> str:
    try:
        return read_pinned(token, DirectoryEntry, sha256_of(token)).name
    except AttendedError:
        return ""
