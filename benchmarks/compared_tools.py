"""
The report side by side with inxi, lshw, hwinfo and MeshCentral's agent, on the machine at hand.

    python -m benchmarks.compared_tools --mesh FOLDER > docs/report-comparison.md

Needs inxi, lshw and hwinfo installed, lspci beside them, and in FOLDER the npm package `meshcentral` (npm install).
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import fill

from agent.report.assemble import assemble
from agent.report.choice import chosen
from agent.report.leave import OwnReport
from agent.report.redact import Redactor
from agent.report.run import Run
from benchmarks.compared_rows import Row, sections

SEEN, ELSEWHERE, NOT = "●", "○", "–"
_COLOURS = re.compile(r"\x1b\[[0-9;]*m|\x03\d{0,2}|\x0f")
_WIDTH = 118
_ENDS = re.compile(r"12(?=[A-Z])")


@dataclass(frozen=True)
class Program:
    """One of the others: what it said here, its own text, its version, how long it took in seconds."""

    name: str
    said: str
    text: str
    version: str
    took: float

    def mark(self, cell: str) -> str:
        """
        Say whether it tells a subject: on this machine, elsewhere, or not.

        Raises:
            ValueError: It says it nowhere, and nothing of the kind stands in it.
        """
        if not cell:
            return NOT
        wanted = cell.split("|src:")
        if not wanted[0].startswith("src:") and re.search(wanted[0], self.said):
            return SEEN
        words = [each.removeprefix("src:") for each in wanted if each.startswith("src:") or each is not wanted[0]]
        if words and not any(word.lower() in self.text.lower() for word in words):
            raise ValueError(f"{self.name} has no {cell}")
        return ELSEWHERE


def installed(name: str, *words: str, text: Path) -> Program:
    """Run one that is installed; `text` is the program, or the library that does its work."""
    began = time.monotonic()
    said = _ran(*words)
    took = time.monotonic() - began
    version = _ran("dpkg-query", "-W", "-f", "${Version}", name).partition("-")[0]
    return Program(name, said, text.read_bytes().decode("latin-1"), version or "?", took)


_ASKED = {
    "hardware": "require('computer-identifiers').get()",
    "netinfo": "require('os').networkInterfaces()",
    "memory": "require('sysinfo').memUtilization()",
}


def mesh(folder: Path) -> Program:
    """Let MeshCentral's agent run its own modules, as its console's `sysinfo` would; it stays on this machine."""
    agents = folder / "node_modules" / "meshcentral" / "agents"
    modules = {path.stem: path for path in (agents / "modules_meshcore").glob("*.js")}
    lines = [f"addModule('{name}', require('fs').readFileSync('{modules[name]}').toString());"
             for name in ("computer-identifiers", "sysinfo")]  # fmt: skip
    lines += ["var out = {};"]
    for name, ask in _ASKED.items():
        lines.append(f"try {{ out.{name} = {ask}; }} catch (e) {{ out.{name} = e.toString(); }}")
    lines += ["process.stdout.write(JSON.stringify(out));", "process.exit(0);"]
    script = folder / "compared.js"
    script.write_text("\n".join(lines), encoding="utf-8")
    program = folder / "meshagent"
    program.write_bytes((agents / "meshagent_x86-64").read_bytes())
    program.chmod(0o700)
    began = time.monotonic()
    said = _ran(str(program), str(script))
    took = time.monotonic() - began
    package = json.loads((folder / "node_modules" / "meshcentral" / "package.json").read_text(encoding="utf-8"))
    text = "".join(path.read_text(encoding="utf-8", errors="replace") for path in modules.values())
    text += " ".join(modules) + (agents / "meshcore.js").read_text(encoding="utf-8", errors="replace")
    return Program("MeshCentral's agent", said, text, package["version"], took)


def _ran(*words: str) -> str:
    ran = subprocess.run(
        words,
        capture_output=True,
        timeout=60,
        check=False,
        cwd="/",
        env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "TERM": "dumb"},
    )
    return _ENDS.sub("", _COLOURS.sub("", ran.stdout.decode("utf-8", "replace")))


def ours() -> tuple[frozenset[str], float]:
    """Make a report here: the facts and columns that it tells, and how long it took in seconds."""
    leave = OwnReport()
    machine, collectors = chosen(leave)
    began = time.monotonic()
    redactor = Redactor(machine.own())
    heard = Run(machine, collectors, leave).collect()
    took = time.monotonic() - began
    report, _ = assemble(machine, heard, redactor, took=took, agent="compared", grant=None)
    told = {fact.id for part in report.sections for fact in part.facts}
    for table in (table for part in report.sections for table in part.tables):
        told |= {name for at, name in enumerate(table.columns) if any(row[at] is not None for row in table.rows)}
    return frozenset(told), took


def page(programs: list[Program], told: frozenset[str], took: float, kernel: str) -> str:
    """Write the page; `programs` in the order of the rows' cells."""
    heads = [f"`{each.name}`" if " " not in each.name else each.name for each in programs]
    lines = [*_top(programs, took, kernel)]
    for section, rows in sections().items():
        lines += ["", f"## {section}", "", f"| fact | the report | {' | '.join(heads)} |", f"| --- |{' --- |' * 5}"]
        for row in rows:
            cells = " | ".join(each.mark(cell) for each, cell in zip(programs, row.others, strict=True))
            lines.append(f"| {row.what} | {_own(row, told)} | {cells} |")
    return "\n".join(lines) + "\n"


def _own(row: Row, told: frozenset[str]) -> str:
    if not row.ours:
        return f"{NOT} {row.why}"
    return SEEN if set(row.ours) & told else ELSEWHERE


def figures() -> str:
    """Say how many subjects there are, and how many of them are in the report."""
    rows = [row for each in sections().values() for row in each]
    only = sum(1 for row in rows if row.ours and not any(row.others))
    without = sum(1 for row in rows if not row.ours)
    return (
        f"{len(rows)} subjects: {len(rows) - without} are in the report, {only} of them in none of the others; "
        f"{without} are left out, each with its reason in place of a mark."
    )


def _top(programs: list[Program], took: float, kernel: str) -> Iterator[str]:
    yield from ("# The report beside others", "")
    yield from fill(
        "Printed by `python -m benchmarks.compared_tools` on the project's own virtual machine (2 cores, Debian 12, "
        f"Linux {kernel.partition('-')[0]}), which has no DMI, no sensors, no battery, no sound and no screen of its "
        "own: ● told there, ○ told where there is such a thing (of the others: it stands in the program), – not told.",
        _WIDTH,
    ).splitlines()
    yield from ("", "| program | version | took |", "| --- | --- | --- |")
    yield f"| the report | this one | {took:.1f} s, of which 1 s is a sample of what goes on |"
    for each in programs:
        yield f"| {each.name} | {each.version} | {each.took:.1f} s |"
    for words in (figures(), _HOW, _CLEAR):
        yield from ("", *fill(words, _WIDTH).splitlines())


_HOW = (
    "inxi ran as `inxi -Fazy`, lshw as `lshw -json`, hwinfo without options, all as root. MeshCentral's agent told "
    "nothing of the hardware here: where there is no DMI its module gives up before it looks at anything else, so its "
    "column says what stands in its modules for Linux."
)
_CLEAR = (
    "Serial numbers, addresses, names and labels are masked in the report, and shown one by one by the customer; the "
    "others print them, and all options of the kernel with their values. inxi can leave some out (`-z`, as here)."
)


def main() -> None:
    """Run all of them and print the page."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--mesh", type=Path, required=True, help="a folder with node_modules/meshcentral")
    folder: Path = parser.parse_args().mesh.absolute()
    library = next(path for root in ("/usr/lib", "/usr/lib64") for path in Path(root).rglob("libhd.so.*"))
    programs = [
        installed("inxi", "inxi", "-Fazy", "-c0", text=Path("/usr/bin/inxi")),
        installed("lshw", "lshw", "-json", "-quiet", text=Path("/usr/bin/lshw")),
        installed("hwinfo", "hwinfo", text=library),
        mesh(folder),
    ]
    told, took = ours()
    sys.stdout.write(page(programs, told, took, _ran("uname", "-r").strip()))


if __name__ == "__main__":
    main()
