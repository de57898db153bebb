"""
Tables of the ground floor that the browser repeats, as one vector file: scopes, law, limits, errors.

python -m tests.support.consent_tables
"""

from __future__ import annotations

import json
from typing import Any

from consent import limits
from consent.law import FLOWING, LAW, TRUTH
from consent.scopes import GROUPS, LOOKING, MEANING, REQUIRES, Channel, Direction, Scope, ending_with, opened_pairs
from protocol.errors import CATALOGUE
from tests.support.vectors import FOLDER


def everything() -> dict[str, Any]:
    """Gather the whole file."""
    return {
        "scopes": {
            scope: {
                "asksTo": meaning.asks_to,
                "label": meaning.label,
                "lines": list(meaning.lines),
                "channels": [int(channel) for channel in meaning.channels],
            }
            for scope, meaning in MEANING.items()
        },
        "requires": dict(REQUIRES),
        "looking": sorted(LOOKING),
        "groups": {group: [int(channel) for channel in channels] for group, channels in GROUPS.items()},
        "channels": {channel.name: int(channel) for channel in Channel},
        "directions": {direction.name: int(direction) for direction in Direction},
        "ending": {scope: sorted(ending_with({scope})) for scope in Scope},
        "pairs": {scope: sorted(list(pair) for pair in opened_pairs({scope})) for scope in Scope},
        "law": {state: dict(row.items()) for state, row in LAW.items()},
        "truth": dict(TRUTH),
        "flowing": sorted(FLOWING),
        "limits": {name: value for name, value in vars(limits).items() if name.isupper()},
        "errors": {
            code: {"name": leaf.__name__, "words": leaf.words, "remedy": leaf.remedy}
            for code, leaf in sorted(CATALOGUE.items())
            if leaf.__module__ == "consent.errors"
        },
    }


def written() -> str:
    """Write the file's text."""
    return json.dumps(everything(), indent=1, ensure_ascii=True) + "\n"


if __name__ == "__main__":
    (FOLDER / "consent-tables.json").write_text(written(), encoding="utf-8")
