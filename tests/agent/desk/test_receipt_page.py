"""The receipt's page: what a person reads in it, in which language, and that nothing in it acts by itself."""

import re
from gettext import NullTranslations
from html import unescape
from pathlib import Path

import pytest

from agent.desk.language import Language, speaking
from agent.desk.receipt_page import page
from consent.scopes import Scope
from protocol.receipt import Receipt, read_receipt
from tests.support.desk_scene import DeskScene

MIRRORED = Language("ar", NullTranslations(), right_to_left=True)


@pytest.fixture
def shown(scene: DeskScene) -> str:
    """Give the page of a finished session, as its file has it."""
    scene.controlling()
    scene.core.stop("button")
    return saved(scene).read_text(encoding="utf-8")


def saved(scene: DeskScene) -> Path:
    """Give the path of the page that was saved."""
    assert scene.view.over is not None
    assert scene.view.over.receipt_path is not None
    return Path(scene.view.over.receipt_path)


def words_of(written: str) -> str:
    """Give what a person reads: no element, no receipt inside."""
    body = written.partition("<body>")[2].partition("<script")[0]
    return unescape(re.sub(r"<[^>]+>", "\n", body))


def test_the_page_says_how_to_check_it_in_these_words(shown: str) -> None:
    """It does not vouch for itself, and the key is spoken of as what it is (experience 2.8)."""
    said = re.sub(r"\s+", " ", words_of(shown))
    assert (
        "To check it, run attended-agent receipt, or have someone you trust do it. You can show this page to anyone."
    ) in said
    assert "Keep this one like a letter from your bank: who has it can watch your recording." in said


def test_the_page_names_who_when_and_the_recording(shown: str, scene: DeskScene) -> None:
    """Who helped, for whom and how they were proven; times; session, relay and root."""
    said = words_of(shown)
    receipt = read_receipt(saved(scene).read_bytes())
    assert "Your receipt from nordlicht.example" in said
    assert "Ana Weber helped you, technician at “Nordlicht IT” (nordlicht.example)." in said
    assert "Trained, and in date until" in said
    assert "Made on 1 March 2026 at" in said
    assert receipt.closing is not None
    for value in (receipt.session, receipt.origin, receipt.closing.root, "7 entries"):
        assert value in said


def test_the_page_lists_what_happened_with_its_time(shown: str, scene: DeskScene) -> None:
    """The same lines as the last window (acceptance 35)."""
    assert scene.view.over is not None
    assert scene.view.over.lines
    for at, words in scene.view.over.lines:
        assert f"{at}\n\n{words}" in words_of(shown) or f"{at}\n{words}" in words_of(shown)


def test_the_page_shows_each_question_word_for_word_in_its_language(shown: str, scene: DeskScene) -> None:
    """What `notice_sha256` covers stands there letter for letter, in the order of the yeses (acceptance 23)."""
    blocks = re.findall(r'<pre lang="([a-z-]+)" dir="auto">(.*?)</pre>', shown, re.DOTALL)
    assert [unescape(text) for _, text in blocks] == [question.text() for question in scene.view.questions]
    assert [code for code, _ in blocks] == [question.language for question in scene.view.questions]


def test_nothing_in_the_page_acts_or_reaches_out(shown: str) -> None:
    """No script that runs, no link, no picture, no style from elsewhere: the page is all of itself."""
    assert re.findall(r"<script[^>]*>", shown) == ['<script type="application/json" id="receipt">']
    assert not re.search(r"<(a|img|link|iframe|object|embed|form|input|base|video|audio|svg)\b", shown)
    assert not re.search(r"\son[a-z]+\s*=|url\(|@import|src=|href=", shown.partition("<script")[0])
    assert "default-src 'none'" in shown


@pytest.mark.parametrize("reason", ["<script>alert(1)</script>", "</pre></body><h1>x", "\u202egnorw saw ti"])
def test_a_technicians_words_are_only_words(tmp_path: Path, reason: str) -> None:
    """What a stranger wrote into the question cannot become a part of the page, nor end the receipt inside it."""
    scene = DeskScene(tmp_path).paired().asks(Scope.VIEW, reason=reason)
    if scene.view.question is None:
        return  # such a reason was not even shown
    scene.says_yes(Scope.VIEW).core.stop("button")
    written = saved(scene).read_text(encoding="utf-8")
    assert "<script>alert" not in written
    assert written.count("</body>") == 1
    assert read_receipt(written.encode()).notices


def test_a_recording_that_was_never_closed_is_said(scene: DeskScene) -> None:
    """The relay's last word is missing, and the page says that instead of a root."""
    scene.closes = False
    scene.viewing().core.stop("button")
    scene.wait(20)
    assert "The relay never said that it closed the recording." in words_of(saved(scene).read_text(encoding="utf-8"))


def test_in_a_mirrored_language_the_page_is_mirrored_and_codes_are_not(shown: str, scene: DeskScene) -> None:
    """The whole page reads from the right; what is a code or a time keeps its own order."""
    receipt: Receipt = read_receipt(saved(scene).read_bytes())
    with speaking(MIRRORED):
        written = page(receipt, None, [("14:02", "x")])
    assert '<html lang="ar" dir="rtl">' in written
    assert f'<code dir="ltr">{receipt.session}</code>' in written
    assert "\u206614:02\u2069" in written
    assert shown.startswith('<!doctype html><html lang="en" dir="ltr">')
