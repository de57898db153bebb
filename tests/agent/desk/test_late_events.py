import inspect

from agent.desk.late_events import LateEvents
from agent.desk.view import DeskEvents
from tests.support.windows_scene import Heard

PLACES = {"windows_moved", "banners_at"}
"""What tells places, and is called back: the listener answers it by itself."""


def test_everything_a_window_tells_reaches_the_core() -> None:
    """Each of the events is handed on under its own name, with what it says."""
    core, events = Heard(), LateEvents()
    events.core = core  # type: ignore[assignment]
    names = [name for name in vars(DeskEvents) if not name.startswith("_")]
    for name in names:
        told = [object() for _ in list(inspect.signature(getattr(events, name)).parameters)]
        if name in PLACES:
            told = [[], lambda: None, []][: len(told)]
        getattr(events, name)(*told)
        assert [values == tuple(told) or name in PLACES for values in core.of(name)] == [True]
    assert len(names) > 10
