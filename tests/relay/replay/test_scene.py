"""A jump's picture: what straight play shows at that moment, of few messages."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.screen.compose import Composer
from agent.screen.mask import Mask
from agent.screen.rect import Rect
from protocol.recording import Entry, Kind, Origin
from protocol.screen import CursorPosition, Encoding, ScreenMessage, Tile, Video, parse, write
from protocol.screen_frames import parts
from protocol.video_header import Codec
from relay.replay.scene import Scene, Shot, Shots, origins, scene_at
from tests.support.pages import page
from tests.support.test_card import TestCard
from tests.support.viewer import Viewer


class Played:
    """Screen messages as an agent made them, what was seen after each, and where a jump leads."""

    def __init__(self) -> None:
        """Begin with an empty recording."""
        self.card = TestCard(480, 360)
        self.composer = Composer(self.card, Mask(), lambda: True, frozenset({1}))
        self.messages: list[ScreenMessage] = []
        self.seen: list[np.ndarray] = []
        self.shots: list[Shot] = []
        self.read: set[int] = set()
        self.now = 1.0
        self._viewer = Viewer()
        self._notes = Shots(self.shots)
        self._frame = 0

    def step(self, *, keyframe: bool = False, breaks_off: bool = False) -> None:
        """Have one frame made and recorded, perhaps but its last part."""
        self.now += 0.04
        picture = self.composer.compose(self._frame + 1, self.now, keyframe=keyframe or self._frame == 0)
        if picture is None:
            return
        self._frame += 1
        there = picture.monitor
        frame = ScreenMessage(self._frame, there.id, there.w, there.h, 0, picture.operations, keyframe=picture.keyframe)
        written = list(parts(frame))
        for data in written[:-1] if breaks_off else written:
            self._viewer.take(data)
            self._notes.take(Entry(Kind.SEALED, Origin.AGENT, len(self.messages), 0, b""), parse(data))
            self.messages.append(parse(data))
            self.seen.append(self._viewer.picture.copy())
        if breaks_off:
            self.step(keyframe=True)

    def jump(self, index: int) -> tuple[Viewer, Scene]:
        """Jump to a moment with nothing shown before."""
        self._notes.finish()
        self.read.clear()
        viewer = Viewer()
        scene = scene_at(self.shots, index, self._message)
        for message in scene.messages:
            viewer.take(message)
        return viewer, scene

    def _message(self, index: int) -> ScreenMessage:
        self.read.add(index)
        return self.messages[index]


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_a_jump_shows_what_straight_play_shows(data: st.DataObject) -> None:
    """Text, scrolls, drags, photographs, keyframes and frames that broke off: every moment is the same picture."""
    played = Played()
    dice = np.random.default_rng(data.draw(st.integers(0, 1 << 16)))
    kinds = ["paint", "photo", "scroll", "drag", "keyframe", "breaks off", "rest"]
    for kind in data.draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=20)):
        _happen(kind, played, dice)
        played.step(keyframe=kind == "keyframe", breaks_off=kind == "breaks off")
    for index in range(len(played.shots)):
        viewer, scene = played.jump(index)
        for message in played.messages[scene.following : index + 1]:
            viewer.take(write(message))
        assert (viewer.picture == played.seen[index]).all()


def _happen(kind: str, played: Played, dice: np.random.Generator) -> None:
    card = played.card
    x, y = int(dice.integers(0, 170)), int(dice.integers(0, 110))
    area = Rect(x, y, int(dice.integers(100, 480 - x + 1)), int(dice.integers(60, 360 - y + 1)))
    part = card.picture[area.y : area.bottom, area.x : area.right].copy()
    if kind == "scroll":
        card.draw(area, np.roll(part, int(dice.integers(-50, 50)), int(dice.integers(2))))
    elif kind == "drag":
        card.draw(area, 0x336699)
        card.draw(Rect(int(dice.integers(0, 481 - area.w)), int(dice.integers(0, 361 - area.h)), *area[2:]), part)
    elif kind == "rest":
        played.now += 1
    else:
        noise = kind in {"photo", "breaks off"}
        whole = dice.integers(0, 1 << 24, (360, 480), dtype=np.uint32) if noise else page(480, 360, seed=x)
        card.draw(area, whole[: area.h, : area.w])


@pytest.fixture
def scrolled() -> Played:
    """A page that scrolled for long after one keyframe, beside a picture that never changed."""
    played = Played()
    long = page(300, 8000)
    for step in range(150):
        played.card.draw(Rect(0, 0, 300, 360), long[24 * step : 24 * step + 360])
        played.step()
    return played


def test_a_jump_reads_what_it_draws_and_nothing_else(scrolled: Played) -> None:
    """Late in a long scroll, the messages read are those of the last page and of what has stood still."""
    viewer, scene = scrolled.jump(len(scrolled.shots) - 1)
    assert (viewer.picture == scrolled.seen[-1]).all()
    assert len(scrolled.read) < len(scrolled.shots) / 2
    straight = sum(len(write(message)) for message in scrolled.messages)
    assert sum(map(len, scene.messages)) < straight / 2


def test_it_is_one_keyframe_with_the_latest_pointer(scrolled: Played, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a jump draws comes as one frame, with the pointer where it was then."""
    monkeypatch.setattr(scrolled.card, "pointer", lambda: (123, 45))
    scrolled.step()
    viewer, _ = scrolled.jump(len(scrolled.shots) - 1)
    (frame,) = viewer.frames
    assert frame.keyframe
    assert viewer.position == CursorPosition(123, 45, visible=True)
    assert viewer.cursor is not None
    assert viewer.monitors is not None
    assert frame.frame == scrolled.messages[-1].frame


def test_before_the_first_whole_picture_nothing_is_drawn(scrolled: Played) -> None:
    """A first frame that has not all come draws nothing, and play goes on after it."""
    first = Shot(0, 0, begins=True, size=(1, 480, 360), more=True, steps=scrolled.shots[0].steps)
    assert scene_at([first], 0, scrolled._message) == Scene([], 1)


def _film(number: int, *, intra: bool) -> ScreenMessage:
    video = Video(0, 0, 0, 64, 64, Codec.VP8, intra, b"")
    begin = (Tile(0, 0, 480, 360, Encoding.FLAT, b"\0\0\0"),) if number == 0 else ()
    return ScreenMessage(number + 1, 1, 480, 360, 0, (*begin, video), keyframe=number == 0)


def _noted(messages: list[ScreenMessage]) -> list[Shot]:
    shots: list[Shot] = []
    notes = Shots(shots)
    for index, message in enumerate(messages):
        notes.take(Entry(Kind.SEALED, Origin.AGENT, index, 0, b""), message)
    return shots


def test_of_a_film_all_pictures_since_one_that_stands_for_itself_are_kept() -> None:
    """They build upon each other; those before the last that stands for itself are not read."""
    shots = _noted([_film(number, intra=number in {0, 5}) for number in range(10)])
    assert origins(shots, 8) == [(0, [0]), (5, [0]), (6, [0]), (7, [0]), (8, [0])]


@pytest.mark.parametrize("goes_on", [True, False])
def test_a_film_that_is_covered_counts_only_if_it_goes_on(goes_on: bool) -> None:  # noqa: FBT001
    """A next picture may build upon those that nobody sees; when it begins anew, they are left out."""
    cover = ScreenMessage(3, 1, 480, 360, 0, (Tile(0, 0, 480, 360, Encoding.FLAT, b"\1\1\1"),))
    shots = _noted([_film(0, intra=True), _film(1, intra=False), cover, _film(3, intra=not goes_on)])
    assert origins(shots, 2) == ([(0, [1]), (1, [0]), (2, [0])] if goes_on else [(2, [0])])
