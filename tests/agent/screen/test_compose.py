"""Frames from a real X display: exact, whole, and cheap."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.screen.capture.x11 import X11Source
from agent.screen.compose import REST, Composer, Picture
from agent.screen.mask import Mask
from agent.screen.rect import Rect
from agent.screen.source import Pixels
from protocol.screen import Complete, Copy, CursorPosition, ScreenMessage, Tile
from protocol.screen_frames import parts
from tests.support.display import VirtualDisplay
from tests.support.pages import page
from tests.support.painter import Painter
from tests.support.test_card import TestCard
from tests.support.viewer import Viewer


@pytest.fixture
def display() -> Iterator[VirtualDisplay]:
    """Give a display of its own."""
    with VirtualDisplay(1024, 600) as display:
        yield display


class Session:
    """A composer and a viewer, frame by frame."""

    def __init__(self, source: X11Source | TestCard, mask: Mask | None = None) -> None:
        """Allow everything, until a test says otherwise."""
        self.may_look: Callable[[], bool] = lambda: True
        self.source = source
        self.composer = Composer(source, mask or Mask(), self._looks, frozenset({1, 2}))
        self.viewer = Viewer()
        self.now = 1.0
        self.frame = 0
        self.room = inf

    def _looks(self) -> bool:
        return self.may_look()

    def step(self, *, keyframe: bool = False, later: float = 0.02) -> Picture | None:
        """Make one frame and show it."""
        self.now += later
        keyframe = keyframe or self.frame == 0
        picture = self.composer.compose(self.frame + 1, self.now, keyframe=keyframe, room=self.room)
        if picture is not None:
            self.frame += 1
            monitor = picture.monitor
            message = ScreenMessage(self.frame, monitor.id, monitor.w, monitor.h, 0, picture.operations)
            for part in parts(message):
                self.viewer.take(part)
        return picture

    def rest(self) -> None:
        """Make frames until nothing is owed."""
        while self.step() is not None or self.composer.rests_at() is not None:
            self.now += REST


def test_a_scrolling_terminal_is_exact_at_rest(display: VirtualDisplay) -> None:
    """After a program has scrolled through hundreds of lines, each pixel shown is the display's."""
    source = X11Source(display.name)
    session = Session(source)
    script = "for i in $(seq 400); do echo line $i; done; printf '\\033]2;all written\\007'; read x"
    display.run(["xterm", "-geometry", "100x30", "-T", "scroll", "-e", "sh", "-c", script])
    while not any("all written" in window.title for window in display.windows()):
        session.step()
    session.rest()
    image = np.frombuffer(display.image().raw, np.uint32).reshape(600, 1024) & np.uint32(0xFFFFFF)

    assert (session.viewer.picture == image).all()
    assert session.frame > 1
    source.close()


def test_scrolling_content_and_photographs_are_exact_at_rest(display: VirtualDisplay) -> None:
    """Moved areas, noise and small changes, with looks at any moment in between, end with the display's pixels."""
    source = X11Source(display.name)
    session = Session(source)
    dice = np.random.default_rng(11)
    with Painter(display.name, Rect(0, 0, 1024, 600)) as painter:
        painter.paint(0, 0, dice.integers(0, 1 << 24, (600, 1024), dtype=np.uint32))
        for turn in range(40):
            painter.scroll(Rect(100, 50, 600, 500), 13)
            painter.fill(Rect(int(dice.integers(900)), int(dice.integers(500)), 90, 40), int(dice.integers(1 << 24)))
            if turn % 3 == 0:
                session.step()
        session.rest()
        truth = source.grab(Rect(0, 0, 1024, 600))

    assert (session.viewer.picture == truth).all()
    source.close()


def test_two_marks_of_one_request_are_never_shown_apart(
    display: VirtualDisplay, sized: Callable[[int, int], int]
) -> None:
    """A frame is one moment: whatever is painted while it is made, it shows both marks or neither."""
    source = X11Source(display.name)
    session = Session(source)
    ends = threading.Event()
    with Painter(display.name, Rect(0, 0, 1024, 600)) as painter:

        def paint() -> None:
            colour = 1
            while not ends.is_set():
                # Damage at the first mark alone calls for a look there; the pair may be painted before that look.
                painter.touch(Rect(0, 0, 3, 3))
                painter.fill_all([Rect(0, 0, 3, 3), Rect(1021, 597, 3, 3)], colour)
                colour = colour % 0xFFFFFE + 1

        painting = threading.Thread(target=paint)
        painting.start()
        try:
            for _ in range(sized(2_000, 10_000)):
                session.step()
                assert session.viewer.picture[1, 1] == session.viewer.picture[598, 1022]
        finally:
            ends.set()
            painting.join()
    source.close()


@pytest.mark.parametrize("beside", [Rect(300, 200, 400, 300), Rect(0, 0, 1024, 600), None])
def test_two_marks_are_never_shown_apart_on_a_thin_line(beside: Rect | None) -> None:
    """Marks far apart change together on the canvas though there is room for a word only, whatever changes beside."""
    card = TestCard(1024, 600)
    session = Session(card)
    session.room = 600
    dice = np.random.default_rng(5)
    for colour in range(1, 250):
        if beside is not None and colour % 7 == 1:
            # Of few colours, so exact: where a photograph lies over a mark, the mark is as approximate as that.
            card.draw(beside, dice.integers(0, 200, (beside.h, beside.w), dtype=np.uint32))
        for mark in (Rect(0, 0, 3, 3), Rect(1000, 580, 20, 12)):
            card.draw(mark, colour)
        session.step(keyframe=colour % 60 == 0)
        assert session.viewer.picture[1, 1] == session.viewer.picture[590, 1010] == colour


@pytest.mark.parametrize("room", [600, 40_000])
def test_two_marks_are_never_shown_apart_though_only_what_lies_around_them_is_reported(room: int) -> None:
    """X tells of the box around all that one request paints: the marks are found by what differs in it."""
    card = TestCard(1024, 600)
    session = Session(card)
    session.rest()
    session.room = room  # for a word only, or for much and not for all of what lies between the marks
    dice = np.random.default_rng(5)
    for colour in range(1, 60):
        card.picture[60:400, 60:500] = dice.integers(0, 1 << 24, (340, 440), dtype=np.uint32)
        card.picture[:3, :3] = card.picture[580:592, 1000:] = colour
        card.draw(Rect(1023, 599, 1, 1), 0xFFFFFF)
        card.draw(Rect(0, 0, 1024, 600), card.picture.copy())
        session.step()
        assert session.viewer.picture[1, 1] == session.viewer.picture[590, 1010] == colour


def test_a_dialog_opens_whole_on_a_thin_line() -> None:
    """What is a few kilobytes is one frame, though there is room for less."""
    card = TestCard(1024, 600)
    session = Session(card)
    session.rest()
    session.room = 600
    card.draw(Rect(200, 100, 300, 80), page(300, 80))
    before = session.viewer.bytes
    session.step()

    assert (session.viewer.picture == card.picture).all()
    assert session.viewer.bytes - before > 2 * session.room


def test_a_keyframe_on_a_line_that_nobody_knows_begins_where_somebody_looks() -> None:
    """Its first frame costs a look at a small part of the screen; later ones bring the rest, no pixel twice."""
    card = TestCard(1920, 1080)
    card.draw(Rect(0, 0, 1920, 1080), page(1920, 1080))
    session = Session(card)
    session.room = 2_048
    first = session.step()
    assert first is not None
    assert first.keyframe
    assert sum(grab.area for grab in card.grabs) < 1920 * 1080 / 8
    session.room = 40_000
    pictures = [first]
    while (picture := session.step()) is not None:
        pictures.append(picture)
    tiles = [each for picture in pictures for each in picture.operations if isinstance(each, Tile)]

    assert (session.viewer.picture == card.picture).all()
    assert pictures[-1].operations[-1] == Complete(1)
    assert sum(tile.w * tile.h for tile in tiles) == 1920 * 1080


def test_a_typed_letter_costs_a_letter(display: VirtualDisplay) -> None:
    """A small change is one small grab and a few hundred bytes, however large the screen."""
    source = X11Source(display.name)
    session = Session(source)
    with Painter(display.name, Rect(0, 0, 1024, 600)) as painter:
        session.rest()
        painter.fill(Rect(100, 100, 9, 16), 0x112233)
        before = session.viewer.bytes
        picture = session.step()

    assert picture is not None
    (tile,) = [operation for operation in picture.operations if isinstance(operation, Tile)]
    assert (tile.x, tile.y, tile.w, tile.h) == (100, 100, 9, 16)
    assert session.viewer.bytes - before < 100
    source.close()


def test_only_the_pointer_moved_is_a_frame_of_its_place(display: VirtualDisplay) -> None:
    """No pixel is sent for a pointer that moves."""
    source = X11Source(display.name)
    session = Session(source)
    with Painter(display.name, Rect(0, 0, 1024, 600)) as painter:
        session.rest()
        painter.point(321, 123)
        picture = session.step()

    assert picture is not None
    assert picture.operations == (CursorPosition(321, 123, visible=True),)
    source.close()


def test_a_keyframe_says_that_it_is_whole() -> None:
    """Whoever begins at a keyframe has everything after it."""
    picture = Session(TestCard()).step(keyframe=True)

    assert picture is not None
    assert picture.keyframe
    assert picture.operations[-1] == Complete(1)
    assert (
        sum(operation.w * operation.h for operation in picture.operations if isinstance(operation, Tile)) == 640 * 480
    )


def test_a_scrolled_page_costs_its_new_lines_not_its_area() -> None:
    """Three lines further, a page of a whole screen costs what three lines cost, and back again as well."""
    card = TestCard(1920, 1080)
    session = Session(card)
    long = page(1920, 2400)
    card.draw(Rect(0, 0, 1920, 1080), long[600:1680])
    session.step()
    few = TestCard(1920, 48)
    lines = Session(few)
    for top, fresh in [(648, slice(1680, 1728)), (696, slice(1728, 1776)), (648, slice(648, 696))]:
        before, written = session.viewer.bytes, lines.viewer.bytes
        card.draw(Rect(0, 0, 1920, 1080), long[top : top + 1080])
        picture = session.step()
        few.draw(Rect(0, 0, 1920, 48), long[fresh])
        lines.step()

        assert picture is not None
        assert any(isinstance(operation, Copy) for operation in picture.operations)
        assert (session.viewer.picture == long[top : top + 1080]).all()
        assert session.viewer.bytes - before < 1.3 * (lines.viewer.bytes - written)
        assert session.viewer.bytes - before < 20_000


def test_a_dragged_window_costs_the_desk_it_leaves() -> None:
    """However large the window and whatever it shows, dragging it costs little; a photograph in it stays owed."""
    card = TestCard(1280, 800)
    session = Session(card)
    window = page(800, 600)
    window[100:300, 100:400] = np.random.default_rng(3).integers(0, 1 << 24, (200, 300), dtype=np.uint32)
    desk = np.full((800, 1280), 0x336699, np.uint32)
    for step in range(12):
        x, y = 40 + 30 * step, 30 + 12 * step
        now = desk.copy()
        now[y : y + 600, x : x + 800] = window
        before = session.viewer.bytes
        card.draw(Rect(0, 0, 1280, 800), now)
        session.step()
        assert step < 2 or session.viewer.bytes - before < 8_000
    session.rest()

    assert (session.viewer.picture == card.picture).all()


def test_what_finds_room_is_not_put_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that measured little because little was sent costs no more work than one with plenty of room."""
    card = TestCard(1280, 800)
    session = Session(card)
    session.rest()
    session.room = 20_000
    monkeypatch.delattr("agent.screen.compose.in_order")
    card.draw(Rect(100, 100, 700, 40), page(700, 40))
    card.draw(Rect(100, 500, 300, 200), 0x224466)
    session.step()

    assert (session.viewer.picture == card.picture).all()


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_whatever_moves_the_picture_at_rest_is_exact(data: st.DataObject) -> None:
    """Scrolls, drags, text, photographs and frames skipped between them: in the end every pixel is the display's."""
    card = TestCard(480, 360)
    session = Session(card)
    seed = data.draw(st.integers(0, 1 << 16))
    dice = np.random.default_rng(seed)
    content: list[Pixels] = [
        page(300, 240, seed=seed % 50),
        dice.integers(0, 1 << 24, (200, 260), dtype=np.uint32),
        np.full((90, 400), 0x123456, np.uint32),
    ]
    for kind in data.draw(st.lists(st.sampled_from(["paint", "scroll", "drag", "look", "rest"]), max_size=25)):
        _happen(kind, card, session, content, dice)
    session.rest()

    assert (session.viewer.picture == card.picture).all()


def _happen(kind: str, card: TestCard, session: Session, content: list[Pixels], dice: np.random.Generator) -> None:
    x, y = int(dice.integers(0, 170)), int(dice.integers(0, 110))
    area = Rect(x, y, int(dice.integers(100, 480 - x + 1)), int(dice.integers(60, 360 - y + 1)))
    part = card.picture[area.y : area.bottom, area.x : area.right]
    if kind == "paint":
        pixels = content[int(dice.integers(len(content)))][: area.h, : area.w]
        card.draw(Rect(x, y, pixels.shape[1], pixels.shape[0]), pixels)
    elif kind == "scroll":
        card.draw(area, np.roll(part, int(dice.integers(-50, 50)), int(dice.integers(2))))
    elif kind == "drag":
        pixels = part.copy()
        card.draw(area, 0x336699)
        to = Rect(int(dice.integers(0, 481 - area.w)), int(dice.integers(0, 361 - area.h)), area.w, area.h)
        card.draw(to, pixels)
    elif kind == "look":
        session.step()
    else:
        session.rest()


def test_a_yes_that_ends_during_a_frame_ends_the_frame() -> None:
    """Nothing is grabbed after the moment it ended, and what was grabbed before goes nowhere."""
    card = TestCard()
    session = Session(card)
    session.step()
    grabs = len(card.grabs)
    card.draw(Rect(0, 0, 9, 9), 0xFF)
    answers = iter([True, True, False])
    session.may_look = lambda: next(answers, False)

    assert session.step() is None
    assert len(card.grabs) == grabs + 1
