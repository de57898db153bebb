"""`python -m demo.draw FOLDER LANGUAGE [SCENE …]`: draws desk windows on the screen it stands on."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QEvent, QEventLoop, Qt
from PySide6.QtGui import QGuiApplication, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from agent.desk.language import open_language, use
from agent.desk.windows.sight import sight
from agent.desk.windows.window import DeskWindow
from demo.scenes import SCENES, Stage
from demo.windows import SHADES, SIZES, name_of

SCHEMES = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
PATIENCE = 2_000
"""Milliseconds for a window to be painted and to have the keyboard."""
NESTED = 6
"""How deep parts stand in one another: new words of the innermost move what is around them one at a time."""
BEST_SIZE = 60
"""How hard PNG is pressed together: Qt's scale, on which 0 takes longest."""


def draw(folder: Path, language: str, scenes: list[str]) -> None:
    """Draw scenes in one language, in each shade and size."""
    use(open_language(language))
    hints = QGuiApplication.styleHints()
    for shade in SHADES:
        hints.setColorScheme(SCHEMES[shade])
        for size in SIZES:
            sight().set_scale(size / 100)
            stage = Stage()
            for name in scenes:
                SCENES[name](stage)
                settle()
                _picture().save(str(folder / name_of(name, language, shade, size)), "PNG", BEST_SIZE)
                stage.clear()
                QApplication.processEvents()


def _standing() -> list[QWidget]:
    return [window for window in QApplication.topLevelWidgets() if window.isVisible()]


def settle() -> None:
    """Wait until everything is painted, and the window that takes it has the keyboard."""
    patience = QElapsedTimer()
    patience.start()
    while not _is_calm() and patience.elapsed() < PATIENCE:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
    for _ in range(NESTED):
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        QApplication.processEvents()


def _is_calm() -> bool:
    windows = [window for window in QGuiApplication.topLevelWindows() if window.isVisible()]
    desk = [window for window in _standing() if isinstance(window, DeskWindow)]
    return all(window.isExposed() for window in windows) and (not desk or QApplication.activeWindow() in desk)


def _picture() -> QPixmap:
    """Give a picture of the one desk window; where frame and banner stand, of the whole screen."""
    desk = [window for window in _standing() if isinstance(window, DeskWindow)]
    if len(desk) == 1 and len(_standing()) == 1:
        return desk[0].grab()
    return QGuiApplication.primaryScreen().grabWindow(0)


if __name__ == "__main__":
    application = QApplication(["attended"])
    application.setQuitOnLastWindowClosed(False)
    draw(Path(sys.argv[1]), sys.argv[2], sys.argv[3:] or list(SCENES))
