"""How things are shown to the eyes before them: the size of the text, light or dark, high contrast. One for a run."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from agent.desk.windows.theme import Theme, present_theme

SMALLEST_SCALE, LARGEST_SCALE, SCALE_STEP = 1.0, 2.0, 0.25


class Sight(QObject):
    """
    What all windows of a run share of their look: the text size is kept from window to window.

    `changed` is sent when the size of the text, the system's light or dark, or its contrast changes.
    """

    changed = Signal()

    def __init__(self, application: QGuiApplication) -> None:
        super().__init__(application)
        self._scale = SMALLEST_SCALE
        hints = application.styleHints()
        hints.colorSchemeChanged.connect(lambda _scheme: self.changed.emit())
        hints.accessibility().contrastPreferenceChanged.connect(lambda _preference: self.changed.emit())

    @property
    def scale(self) -> float:
        """Say how much larger than usual the text is, from 1.0 to 2.0."""
        return self._scale

    def set_scale(self, scale: float) -> None:
        """Set how much larger than usual the text is; what lies beyond the bounds is brought within them."""
        wanted = min(LARGEST_SCALE, max(SMALLEST_SCALE, scale))
        if wanted != self._scale:
            self._scale = wanted
            self.changed.emit()

    def larger(self) -> None:
        """Make the text one step larger."""
        self.set_scale(self._scale + SCALE_STEP)

    def smaller(self) -> None:
        """Make the text one step smaller."""
        self.set_scale(self._scale - SCALE_STEP)

    def theme(self) -> Theme:
        """Give the colours and sizes in force."""
        return present_theme(self._scale)


def sight() -> Sight:
    """Give the one that all windows of this program share. There must be a QGuiApplication."""
    application = QGuiApplication.instance()
    if not isinstance(application, QGuiApplication):
        raise RuntimeError("windows need an application")  # noqa: TRY004 - nothing of a wrong type was handed in
    found = application.findChild(Sight)
    return found if isinstance(found, Sight) else Sight(application)
