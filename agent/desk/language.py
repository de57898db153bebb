"""
The desk's language: every sentence the customer meets is said here, from the catalogue beside the look.

Keys are the English texts with a context (`desk.question`). A sentence stands whole in the catalogue, with named
fields; nothing is glued from parts (experience 2.11). What lacks a translation is said in English, never left blank.

    say("desk.code", "Getting a code from {relay}…", relay="relay.example")
    count("desk.question", "Allow {n} thing", "Allow {n} things", 2)
    WAITING = mark("desk.code", "Waiting for your helper.")        # at the top of a module: said later
    WAITING.said()

The catalogues are gettext's: `protocol/look/locale/LANGUAGE/LC_MESSAGES/attended.mo`, made of `attended.po` there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from gettext import GNUTranslations, NullTranslations
from importlib import resources
from io import BytesIO
from typing import NamedTuple, TypeVar

ENGLISH = "en"
LANGUAGES = {"en": "English", "de": "Deutsch", "es": "Español"}
"""The languages there are, each by its own name."""
_ISOLATE, _END = "\N{LEFT-TO-RIGHT ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
Said = TypeVar("Said")


class Text(NamedTuple):
    """A sentence to be said later, in the language of that moment."""

    context: str
    english: str

    def said(self, **fields: object) -> str:
        """Say it now, with its named fields filled in."""
        return say(self.context, self.english, **fields)


@dataclass(frozen=True)
class Language:
    """One language: its code (BCP 47), its catalogue, and the way it is read."""

    code: str
    catalogue: NullTranslations
    right_to_left: bool = False


@dataclass
class _Spoken:
    now: Language
    missing: int = 0
    """How many texts were said in English since the count began, for want of a translation."""


class _InEnglish(NullTranslations):
    """Says in English what a catalogue lacks, and counts it."""

    def pgettext(self, context: str, message: str) -> str:
        _spoken.missing += 1
        return super().pgettext(context, message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        _spoken.missing += 1
        return super().npgettext(context, msgid1, msgid2, n)


_spoken = _Spoken(Language(ENGLISH, NullTranslations()))


def say(context: str, english: str, /, **fields: object) -> str:
    """Say a sentence in the language of now, with its named fields filled in."""
    return _spoken.now.catalogue.pgettext(context, english).format(**fields)


def count(context: str, one: str, many: str, n: int, /, **fields: object) -> str:
    """Say a sentence that counts: `{n}` is the number, and the language chooses among its plurals by it."""
    return _spoken.now.catalogue.npgettext(context, one, many, n).format(n=n, **fields)


def mark(context: str, english: str) -> Text:
    """Note a sentence for the catalogue, to be said later."""
    return Text(context, english)


def as_written(text: str) -> str:
    """Keep a code, time, address or path in its own order inside a sentence that is read from right to left."""
    return f"{_ISOLATE}{text}{_END}" if _spoken.now.right_to_left else text


def language() -> Language:
    """Give the language of now."""
    return _spoken.now


def use(spoken: Language) -> None:
    """Speak this language from now on."""
    _spoken.now = spoken


@contextmanager
def speaking(spoken: Language) -> Iterator[None]:
    """Speak this language for a while."""
    before = _spoken.now
    use(spoken)
    try:
        yield
    finally:
        use(before)


def whole(make: Callable[[], Said]) -> Said:
    """Make something of several sentences in one language: when one lacks a translation, all are said in English."""
    _spoken.missing = 0
    made = make()
    if not _spoken.missing:
        return made
    with speaking(open_language(ENGLISH)):
        return make()


def open_language(code: str) -> Language:
    """Open one of `LANGUAGES`."""
    if code == ENGLISH:
        return Language(ENGLISH, NullTranslations())
    held = resources.files("protocol.look").joinpath("locale", code, "LC_MESSAGES", "attended.mo").read_bytes()
    return of_catalogue(code, GNUTranslations(BytesIO(held)))


def of_catalogue(code: str, catalogue: GNUTranslations, *, right_to_left: bool = False) -> Language:
    """Make a language of a catalogue; what it lacks is said in English."""
    catalogue.add_fallback(_InEnglish())
    return Language(code, catalogue, right_to_left)


def language_of(locale: str) -> str:
    """Choose a language for a locale such as "de_AT.UTF-8": English where we do not speak it."""
    code = locale.partition(".")[0].partition("@")[0].partition("_")[0].lower()
    return code if code in LANGUAGES else ENGLISH
