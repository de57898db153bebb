"""Errors in the customer's language, whoever names them."""

import re

from agent.desk.error_words import SPOKEN, what_happened, what_to_do, words_of
from agent.desk.language import speaking
from protocol.errors import CATALOGUE, EngineDied, LineAway, ReportStopped
from tests.support.house import ROOT
from tests.support.pseudo import accented, pseudo


def test_an_error_is_said_in_the_language_of_now() -> None:
    """Both sentences of it."""
    assert words_of(ReportStopped()) == f"{ReportStopped.words} {ReportStopped.remedy}"
    with speaking(accented()):
        assert words_of(ReportStopped) == f"{pseudo(ReportStopped.words)} {pseudo(ReportStopped.remedy)}"


def test_a_known_code_is_told_in_our_own_words() -> None:
    """Whatever a relay or an engine says beside it; an unknown one keeps the words that came with it."""
    assert what_happened(EngineDied.code, "Call this number.") == EngineDied.words
    assert what_to_do(EngineDied.code, "Call this number.") == EngineDied.remedy
    assert what_happened("Z-1", "It ended.") == "It ended."
    assert what_to_do("Z-1", "Try again.") == "Try again."


def test_every_error_of_the_customers_program_is_in_the_catalogue() -> None:
    """None that the agent names, nor that pairing, consent or a line may end with, is left to others."""
    left_out = {error.__name__ for error in CATALOGUE.values() if error not in SPOKEN}
    named = {word for path in (ROOT / "agent").rglob("*.py") for word in re.findall(r"\w+", path.read_text())}
    assert left_out & named == set()
    met = {code for code in CATALOGUE if code.startswith(("A-", "C-", "P-", "R-2"))} - {LineAway.code}
    assert met <= {one.code for one in SPOKEN}
