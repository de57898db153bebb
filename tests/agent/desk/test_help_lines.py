"""Whom to call: a number with its origin for six countries, and none elsewhere."""

from __future__ import annotations

import json
import re
from datetime import date
from importlib import resources

import pytest

from agent.desk.help_lines import country_of, help_line, help_lines, said_line
from agent.desk.language import open_language, speaking

COUNTRIES = ("AT", "CH", "DE", "ES", "GB", "US")


def test_every_line_has_a_number_an_origin_and_a_day() -> None:
    """Nobody is sent to a number whose source nobody knows."""
    held = json.loads(resources.files("agent.desk").joinpath("help_lines.json").read_text("utf-8"))
    assert sorted(held) == list(COUNTRIES)
    for country in COUNTRIES:
        assert any(letter.isdigit() for letter in help_line(country))
        assert held[country]["origin"]
        assert date.fromisoformat(held[country]["date"])


@pytest.mark.parametrize("country", ["", "FR", "at", "ZZ"])
def test_elsewhere_none_is_shown(country: str) -> None:
    """No number is better than a wrong one."""
    assert help_line(country) == ""


@pytest.mark.parametrize(
    ("locale", "country"),
    [
        ("de_AT.UTF-8", "AT"),
        ("en_GB", "GB"),
        ("es_ES@euro", "ES"),
        ("C.UTF-8", ""),
        ("de", ""),
        ("", ""),
        ("xx_YYY", ""),
        ("en_us", ""),
    ],
)
def test_the_country_is_the_locales(locale: str, country: str) -> None:
    """A locale that names none gives none."""
    assert country_of(locale) == country


@pytest.mark.parametrize("language", ["de", "es"])
def test_a_line_is_said_in_the_customers_language(language: str) -> None:
    """With the same numbers, wherever the country is; no line stays none."""
    with speaking(open_language(language)):
        for line in help_lines():
            said = said_line(line)
            assert said != line
            assert re.findall(r"[0-9]+", said) == re.findall(r"[0-9]+", line)
        assert said_line("") == ""
