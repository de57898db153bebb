"""What people read, in their language: whole, counted rightly, and in English rather than blank."""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator
from functools import cache
from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from agent.desk import language
from agent.desk.language import as_written, count, mark, open_language, say, whole
from tests.support.house import ROOT
from tests.support.print_catalogue import TRANSLATED, compiled, po_path, printed, template, translation
from tests.support.pseudo import accented, mirrored, pseudo


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with language.speaking(open_language("en")):
        yield


@cache
def collected() -> Catalog:
    """Collect every sentence once for all tests: nobody here changes it."""
    return template()


def small(*, complete: bool) -> language.Language:
    """Make a German of one or two sentences."""
    made = Catalog(locale="de")
    made.add("Stop here", "Hier aufhören", context="test")
    made.add(("{n} thing", "{n} things"), ("{n} Ding", "{n} Dinge"), context="test")
    if complete:
        made.add("Go back", "Zurück", context="test")
    return language.of_catalogue("de", GNUTranslations(io.BytesIO(compiled(made))))


def test_a_sentence_is_said_in_the_language_of_now() -> None:
    """Fields are filled in, plurals chosen, and another context is another sentence."""
    assert say("test", "Stop here") == "Stop here"
    with language.speaking(small(complete=True)):
        assert say("test", "Stop here") == "Hier aufhören"
        assert mark("test", "Stop here").said() == "Hier aufhören"
        assert say("elsewhere", "Stop here") == "Stop here"
        assert [count("test", "{n} thing", "{n} things", n) for n in (0, 1, 2)] == ["0 Dinge", "1 Ding", "2 Dinge"]
    assert count("test", "{n} thing", "{n} things", 1) == "1 thing"


def test_what_lacks_one_translation_is_said_in_english_as_a_whole() -> None:
    """A question in two languages is none that people can read."""

    def both() -> str:
        return say("test", "Stop here") + " / " + say("test", "Go back")

    with language.speaking(small(complete=False)):
        assert both() == "Hier aufhören / Go back"
        assert whole(both) == "Stop here / Go back"
        assert language.language().code == "de"
    with language.speaking(small(complete=True)):
        assert whole(both) == "Hier aufhören / Zurück"


def test_a_code_keeps_its_order_where_the_sentence_is_mirrored() -> None:
    """It is isolated there, and nowhere else."""
    assert as_written("4821-739205-1") == "4821-739205-1"
    with language.speaking(mirrored()):
        assert as_written("14:02") == "\u206614:02\u2069"


@pytest.mark.parametrize(
    ("locale", "code"),
    [("de_AT.UTF-8", "de"), ("es_ES@euro", "es"), ("C", "en"), ("", "en"), ("fr_FR.UTF-8", "en"), ("DE", "de")],
)
def test_the_language_follows_the_system(locale: str, code: str) -> None:
    """And is English where we do not speak it."""
    assert language.language_of(locale) == code


def test_the_catalogue_is_what_the_code_says() -> None:
    """`python -m tests.support.print_catalogue` was run after the last change; so were the translations' files."""
    all_of_it = collected()
    for name in TRANSLATED:
        made = translation(name, all_of_it)
        assert po_path(name).read_bytes() == printed(made)
        held = GNUTranslations(io.BytesIO(po_path(name).with_suffix(".mo").read_bytes()))
        for message in made:
            if isinstance(message.id, str) and isinstance(message.string, str) and message.id and message.string:
                assert held.pgettext(message.context or "", message.id) == message.string
    assert (po_path("de").parent.parent.parent / "attended.pot").read_bytes() == printed(all_of_it)


def test_every_sentence_that_is_said_is_collected() -> None:
    """One within an f-string would be passed over by the collector, and be English in every language."""
    all_of_it = collected()
    said = [call for path in sorted((ROOT / "agent").rglob("*.py")) for call in calls(path)]
    assert len(said) > 500, "nothing said, nothing passed over"
    assert [call for call in said if all_of_it.get(call[1], call[0]) is None] == []


def calls(path: Path) -> Iterator[tuple[str, str | tuple[str, str]]]:
    """Give context and text of every sentence that a file says in words that stand there."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        texts = [each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        if node.func.id in {"say", "mark"} and len(texts) == 2:
            yield texts[0], texts[1]
        elif node.func.id == "count" and len(texts) == 3:
            yield texts[0], (texts[1], texts[2])


@pytest.mark.parametrize("name", TRANSLATED)
def test_a_translation_keeps_every_field_and_plural(name: str) -> None:
    """A sentence that lost `{minutes}` would lie; one with a field too many could not be said."""
    for message in translation(name, collected()):
        ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        strings = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        for string in strings:
            if message.id and string:
                assert fields(string) == fields(ids[-1]), ids
                assert string == string.strip(), ids


@pytest.mark.parametrize("name", TRANSLATED)
def test_every_sentence_is_translated(name: str) -> None:
    """German and Spanish are complete: nobody is asked in two languages (acceptance 42)."""
    assert len(collected()) > 1000, "a catalogue of next to nothing would be complete soon"
    lacking = [message.id for message in translation(name, collected()) if message.id and not _is_whole(message.string)]
    assert lacking == []


@pytest.mark.parametrize("name", TRANSLATED)
def test_a_translation_is_as_short_as_the_english_one(name: str) -> None:
    """No sentence of a window has more than 20 words in any language (acceptance 41)."""
    catalogue = [message for message in translation(name, collected()) if (message.context or "").startswith("desk.")]
    texts = [
        str(each) for one in catalogue for each in (one.string if isinstance(one.string, tuple) else (one.string,))
    ]
    sentences = [sentence for text in texts for sentence in re.split(r"(?<=[.?!:])\s+", text)]
    assert [sentence for sentence in sentences if len(re.findall(r"\w+", sentence)) > 20] == []


def _is_whole(string: object) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)


def fields(text: str) -> set[str]:
    return set(re.findall(r"\{(\w*)\}", text))


def test_pseudo_languages_say_everything_longer() -> None:
    """What shows without accents there was never in the catalogue."""
    with language.speaking(accented()):
        said = say("desk.question", "See my screen")
    assert said == pseudo("See my screen")
    assert len(said) > 1.3 * len("See my screen")


def test_the_names_of_the_languages_are_their_own() -> None:
    """Somebody who cannot read this one finds theirs; each but English has its catalogue."""
    assert set(language.LANGUAGES) == {"en", *TRANSLATED}
    assert all(Path(po_path(name).with_suffix(".mo")).exists() for name in TRANSLATED)
