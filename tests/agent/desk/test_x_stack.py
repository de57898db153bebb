import pytest
from Xlib import X
from Xlib.display import Display

from agent.desk.x_stack import XStack
from tests.support.display import VirtualDisplay


def test_it_says_whether_something_stands_above(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ours are on top in whatever order; another above one of them is noticed, and that ours rose is, too."""
    with VirtualDisplay(400, 300) as display:
        for name, value in display.env.items():
            monkeypatch.setenv(name, value)
        stack, other = XStack(), Display()
        root = other.screen().root
        windows = [
            root.create_window(0, 0, 9, 9, 0, X.CopyFromParent, override_redirect=True, background_pixel=0)
            for _ in range(3)
        ]
        for window in windows:
            window.map()
        other.sync()
        ours = {window.id for window in windows[:2]}

        assert not stack.on_top(ours)
        for window in windows[:2]:
            window.raise_window()
        other.sync()
        assert stack.on_top(ours)
        windows[0].raise_window()
        other.sync()
        assert stack.on_top(ours)
        other.close()
        stack.close()


def test_a_display_that_is_gone_says_no(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks then raises windows that are gone as well, which does no harm."""
    with VirtualDisplay(400, 300) as display:
        for name, value in display.env.items():
            monkeypatch.setenv(name, value)
        stack = XStack()
        assert stack.on_top([])
    assert not stack.on_top([1])
    stack.close()
