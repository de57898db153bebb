import pytest
from Xlib import X
from Xlib.display import Display

from agent.desk.x_focus import XFocus
from tests.support.display import VirtualDisplay


def test_the_keyboard_goes_to_a_window_of_ours_and_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Back to who had it, but not from whoever took it meanwhile; a window that is gone does no harm."""
    with VirtualDisplay(400, 300) as display:
        for name, value in display.env.items():
            monkeypatch.setenv(name, value)
        other = Display()
        root = other.screen().root
        windows = [
            root.create_window(0, 0, 9, 9, 0, X.CopyFromParent, override_redirect=True, background_pixel=0)
            for _ in range(3)
        ]
        for window in windows:
            window.map()
        other.sync()
        theirs, banner, a_list = (window.id for window in windows)

        def has_it() -> int:
            focus = other.get_input_focus().focus
            return focus if isinstance(focus, int) else int(focus.id)

        windows[0].set_input_focus(X.RevertToPointerRoot, X.CurrentTime)
        other.sync()
        focus = XFocus()
        focus.take(banner)
        assert has_it() == banner
        focus.take(a_list)
        assert has_it() == a_list
        focus.give_back()
        assert has_it() == theirs
        focus.give_back()
        assert has_it() == theirs
        focus.take(banner)
        assert focus.holds()
        windows[2].set_input_focus(X.RevertToPointerRoot, X.CurrentTime)
        other.sync()
        assert not focus.holds()
        focus.give_back()
        assert has_it() == a_list
        focus.take(banner)
        focus.give_back()
        assert has_it() == a_list
        windows[0].set_input_focus(X.RevertToPointerRoot, X.CurrentTime)
        other.sync()
        focus.take(banner)
        windows[0].destroy()
        other.sync()
        focus.give_back()
        assert has_it() != banner
        other.close()
        focus.close()


def test_a_display_that_is_gone_is_none_to_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is raised: everything ends anyway."""
    with VirtualDisplay(400, 300) as display:
        for name, value in display.env.items():
            monkeypatch.setenv(name, value)
        focus = XFocus()
    focus.take(1)
    assert not focus.holds()
    focus.give_back()
    focus.close()
