"""
Write docs/report.schema.json from the code.

    python -m tests.support.print_report
"""

from __future__ import annotations

import json
from pathlib import Path

from protocol.report.schema import report_schema

SCHEMA = Path(__file__).parent.parent.parent / "docs" / "report.schema.json"

if __name__ == "__main__":
    SCHEMA.write_text(json.dumps(report_schema(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
