from agent.desk.view import Rect
from agent.pipe.messages import Mask, Masked
from tests.support.desk_scene import DeskScene


def test_windows_and_banners_are_told_together(scene: DeskScene) -> None:
    """Each mask is whole: whoever hears only the last one knows all places."""
    scene.viewing()
    scene.core.windows_moved([Rect(1, 2, 3, 4)], lambda: None)
    scene.core.banners_at([Rect(5, 6, 7, 8)], lambda: None, [Rect(6, 7, 2, 2)])
    mask = scene.sent(Mask)[-1]
    assert [(area.x, area.y) for area in mask.areas] == [(1, 2)]
    assert [(area.x, area.y) for area in mask.reach] == [(5, 6)]
    assert [(area.x, area.y) for area in mask.clocks] == [(6, 7)]


def test_an_old_masks_answer_is_not_a_new_ones(scene: DeskScene) -> None:
    """A window waits for its own mask."""
    scene.viewing()
    scene.engine.hangs = True
    shown: list[str] = []
    scene.core.windows_moved([Rect(1, 2, 3, 4)], lambda: shown.append("window"))
    serial = scene.sent(Mask)[-1].serial
    scene.engine.tell(Masked(serial=serial - 1))
    assert shown == []
    scene.engine.tell(Masked(serial=serial))
    scene.engine.tell(Masked(serial=serial))
    assert shown == ["window"]


def test_after_the_end_windows_wait_for_nobody(scene: DeskScene) -> None:
    """The last window appears although the engine may be gone."""
    scene.viewing()
    scene.core.stop("button")
    scene.engine.hangs = True
    shown: list[str] = []
    scene.core.windows_moved([Rect(1, 2, 3, 4)], lambda: shown.append("over"))
    assert shown == ["over"]
