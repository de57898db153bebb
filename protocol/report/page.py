"""
The report as one page to read: findings first in plain words, then sections that fold. No script, no outside address.

It is made from the document alone, so it holds nothing that the JSON does not.
"""

from __future__ import annotations

from html import escape

from protocol.report.document import Finding, Omission, Part, Report, Rows, Told
from protocol.report.kinds import RANK, Severity
from protocol.report.register.everything import FACTS, SECTIONS, TABLES
from protocol.report.words import shown

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 60rem; margin: 0 auto; padding: 1rem }
h1 { font-size: 1.5rem } h2 { font-size: 1.2rem }
summary { font-weight: 600; font-size: 1.1rem; cursor: pointer; padding: .4rem 0 }
table { border-collapse: collapse; width: 100%; margin: .4rem 0 1rem }
caption { text-align: left; font-weight: 600; padding: .3rem 0 }
th, td { text-align: left; vertical-align: top; padding: .2rem .6rem .2rem 0; border-bottom: 1px solid #8886;
  overflow-wrap: anywhere }
th { font-weight: 400; min-width: 9rem }
thead th { font-weight: 600 }
.finding { border-left: .4rem solid #888; padding: .2rem .8rem; margin: .6rem 0 }
.act-now { border-color: #c22 } .soon { border-color: #c80 } .worth-knowing { border-color: #27c }
.small { font-size: .85rem; opacity: .8 }
@media print { :root { color-scheme: light } body { max-width: none } .finding, tr { break-inside: avoid }
  summary, h2 { break-after: avoid } details::details-content { content-visibility: visible } }
""".strip()
SEVERITY: dict[Severity, str] = {"act-now": "Act now", "soon": "Soon", "worth-knowing": "Worth knowing"}
_STATUS = {
    "ok": "",
    "partial": "Partly read.",
    "no-rights": "Not read: this account may not.",
    "not-present": "This computer has none.",
    "not-supported": "Not offered on this system.",
    "tool-missing": "Not read: a program that is needed is not installed.",
    "timed-out": "Not read: it took too long.",
    "failed": "Not read: something went wrong.",
}


def report_page(report: Report) -> str:
    """Write the whole page, HTML, every value escaped."""
    made = report.made
    sections = "\n".join(_section(part, report.omissions) for part in report.sections)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Health report, {escape(made.at)}</title>
<style>
{_STYLE}
</style>
</head>
<body>
<main>
<h1>Health report</h1>
<p>{escape(shown(made.at))} · {escape(made.platform)} · took {made.took_ms / 1000:.1f} s · {_rights(report)}</p>
<h2 id="findings">What was found</h2>
{_findings(report.findings)}
<h2 id="facts">What is known</h2>
{sections}
</main>
<footer class="small"><p>{_footer(report)}</p></footer>
</body>
</html>
"""


def _rights(report: Report) -> str:
    return "read as administrator" if report.made.elevated else "read without administrator's rights"


def _findings(findings: tuple[Finding, ...]) -> str:
    if not findings:
        return "<p>No rule found anything. What is not known was not judged.</p>"
    ordered = sorted(findings, key=lambda each: RANK[each.severity])
    return "\n".join(_finding(each) for each in ordered)


def _finding(finding: Finding) -> str:
    about = f" <span class='small'>({escape(finding.about)})</span>" if finding.about else ""
    return (
        f'<section class="finding {finding.severity}"><h3>{SEVERITY[finding.severity]}: '
        f"{escape(finding.words)}{about}</h3><p>{escape(finding.advice)}</p></section>"
    )


def _section(part: Part, omissions: tuple[Omission, ...]) -> str:
    title = SECTIONS[part.id].title if part.id in SECTIONS else part.id
    status = f"<p>{escape(_STATUS[part.status])}</p>" if _STATUS[part.status] else ""
    gaps = "".join(f"<li>{escape(each.words)}{_names(each)}</li>" for each in omissions if each.section == part.id)
    listed = f'<ul class="small">{gaps}</ul>' if gaps else ""
    tables = "".join(_table(each) for each in part.tables)
    count = len(part.facts) + sum(len(each.rows) for each in part.tables)
    return (
        f'<details open id="{escape(part.id)}"><summary>{escape(title)} ({count})</summary>'
        f"{status}{_facts(part.facts)}{tables}{listed}</details>"
    )


def _names(omission: Omission) -> str:
    titles = [FACTS[each].title for each in omission.facts if each in FACTS]
    return f" ({escape(', '.join(titles))})" if titles else ""


def _facts(facts: tuple[Told, ...]) -> str:
    if not facts:
        return ""
    rows = "".join(_fact(each) for each in facts)
    head = "<thead><tr><th scope='col'>What</th><th scope='col'>Of</th><th scope='col'>Value</th></tr></thead>"
    return f"<table>{head}<tbody>{rows}</tbody></table>"


def _fact(told: Told) -> str:
    title = FACTS[told.id].title if told.id in FACTS else told.id
    value = f'<span title="{escape(told.source)}">{escape(shown(told.value, told.unit))}</span>'
    return f'<tr><th scope="row">{escape(title)}</th><td>{escape(told.of)}</td><td>{value}</td></tr>'


def _table(table: Rows) -> str:
    entry = TABLES[table.id]
    heads = "".join(f"<th scope='col'>{escape(column.title)}</th>" for column in entry.columns)
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td>{escape(shown(cell, column.unit)) if cell is not None else ''}</td>"
            for cell, column in zip(row, entry.columns, strict=True)
        )
        + "</tr>"
        for row in table.rows
    )
    return (
        f"<table><caption>{escape(entry.title)}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _footer(report: Report) -> str:
    cut = "".join(f" {each.left_out} more in {escape(each.what)} were left out." for each in report.truncated)
    ran = {
        "linux": "Reading a Linux computer is tested on a running machine.",
        "windows": "Reading a Windows computer is tested with recorded answers only, never on a running machine.",
        "macos": "Reading a Mac is tested with recorded answers only, never on a running machine.",
    }[report.made.platform]
    return f"Made by Attended {escape(report.made.agent)}. What is masked stands as ‹serial 1›. {ran}{cut}"
