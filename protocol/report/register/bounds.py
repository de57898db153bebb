"""How many rows each table may have."""

from __future__ import annotations

from protocol import limits

ROWS: dict[str, int] = {
    "devices.bus": limits.REPORT_DRIVERS,
    "software.programs": limits.REPORT_ROWS,
    "software.changes": limits.REPORT_DRIVERS,
    "software.services": limits.REPORT_SERVICES,
    "software.start-up": limits.REPORT_SERVICES,
    "software.tasks": limits.REPORT_SERVICES,
    "software.drivers": limits.REPORT_DRIVERS,
    "security.remote-tools": limits.REPORT_SERVICES,
    "security.listening": limits.REPORT_SERVICES,
    "faults.kernel": limits.REPORT_EVENT_GROUPS,
    "faults.events": limits.REPORT_EVENT_GROUPS,
    "faults.crashes": limits.REPORT_EVENT_GROUPS,
    "activity.programs": limits.REPORT_EVENT_GROUPS,
}
"""Rows at most, by table."""
