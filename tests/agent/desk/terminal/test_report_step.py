"""The health report in a terminal: what is sent is what was read, and only by its word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from agent.desk.draft import Draft, Key
from agent.desk.terminal.report_step import ReportStep
from agent.desk.view import ReportShown
from protocol.report.parse import report_bytes
from protocol.report.pseudonyms import Pseudonym
from tests.support.sample_report import MEANT, sample
from tests.support.terminal_scene import TerminalScene


class Reading(TerminalScene):
    """Somebody who reads a report; the core's part is played by a draft."""

    def __init__(self, former: str = "") -> None:
        super().__init__()
        self.draft = Draft(report_bytes(sample()), MEANT)
        self.former = former
        self.step = ReportStep(self.talk, self.core, self.clock.boot, lambda: (80, 24))
        plays: dict[str, Callable[..., Any]] = {
            "cross_out": self._cross_out,
            "reveal": self._reveal,
            "send_report": lambda _sha256: self.step.close(),
            "keep_report": self.step.close,
            "more_report_time": lambda: self.show(left=1800.0),
            "save_report": lambda: self.show(note="A copy is saved on this computer only: /x/report.html"),
        }
        self.core.on.update(plays)
        self.show()

    def show(self, *, note: str = "", left: float = 900.0) -> None:
        """Show how it stands, as the core does."""
        preview = self.draft.preview()
        self.step.show(
            ReportShown(
                name="Ana Weber",
                made=self.draft.made,
                groups=preview.groups,
                meanings={each: self.draft.meaning(each) for each in self.draft.masks},
                revealed=frozenset(each for each in self.draft.masks if self.draft.is_revealed(each)),
                sha256=preview.sha256,
                kept=preview.kept,
                struck=preview.struck,
                size=len(preview.document),
                wait=2.0,
                left=left,
                yes_left=900.0,
                note=note,
                former=self.former,
            )
        )

    def _cross_out(self, keys: list[Key], struck: bool) -> None:  # noqa: FBT001 - as the core takes it
        self.draft.cross_out(keys, struck=struck)
        self.show()

    def _reveal(self, pseudonym: Pseudonym, revealed: bool) -> None:  # noqa: FBT001 - as the core takes it
        self.draft.show(pseudonym, revealed=revealed)
        self.show()

    def sent(self) -> list[object]:
        """Give what the core was told to send."""
        return [values[0] for name, values in self.told if name == "send_report"]


def test_it_opens_with_what_it_is_and_that_nothing_was_sent() -> None:
    """Who would get it, what is masked, and the sections."""
    said = Reading().said()
    assert "Read this before it goes to Ana Weber" in said
    assert "Nothing has been sent." in said
    assert "values that look private are masked" in said
    assert "(storage): 5 lines" in said
    assert "What changed since" in Reading(former="22 November 2026, 14:02 UTC").said()


@pytest.mark.parametrize("typed", ["", "yes", "SEND", "allow", "save", "Send", "send it"])
def test_only_the_word_send_sends(typed: str) -> None:
    """At any time later, too (acceptance 38)."""
    scene = Reading()
    scene.wait(10)
    scene.types(typed)
    assert scene.sent() == []
    assert scene.talk.asks


def test_what_is_sent_is_what_stands_there() -> None:
    """Crossed out by number, section and all, put back; then the very bytes that were shown (acceptance 34)."""
    scene = Reading()
    scene.wait(10)
    assert "lines will be sent." in scene.types("x storage")
    scene.types("x all")
    scene.types("put back all")
    scene.types("x storage")
    assert "crossed out: " in scene.types("storage")
    scene.wait(2)
    assert scene.types("send").endswith("lines were sent.")
    assert scene.sent() == [scene.draft.preview().sha256]
    assert b'"storage"' not in scene.draft.preview().document


def test_what_could_not_be_sent_is_not_said_to_be_sent() -> None:
    """The core says why and takes the report away: only that it stays here is true then. The next one is told anew."""
    scene = Reading()

    def fails(_sha256: str) -> None:
        scene.step.failed("The report is damaged.")
        scene.step.close()

    scene.core.on["send_report"] = fails
    scene.wait(10)
    said = scene.types("send")
    assert "The report is damaged." in said
    assert "were sent" not in said
    assert said.endswith("The health report stays here. Nothing of it was sent.")

    scene.core.on["send_report"] = lambda _sha256: scene.step.close()
    scene.show()
    scene.wait(10)
    assert scene.types("send").endswith("lines were sent.")


def test_send_waits_after_it_came_and_after_each_change() -> None:
    """Nobody has read it so soon; what is typed then is asked for again (acceptance 7, 8)."""
    scene = Reading()
    scene.wait(1.9)
    for typed in ("send", "send ", " send"):
        assert "So soon nothing is sent." in scene.types(typed)
    scene.wait(0.2)
    scene.types("x storage")
    assert "So soon nothing is sent." in scene.types("send")
    scene.wait(2)
    scene.types("send")
    assert len(scene.sent()) == 1


def test_no_sends_nothing_and_says_so() -> None:
    """So does whatever else takes it away."""
    scene = Reading()
    assert scene.types("no").endswith("Nothing of it was sent.")
    assert [name for name, _ in scene.told] == ["keep_report"]
    other = Reading()
    other.said()
    other.step.close()
    assert other.said() == "The health report stays here. Nothing of it was sent."
    assert not other.talk.asks


def test_a_copy_and_more_time_are_asked_for() -> None:
    """Both leave the report where it is."""
    scene = Reading()
    assert "A copy is saved on this computer only: /x/report.html" in scene.types("copy")
    assert "You have 30 minutes to read it." in scene.types("more")
    assert scene.talk.asks


def test_a_masked_value_is_told_here_and_shown_only_when_they_say_so() -> None:
    """`look` tells the customer alone; `show` lets it stand in what would be sent."""
    scene = Reading()
    number = scene.types("find ‹volume").split()[0]
    assert "HOLIDAY" in scene.types(f"look {number}")
    assert not scene.told
    scene.types(f"show {number} 2")
    assert scene.told == [("reveal", (("volume", 1), True))]
    assert b"HOLIDAY" in scene.draft.preview().document


def test_progress_is_a_line_for_each_section() -> None:
    """Nothing turns or is redrawn."""
    scene = TerminalScene()
    step = ReportStep(scene.talk, scene.core, scene.clock.boot, lambda: (80, 24))
    step.progress("Looking at the disks", 2, 11)
    assert scene.said() == "Looking at the disks (2 of 11)"
    step.failed("It could not be made.")
    assert scene.said() == "It could not be made."
