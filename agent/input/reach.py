"""What remote input may not reach: the desk's own windows, its questions, and a computer whose customer is at it."""

from __future__ import annotations

from collections.abc import Iterable

from agent.screen.rect import Rect


class Reach:
    """The desk tells, the input asks. Everything is judged by what the desk said last."""

    def __init__(self) -> None:
        """Begin with nothing out of reach."""
        self._windows: tuple[Rect, ...] = ()
        self._has_focus = False
        self._has_question = False
        self._customer_holds = False

    def set_windows(self, rects: Iterable[Rect]) -> None:
        """Hear where the desk's windows are, in desktop pixels."""
        self._windows = tuple(rects)

    def set_focus(self, focus: bool) -> None:  # noqa: FBT001 - the desk's word, yes or no
        """Hear whether a window of the desk has the keyboard's focus."""
        self._has_focus = focus

    def set_question(self, question: bool) -> None:  # noqa: FBT001 - as above
        """Hear whether a question stands: then nothing gets through, wherever it is aimed."""
        self._has_question = question

    def set_customer(self, holds: bool) -> None:  # noqa: FBT001 - as above
        """Hear whether the customer's own hand is on mouse or keyboard: theirs goes first."""
        self._customer_holds = holds

    @property
    def is_closed(self) -> bool:
        """Say whether no input at all gets through now."""
        return self._has_question or self._customer_holds

    def allows_keys(self) -> bool:
        """Say whether a key may be pressed now."""
        return not (self.is_closed or self._has_focus)

    def allows_pointer(self, x: int, y: int) -> bool:
        """Say whether the pointer may go to, click or turn the wheel at a place of the desktop now."""
        return not self.is_closed and not any(window.holds(x, y) for window in self._windows)
