"""What desk and pages both say, they say in the same English: the pages' own scripts are asked, and compared."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from agent.desk import live_words
from agent.desk.question_words import Asked
from consent.ending import EndReason
from consent.pause import PauseBecause
from consent.scopes import MEANING, Scope
from protocol.errors import CATALOGUE
from tests.support.print_catalogue import template
from tests.support.question_scene import ANA, a_whole_question, asked

ROOT = Path(__file__).parents[3]
CONSOLE = ROOT / "relay/console"
CLOCKS = [0, 0.2, 1, 29.5, 59.001, 60, 119.9, 702, 3600, 28_800]
QUESTIONS: list[tuple[Asked, bool]] = [
    (asked("first", Scope.VIEW), False),
    (asked("first", Scope.REPORT, ticket=""), False),
    (asked("first", Scope.VIEW, Scope.REPORT), False),
    *((asked("later", scope), False) for scope in (Scope.CONTROL, Scope.REPORT, Scope.CLIPBOARD, Scope.FILES)),
    (asked("more time", Scope.VIEW), True),
    (asked("more time", Scope.VIEW, Scope.CONTROL, ticket=""), True),
]
ASK = """
import * as texts from './relay/console/page/texts.js';
import { clock } from './relay/console/page/dom.js';
import { MEANING } from './relay/console/consent/scopes.js';
import * as errors from './relay/console/protocol/errors.js';
import { text } from 'node:stream/consumers';
const { clocks, questions, reasons, pauses } = JSON.parse(await text(process.stdin));
const leaves = Object.values(errors).map((Leaf) => new Leaf()).filter(({ code }) => code);
process.stdout.write(JSON.stringify({
    clocks: clocks.map(clock),
    questions: questions.map(texts.preview),
    meanings: Object.fromEntries(
        Object.entries(MEANING).map(([scope, { asksTo, label, lines }]) => [scope, [asksTo, label, lines]]),
    ),
    things: texts.THING,
    errors: Object.fromEntries(leaves.map(({ code, words, remedy }) => [code, [words, remedy]])),
    ended: Object.fromEntries(reasons.map((reason) => [reason, texts.ended({ reason }).said])),
    unknown: texts.ended({ reason: 'nobody knows' }).said,
    paused: Object.fromEntries(pauses.map((because) => [because, texts.paused(because)])),
    rest: texts.paused('nobody knows'),
}));
"""


@pytest.fixture(scope="module")
def pages() -> dict[str, Any]:
    """Have the pages' scripts put into words what the desk does."""
    told = {
        "clocks": CLOCKS,
        "questions": [
            {
                "name": ANA.name,
                "scopes": list(each.scopes),
                "purpose": each.purpose,
                "reason": each.reason,
                "ticket": each.ticket,
                "minutes": each.minutes,
                "isMore": is_more,
            }
            for each, is_more in QUESTIONS
        ],
        "reasons": list(EndReason),
        "pauses": list(PauseBecause),
    }
    node = ["node", "--no-warnings", "--input-type=module", "-e", ASK]
    ran = subprocess.run(node, cwd=ROOT, input=json.dumps(told), capture_output=True, text=True, timeout=30, check=True)
    said: dict[str, Any] = json.loads(ran.stdout)
    return said


def test_the_technician_reads_what_the_customer_will(pages: dict[str, Any]) -> None:
    """Who asks for what, and why, is the desk's question word for word (acceptance 78)."""
    for (each, _), preview in zip(QUESTIONS, pages["questions"], strict=True):
        question = a_whole_question(each)
        assert preview == f"{question.heading}. {question.why_line} For {each.minutes} minutes."


def test_things_have_the_same_names(pages: dict[str, Any]) -> None:
    """What a yes means, beside its tick and in the lists of what is on (acceptance 78)."""
    meant = {scope: [meaning.asks_to, meaning.label, list(meaning.lines)] for scope, meaning in MEANING.items()}
    assert pages["meanings"] == meant
    listed = {scope: live_words.live_words(scope, "screen").replace(", ", " and ") for scope in Scope}
    assert {scope: name.capitalize() for scope, name in pages["things"].items()} == {
        scope: name.capitalize() for scope, name in listed.items()
    }


def test_errors_have_the_same_words(pages: dict[str, Any]) -> None:
    """Whoever of both tells an error says the same, and the same to do next (acceptance 78)."""
    assert len(pages["errors"]) > 40
    assert pages["errors"] == {code: [CATALOGUE[code].words, CATALOGUE[code].remedy] for code in pages["errors"]}


def test_both_count_the_same_clock(pages: dict[str, Any]) -> None:
    """A second that has begun counts on both sides, so both show the same number (acceptance 78)."""
    assert pages["clocks"] == [live_words.clock(each) for each in CLOCKS]


def test_every_reason_has_words(pages: dict[str, Any]) -> None:
    """The page knows each way in which a session ends or rests, none by the words for what it does not know."""
    assert [reason for reason, said in pages["ended"].items() if said == pages["unknown"]] in ([], ["closed"])
    assert pages["rest"] not in pages["paused"].values()


def test_no_sentence_of_a_page_is_almost_one_of_the_desks() -> None:
    """What both say has the same letters and signs: none was copied and then changed on one side (acceptance 78)."""
    ours: dict[str, set[str]] = {}
    for text in (text for message in template() for text in _texts(message.id)):
        ours.setdefault(_bare(text), set()).add(_inner(text))
    literals = {
        literal
        for path in CONSOLE.rglob("*.js")
        for literal in re.findall(r"'([^'\\\n]*)'", path.read_text("utf-8"))
        if len(literal.split()) > 2
    }
    assert len(literals) > 100
    known = {literal: ours[_bare(literal)] for literal in literals if _bare(literal) in ours}
    assert len(known) > 10
    assert [literal for literal, said in known.items() if _inner(literal) not in said] == []


def _texts(key: object) -> tuple[str, ...]:
    return key if isinstance(key, tuple) else (str(key),)


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _inner(text: str) -> str:
    """Give a text without what its place decides: whether it begins or ends a sentence."""
    return text[:1].upper() + text[1:].rstrip(".")
