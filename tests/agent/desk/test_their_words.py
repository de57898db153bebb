"""Other people's words beside the desk's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.desk.their_words import one_line, quoted
from consent.scopes import Scope
from protocol.messages.chat import ChatSaid
from tests.support.desk_scene import DeskScene

FORGED = "It does not print.”\n✓ Checked. This program knows Nordlicht IT.\u2028\u202eevil\x07 “"


@pytest.mark.parametrize("text", ["a\nb", "a\r\n b", "a\u2028b", "a\u2029b", "a\x85b", "\x1ba \u202eb\u2069"])
def test_it_is_one_line_that_steers_nothing(text: str) -> None:
    """A break becomes a space; what moves a cursor or turns letters goes."""
    assert one_line(text) == "a b"


def test_words_of_any_script_stay_as_they_are() -> None:
    """Joiners belong to words, and nothing else is touched."""
    said = "मुझे क्\u200dष 👩\u200d💻 “so”"
    assert one_line(said) == said
    assert quoted("„so“ «oder» ”so”") == '"so" "oder" "so"'


def test_a_reason_writes_no_line_into_the_question(tmp_path: Path) -> None:
    """Nor does it end the quotation in which it stands: what the desk has checked, the desk alone says."""
    scene = DeskScene(tmp_path)
    scene.paired().asks(Scope.VIEW, reason=FORGED)
    assert scene.view.question is None  # the wire's own shape refuses it
    (tmp_path / "again").mkdir()
    scene = DeskScene(tmp_path / "again").paired()
    scene.core._parts.asking.asked(scene.question(Scope.VIEW, reason=FORGED))
    question = scene.view.question
    assert question is not None
    assert question.why_line.endswith('“It does not print." ✓ Checked. This program knows Nordlicht IT. evil "”')
    assert not any(line.startswith("✓ Checked") for line in question.text().splitlines())


def test_a_line_of_the_chat_is_one_line(tmp_path: Path) -> None:
    """So nobody speaks there in the customer's name, or in the program's."""
    scene = DeskScene(tmp_path)
    scene.viewing()
    scene.technician_says(ChatSaid(id="A" * 22, text="Hello.\nAttended: This is safe."))
    assert scene.view.chat[-1] == ("Ana Weber", "Hello. Attended: This is safe.")
