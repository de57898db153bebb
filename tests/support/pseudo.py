"""
Languages that nobody speaks, for layouts: every sentence of the catalogue 40 % longer, and one of them mirrored.

The codes are the usual ones for it (CLDR): en-XA is accented, ar-XB is read from right to left.
"""

from __future__ import annotations

import io
import re
from functools import cache
from gettext import GNUTranslations

from agent.desk.language import Language, of_catalogue
from tests.support.print_catalogue import compiled, template

_ACCENTED = str.maketrans("aceinouyACEINOUY", "áçéíñóúýÁÇÉÍÑÓÚÝ")
_FIELD = re.compile(r"(\{[^}]*\})")
_LONGER = 0.4


@cache
def accented() -> Language:
    """Give English with accents, each sentence 40 % longer: what is not in it was never in the catalogue."""
    return of_catalogue("en-XA", _translations())


@cache
def mirrored() -> Language:
    """Give the same, read from right to left."""
    return of_catalogue("ar-XB", _translations(), right_to_left=True)


def pseudo(text: str) -> str:
    """Accent a sentence and make it longer; its fields stay."""
    parts = [part if _FIELD.fullmatch(part) else part.translate(_ACCENTED) for part in _FIELD.split(text)]
    words = len(re.sub(_FIELD, "", text))
    return "".join(parts) + " " + "ó" * max(1, round(words * _LONGER) - 1)


def _translations() -> GNUTranslations:
    return GNUTranslations(io.BytesIO(_compiled()))


@cache
def _compiled() -> bytes:
    catalogue = template()
    for message in catalogue:
        if message.id:
            message.string = pseudo(message.id) if isinstance(message.id, str) else tuple(map(pseudo, message.id))
    return compiled(catalogue)
