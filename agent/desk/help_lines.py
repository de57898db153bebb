"""Whom to call in a country after a scam: numbers with origin and date, from `help_lines.json` beside this file."""

from __future__ import annotations

import json
from importlib import resources
from typing import cast

from agent.desk.language import say

CONTEXT = "help"
_NAME_LETTERS = 2


def help_line(country: str) -> str:
    """Give the line to show in a country ("AT"); empty where we know of none: no number is better than a wrong one."""
    return _lines().get(country, {}).get("line", "")


def help_lines() -> tuple[str, ...]:
    """Give every line there is, for the catalogue."""
    return tuple(each["line"] for each in _lines().values())


def said_line(line: str) -> str:
    """Say a line in the language of now; nothing for none."""
    return say(CONTEXT, line) if line else ""


def country_of(locale: str) -> str:
    """Name the country that a locale such as "de_AT.UTF-8" is for; empty when it names none."""
    territory = locale.partition(".")[0].partition("@")[0].partition("_")[2]
    return territory if len(territory) == _NAME_LETTERS and territory.isascii() and territory.isupper() else ""


def _lines() -> dict[str, dict[str, str]]:
    text = resources.files("agent.desk").joinpath("help_lines.json").read_text("utf-8")
    return cast("dict[str, dict[str, str]]", json.loads(text))
