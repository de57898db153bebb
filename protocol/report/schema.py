"""
The JSON Schema (2020-12) of a report: the models' own shape, closed over the register's ids.

`docs/report.schema.json` is what this gives; it is saved beside every exported report. `x-register` names each fact's
title, kind and unit for programs that read a report without our code.
"""

from __future__ import annotations

from typing import Any

from protocol.report.document import Report
from protocol.report.register.entry import Fact
from protocol.report.register.everything import FACTS, SECTIONS, TABLES


def report_schema() -> dict[str, Any]:
    """Give the schema as a JSON value."""
    schema = Report.model_json_schema(by_alias=True)
    parts = schema["$defs"]
    parts["Told"]["properties"]["id"] = {"enum": sorted(FACTS)}
    parts["Rows"]["properties"]["id"] = {"enum": sorted(TABLES)}
    parts["Part"]["properties"]["id"] = {"enum": list(SECTIONS)}
    columns = sorted({column.id for table in TABLES.values() for column in table.columns})
    parts["Rows"]["properties"]["columns"]["items"] = {"enum": columns}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:attended:report:1",
        **schema,
        "title": "Attended health report, attended.report/1",
        "x-register": {
            "facts": {each.id: _described(each) for each in FACTS.values()},
            "columns": {
                column.id: {**_described(column), "about": table.id}
                for table in TABLES.values()
                for column in table.columns
            },
        },
    }


def _described(entry: Fact) -> dict[str, Any]:
    described: dict[str, Any] = {"title": entry.title, "kind": entry.kind, "unit": entry.unit, "class": entry.reading}
    return described | ({"about": entry.about} if entry.about else {})
