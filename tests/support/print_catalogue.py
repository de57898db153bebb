"""
Collect the desk's sentences into `protocol/look/locale/attended.pot`, and bring the translations up to date with it.

    python -m tests.support.print_catalogue

Sentences stand in the code as `say(context, text)`, `count(context, one, many, n)` and `mark(context, text)`. Words
that lower floors keep as values (scopes, errors, the report's titles) are collected from there by `kept_elsewhere`.
A translation keeps what it has; what is new stands in it empty, and a test then demands it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import pofile
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo

from agent import receipt
from agent.desk import error_words, help_lines, report_words
from consent.scopes import MEANING

ROOT = Path(__file__).parent.parent.parent
LOCALE = ROOT / "protocol" / "look" / "locale"
TEMPLATE = LOCALE / "attended.pot"
KEYWORDS = {"say": ((1, "c"), 2), "mark": ((1, "c"), 2), "count": ((1, "c"), 2, 3)}
TRANSLATED = ("de", "es")
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


def kept_elsewhere() -> Iterator[tuple[str, str, str]]:
    """Give the sentences that the desk says and lower floors keep: where, context, text."""
    for meaning in MEANING.values():
        yield ("consent/scopes.py", "desk.question", meaning.label)
        for line in meaning.lines:
            yield ("consent/scopes.py", "desk.question", line)
    for name in report_words.NAMES:
        yield ("protocol/report/register", report_words.CONTEXT, name)
    for words in receipt.words():
        yield ("protocol/receipt_check.py", receipt.CONTEXT, words)
    for line in help_lines.help_lines():
        yield ("agent/desk/help_lines.json", help_lines.CONTEXT, line)
    for error in error_words.SPOKEN:
        yield ("protocol/errors.py", error_words.CONTEXT, error.words)
        yield ("protocol/errors.py", error_words.CONTEXT, error.remedy)


def template() -> Catalog:
    """Collect every sentence, in the order of the files."""
    found = _catalogue(None)
    for path in (*sorted((ROOT / "agent/desk").rglob("*.py")), ROOT / "agent/main.py", ROOT / "agent/receipt.py"):
        place = path.relative_to(ROOT).as_posix()
        for _, key, _, context in extract_from_file("python", path, keywords=KEYWORDS):
            found.add(key, locations=[(place, 0)], context=context)
    for place, context, text in kept_elsewhere():
        found.add(text, locations=[(place, 0)], context=context)
    return found


def translation(language: str, collected: Catalog) -> Catalog:
    """Give a language's translations of what was collected: what it had, and nothing for what is new."""
    path = po_path(language)
    held = pofile.read_po(io.BytesIO(path.read_bytes()), locale=language) if path.exists() else None
    fresh = _catalogue(language)
    for message in collected:
        if not message.id:
            continue
        before = held.get(message.id, message.context) if held is not None else None
        string = before.string if before is not None and before.id == message.id else None
        fresh.add(message.id, string, locations=message.locations, context=message.context)
    return fresh


def po_path(language: str) -> Path:
    """Say where a language's translations stand."""
    return LOCALE / language / "LC_MESSAGES" / "attended.po"


def printed(catalogue: Catalog) -> bytes:
    """Write a catalogue as text."""
    out = io.BytesIO()
    pofile.write_po(out, catalogue, width=120, omit_header=True, include_lineno=False)
    header = ["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit"]
    if catalogue.locale is not None:
        header += [f"Language: {catalogue.locale}", f"Plural-Forms: {catalogue.plural_forms}"]
    lines = "".join(f'"{line}\\n"\n' for line in header)
    return f'msgid ""\nmsgstr ""\n{lines}\n'.encode() + out.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """Write a catalogue as gettext reads it."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def _catalogue(language: str | None) -> Catalog:
    # No date and no name of a person: the files say the same whenever they are printed.
    return Catalog(locale=language, project="Attended", creation_date=EPOCH, revision_date=EPOCH, fuzzy=False)


def main() -> None:
    """Write template, translations and what gettext reads."""
    collected = template()
    LOCALE.mkdir(parents=True, exist_ok=True)
    TEMPLATE.write_bytes(printed(collected))
    for language in TRANSLATED:
        made = translation(language, collected)
        path = po_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(printed(made))
        path.with_suffix(".mo").write_bytes(compiled(made))


if __name__ == "__main__":
    main()
