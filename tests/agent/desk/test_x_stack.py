import pytest
from Xlib import X
from Xlib.display import Display
from Xlib.xobject.drawable import Window

from agent.desk.x_stack import XStack
from tests.support.display import VirtualDisplay

MAPPED = X.StructureNotifyMask


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
        assert stack.on_top([])
        everything = [each.id for each in root.query_tree().children]
        assert stack.on_top(everything)
        assert not stack.on_top([*everything, 1])
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
    assert stack.is_covered(1, [])


def test_looking_makes_no_object_for_each_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """It looks each second as long as something is live: half of what a desk at rest took was that."""
    with VirtualDisplay(400, 300) as display:
        for name, value in display.env.items():
            monkeypatch.setenv(name, value)
        stack, other = XStack(), Display()
        window = other.screen().root.create_window(0, 0, 9, 9, 0, X.CopyFromParent, override_redirect=True)
        window.map()
        other.sync()
        made: list[object] = []
        monkeypatch.setattr(Window, "__init__", lambda *values: made.append(values))
        assert stack.on_top([window.id])
        assert made == []
        monkeypatch.undo()
        other.close()
        stack.close()


def test_it_says_whether_a_window_is_covered(monkeypatch: pytest.MonkeyPatch) -> None:
    """By a part that overlaps, is seen and is not ours; framed by a window manager or not (acceptance 8)."""
    with VirtualDisplay(400, 300) as display:
        for name, value in display.env.items():
            monkeypatch.setenv(name, value)
        stack, other = XStack(), Display()
        root = other.screen().root

        def window(x: int, y: int, size: int, *, free: bool = True) -> Window:
            made = root.create_window(
                x, y, size, size, 0, X.CopyFromParent, override_redirect=free, background_pixel=0, event_mask=MAPPED
            )
            made.map()
            other.sync()
            while other.next_event().type != X.MapNotify:
                pass
            return made

        asked = window(50, 50, 100, free=False)
        assert not stack.is_covered(asked.id, [])
        window(300, 10, 50)
        assert not stack.is_covered(asked.id, [])
        over = window(60, 60, 200)
        assert stack.is_covered(asked.id, [])
        assert not stack.is_covered(asked.id, [over.id])
        over.unmap()
        other.sync()
        assert not stack.is_covered(asked.id, [])
        other.close()
        stack.close()
