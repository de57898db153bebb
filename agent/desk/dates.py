"""Days as they are said, in the language of now: "3 October", "31 March 2027". Each month is a sentence of its own."""

from __future__ import annotations

from datetime import date

from agent.desk.language import mark

_THIS_YEAR = (
    mark("desk.date", "{day} January"),
    mark("desk.date", "{day} February"),
    mark("desk.date", "{day} March"),
    mark("desk.date", "{day} April"),
    mark("desk.date", "{day} May"),
    mark("desk.date", "{day} June"),
    mark("desk.date", "{day} July"),
    mark("desk.date", "{day} August"),
    mark("desk.date", "{day} September"),
    mark("desk.date", "{day} October"),
    mark("desk.date", "{day} November"),
    mark("desk.date", "{day} December"),
)
_ANY_YEAR = (
    mark("desk.date", "{day} January {year}"),
    mark("desk.date", "{day} February {year}"),
    mark("desk.date", "{day} March {year}"),
    mark("desk.date", "{day} April {year}"),
    mark("desk.date", "{day} May {year}"),
    mark("desk.date", "{day} June {year}"),
    mark("desk.date", "{day} July {year}"),
    mark("desk.date", "{day} August {year}"),
    mark("desk.date", "{day} September {year}"),
    mark("desk.date", "{day} October {year}"),
    mark("desk.date", "{day} November {year}"),
    mark("desk.date", "{day} December {year}"),
)


def spoken_day(iso: str, today: str = "") -> str:
    """Say "2027-03-31" as "31 March 2027", and without its year where that is the year of `today`, another such day."""
    day = date.fromisoformat(iso)
    if today and date.fromisoformat(today).year == day.year:
        return _THIS_YEAR[day.month - 1].said(day=day.day)
    return _ANY_YEAR[day.month - 1].said(day=day.day, year=day.year)
