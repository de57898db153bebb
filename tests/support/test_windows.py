from collections.abc import Callable
from typing import Any

import pytest
from Xlib.display import Display
from Xlib.xobject.drawable import Window as XWindow

from tests.support.display import VirtualDisplay
from tests.support.windows import Watch


def test_a_window_is_never_seen_where_it_does_not_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is put in its place and shown between two questions about it is seen there, or not yet."""
    with VirtualDisplay(400, 300) as display:
        manager = Display(display.name)
        screen = manager.screen()
        window = screen.root.create_window(0, 0, 50, 40, 0, screen.root_depth, override_redirect=True)
        window.set_wm_name("placed")
        manager.sync()

        def then_placed(ask: Callable[[Any], Any]) -> Callable[[Any], Any]:
            def asked(about: Any) -> Any:  # noqa: ANN401 - python-xlib has no types
                answer = ask(about)
                if about.id == window.id:
                    window.configure(x=200, y=150)
                    window.map()
                    manager.sync()
                return answer

            return asked

        for question in ("get_geometry", "get_attributes"):
            monkeypatch.setattr(XWindow, question, then_placed(getattr(XWindow, question)))
        watch = Watch(display.name)
        seen = [each for _ in range(2) for each in watch.windows() if each.title == "placed"]
        watch.close()
        manager.close()

    assert {(each.x, each.y) for each in seen} == {(200, 150)}
