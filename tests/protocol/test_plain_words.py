"""Words of one person that another reads: nothing in them steers, hides or turns what stands beside them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol.messages.aside import AsideWords
from protocol.messages.chat import ChatSaid
from protocol.messages.control import AskConsent
from protocol.plain_words import cleaned
from tests.support import messages
from tests.support.spoiling import taken

TURNING = [chr(sign) for sign in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]
CONTROLS = [chr(sign) for sign in (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029)]
FINE = (
    "The printer does not print.",
    "Der Drucker hängt – 50 %!",
    "\u05d4\u05de\u05d3\u05e4\u05e1\u05ea \u200f",  # Hebrew, with a mark of its direction
    "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian, with a sign that keeps letters apart
    "\U0001f469\u200d\U0001f527 comes",
)


def asks(reason: str = "The printer does not print.", ticket: str = "4711") -> bool:
    """Say whether a question with these words is taken."""
    return taken(AskConsent, request=messages.TOKEN, salt=messages.B32, reason=reason, ticket=ticket)


def chats(text: str) -> bool:
    """Say whether a line of the chat is taken."""
    return taken(ChatSaid, id=messages.B16, text=text)


@pytest.mark.parametrize("text", FINE)
def test_what_people_write_is_taken(text: str) -> None:
    """In every script, with the marks and joiners that scripts need."""
    assert asks(reason=f"Because: {text}")
    assert asks(ticket=text[:40])
    assert chats(text)


@pytest.mark.parametrize("sign", [*TURNING, *CONTROLS], ids=lambda sign: f"U+{ord(sign):04X}")
def test_what_steers_or_turns_is_refused(sign: str) -> None:
    """Anywhere in a reason, a ticket, the reviewers' copy of both, or a line of the chat; a chat line may break."""
    assert not asks(reason=f"It does not{sign} print.")
    assert not asks(ticket=f"47{sign}11")
    assert chats(f"a{sign}b") == (sign == "\n")
    aside = {
        "request": messages.TOKEN, "ticket": "", "salt": messages.B32, "notice": "x", "notice_salt": messages.B32,
        "language": "en",
    }  # fmt: skip
    assert taken(AsideWords, **aside, reason="It does not print.")
    assert not taken(AsideWords, **aside, reason=f"It does not{sign} print.")


def test_one_spelling_of_what_looks_the_same() -> None:
    """A letter and its mark apart are refused where one letter says both."""
    assert chats("é")
    assert not chats("e\u0301")
    assert cleaned("e\u0301") == "é"


@given(st.text(max_size=40), st.booleans())
def test_whatever_was_pasted_can_be_sent_once_cleaned(text: str, breaks: bool) -> None:  # noqa: FBT001 - drawn
    """Cleaning twice changes nothing more, and keeps every letter."""
    once = cleaned(text, breaks=breaks)
    assert cleaned(once, breaks=breaks) == once
    letters = [sign for sign in unicodedata.normalize("NFC", text) if sign.isalnum()]
    assert [sign for sign in unicodedata.normalize("NFC", once) if sign.isalnum()] == letters
    assert not once or chats(once if breaks else once.replace("\n", " "))


def test_cleaning_keeps_lines_apart_and_words_too() -> None:
    """What breaks a line elsewhere does so here, or is a space; halves of letters are left out."""
    assert cleaned("a\r\nb\u2028c\td", breaks=True) == "a\nb\nc d"
    assert cleaned("a\r\nb\u2028c\td") == "a b c d"
    assert cleaned("a\u202eb\ud83d") == "ab"
