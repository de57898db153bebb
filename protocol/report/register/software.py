"""1.7 Programs, services, start-up, scheduled tasks, drivers."""

from __future__ import annotations

from protocol.report.register.entry import Counts, Section, Table, fact

SECTION = Section(
    "software",
    "Programs and services",
    "Looking at programs and services",
    (
        fact("programs.number", "Programs installed", "number", counts=Counts("software.programs")),
        fact(
            "programs.changed",
            "Programs changed in the last 14 days",
            "number",
            compare="ignore",
            counts=Counts("software.changes", names=True),
        ),
        fact("services.number", "Services", "number", counts=Counts("software.services")),
        fact(
            "services.failed",
            "Services that failed",
            "number",
            counts=Counts("software.services", only="service.failed"),
        ),
        fact("services.manager", "What starts services", "enum"),
        fact("services.manager-version", "What starts services, version", "version"),
    ),
    (
        Table(
            "software.programs",
            "Programs",
            (
                fact("program.name", "Name", "text"),
                fact("program.version", "Version", "version"),
                fact("program.publisher", "Publisher", "text"),
                fact("program.installed", "Installed", "date"),
                fact("program.kind", "Kind", "enum"),
            ),
        ),
        Table(
            "software.changes",
            "Changed in the last 14 days",
            (
                fact("change.name", "Name", "text"),
                fact("change.action", "What happened", "enum"),
                fact("change.version", "Version", "version"),
                fact("change.at", "When", "date"),
            ),
            compare="ignore",
        ),
        Table(
            "software.services",
            "Services",
            (
                fact("service.name", "Name", "text"),
                fact("service.words", "Description", "text"),
                fact("service.state", "State", "enum"),
                fact("service.start", "Start", "enum"),
                fact("service.failed", "Failed", "flag"),
                fact("service.exit", "Exit code", "number"),
            ),
        ),
        Table(
            "software.start-up",
            "Starts with the computer",
            (
                fact("start.name", "Name", "text"),
                fact("start.program", "Program", "text"),
                fact("start.publisher", "Publisher", "text"),
                fact("start.kind", "Kind", "enum"),
                fact("start.on", "On", "flag"),
            ),
        ),
        Table(
            "software.tasks",
            "Scheduled tasks that fail",
            (fact("task.name", "Name", "text"), fact("task.code", "Last result", "code")),
        ),
        Table(
            "software.drivers",
            "Drivers",
            (
                fact("driver.name", "Name", "driver"),
                fact("driver.provider", "Provider", "model"),
                fact("driver.version", "Version", "version"),
                fact("driver.date", "Date", "date"),
                fact("driver.signed", "Signed", "flag"),
            ),
        ),
    ),
)
