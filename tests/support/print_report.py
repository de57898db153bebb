"""
Write docs/report.schema.json and docs/report-linux.md from the code.

    python -m tests.support.print_report
"""

from __future__ import annotations

import json
from pathlib import Path

from protocol.report.schema import report_schema
from tests.support.linux_facts import facts_page

DOCS = Path(__file__).parent.parent.parent / "docs"

if __name__ == "__main__":
    schema = json.dumps(report_schema(), indent=1, ensure_ascii=False) + "\n"
    (DOCS / "report.schema.json").write_text(schema, encoding="utf-8")
    (DOCS / "report-linux.md").write_text(facts_page(), encoding="utf-8")
