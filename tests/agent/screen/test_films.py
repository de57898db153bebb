"""Films in the picture: drawn by video while they play, exact once they rest."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from agent.screen import films
from agent.screen.compose import REST, Composer, Picture
from agent.screen.films import AGAIN, BEGINS, HELD, NARROWER, OVER, WIDE, Films
from agent.screen.mask import Mask
from agent.screen.rect import Rect
from agent.screen.shown import Shown
from agent.screen.source import Pixels
from agent.screen.video import NO_VIDEO, VideoUse
from agent.screen.video_rate import MOST
from protocol import limits
from protocol.screen import Encoding, ScreenMessage, Tile, Video, parse
from protocol.screen_frames import parts
from protocol.video_header import Codec
from tests.support.film import H, W, film, psnr, rgb
from tests.support.pages import page
from tests.support.test_card import TestCard
from tests.support.viewer import Viewer, pixels_of

PLACE = Rect(101, 60, W, H)
FRAMES = film(24)
USE = VideoUse(Codec.VP9, MOST)
LEAST_WIDE = WIDE * PLACE.area
ON_WIDE = VideoUse(Codec.VP8, MOST, 1.1 * LEAST_WIDE)


class Showing:
    """A card on which a film plays, and a viewer of it."""

    def __init__(self, use: VideoUse = USE, mask: Mask | None = None, monitors: int = 1) -> None:
        """Show the card."""
        self.card = TestCard(640, 480, monitors)
        self.composer = Composer(self.card, mask or Mask(), lambda: True, frozenset({1, 2}))
        self.composer.video = use
        self.viewer = Viewer()
        self.now, self.number, self.played = 1.0, 0, 0
        self.step(keyframe=True)

    def step(self, *, keyframe: bool = False, later: float = 1 / 30, monitor: int | None = None) -> Picture | None:
        """Make a frame and show it."""
        self.now += later
        picture = self.composer.compose(self.number + 1, self.now, keyframe=keyframe, monitor=monitor)
        if picture is not None:
            self.number += 1
            at = picture.monitor
            message = ScreenMessage(self.number, at.id, at.w, at.h, 0, picture.operations, keyframe=picture.keyframe)
            for part in parts(message):
                self.viewer.take(part)
        return picture

    def play(self, count: int = 1, at: Rect = PLACE, later: float = 1 / 30) -> list[Picture]:
        """Play on, there and back; give the frames."""
        made = []
        for _ in range(count):
            self.played += 1
            way = self.played % (2 * len(FRAMES) - 2)
            self.card.draw(at, FRAMES[way if way < len(FRAMES) else 2 * len(FRAMES) - 2 - way])
            picture = self.step(later=later)
            assert picture is not None
            made.append(picture)
        return made

    def rest(self) -> None:
        """Let time pass until nothing is owed."""
        for _ in range(40):
            if self.composer.rests_at() is None:
                return
            self.step(later=0.05)

    def nearness(self, at: Rect = PLACE) -> float:
        """Give how near what is shown is to what is there, in dB."""
        return psnr(rgb(_part(self.viewer.picture, at)), rgb(_part(self.card.picture, at)))

    def is_exact(self) -> bool:
        """Say whether every pixel shown is the one there."""
        height, width = self.viewer.picture.shape
        return bool(np.array_equal(self.viewer.picture, self.card.picture[:height, :width]))


def _part(pixels: Pixels, at: Rect) -> Pixels:
    return pixels[at.y : at.bottom, at.x : at.right]


def videos(pictures: list[Picture]) -> list[Video]:
    """Give the film's pictures in some frames."""
    return [each for picture in pictures for each in picture.operations if isinstance(each, Video)]


def stills(pictures: list[Picture]) -> list[Tile]:
    """Give the stills of the film in some frames."""
    tiles = (each for picture in pictures for each in picture.operations if isinstance(each, Tile))
    return [tile for tile in tiles if tile.encoding is Encoding.JPEG and (tile.w, tile.h) == (W, H)]


def test_a_film_becomes_video_within_a_second_and_costs_little() -> None:
    """From then on each frame is one picture of it, near to what is there, and no tile lies on it."""
    showing = Showing()
    before = showing.play(30)
    after = showing.play(20)

    assert not videos(before[:10])
    assert [[type(each) for each in picture.operations] for picture in after] == [[Video]] * 20
    assert showing.nearness() >= 36
    tiles = sum(len(each.data) for each in before[5].operations if isinstance(each, Tile))
    assert sum(len(each.data) for each in videos(after)) / 20 < tiles / 2


def plays_and_rests(showing: Showing) -> None:
    """Play a film, which is approximate meanwhile, and let it rest, by which it becomes exact soon."""
    showing.play(40)
    assert not showing.is_exact()
    began = showing.now
    showing.rest()

    assert showing.is_exact()
    assert showing.now - began <= REST + 0.25


def test_a_film_that_rests_is_exact_within_half_a_second() -> None:
    """Whatever video left approximate is sent anew, to the last pixel."""
    plays_and_rests(Showing())


def test_a_film_goes_on_after_a_pause_as_the_same_or_as_a_new_one() -> None:
    """A short pause costs no new beginning; after a long one it is found again."""
    showing = Showing()
    showing.play(40)
    showing.rest()
    assert showing.now - OVER < 2.9  # still the same film
    (again,) = videos(showing.play())
    assert not again.intra
    showing.step(later=2 * OVER)
    begun = videos(showing.play(40))

    assert begun[0].intra
    assert showing.nearness() >= 36


def test_a_little_that_changes_on_a_film_is_sharp() -> None:
    """A letter on a paused film is tiles, as anywhere else, and shows at once as it is."""
    showing = Showing()
    showing.play(40)
    showing.rest()
    letter = Rect(PLACE.x + 50, PLACE.y + 50, 12, 16)
    showing.card.draw(letter, 0xFFFFFF)
    picture = showing.step()

    assert picture is not None
    assert not videos([picture])
    assert showing.is_exact()


def test_a_keyframe_holds_the_film_as_a_picture_that_stands_for_itself() -> None:
    """A player that begins there has all of it, and goes on from there."""
    showing = Showing()
    showing.play(40)
    keyframe = showing.step(keyframe=True)
    assert keyframe is not None
    (begins,) = videos([keyframe])
    showing.viewer, late = Viewer(), showing.viewer
    for part in parts(ScreenMessage(9_000, 1, 640, 480, 0, keyframe.operations, keyframe=True)):
        showing.viewer.take(part)

    assert begins.intra
    assert np.array_equal(_without_film(showing.viewer.picture), _without_film(late.picture))
    showing.play(5)
    assert showing.nearness() >= 36


def _without_film(pixels: Pixels) -> Pixels:
    rest = pixels.copy()
    _part(rest, PLACE)[:] = 0
    return rest


def test_a_film_begins_anew_every_few_seconds() -> None:
    """A player that jumps has not far to go back, however long the film plays."""
    showing = Showing()
    shown = videos(showing.play(30 + int(2.2 * BEGINS * 30)))

    begins = [at for at, video in enumerate(shown) if video.intra]
    assert len(begins) == 3
    assert all(later - former <= BEGINS * 30 + 1 for former, later in pairwise(begins))


def test_what_must_never_be_seen_is_painted_over_before_it_is_encoded() -> None:
    """A window of the desk that lies on the film is grey in the video as in every tile."""
    mask = Mask()
    showing = Showing(mask=mask)
    showing.play(40)
    window = Rect(PLACE.x + 40, PLACE.y + 40, 120, 60)
    mask.put(1, [window])
    assert videos(showing.play(5))

    inner = _part(showing.viewer.picture, Rect(window.x + 4, window.y + 4, 20, 8))
    assert np.abs(rgb(inner).astype(int) - 0x80).max() < 12


def test_a_console_that_decodes_nothing_gets_no_video() -> None:
    """Films are tiles then, as before."""
    assert not videos(Showing(NO_VIDEO).play(40))


def test_a_codec_that_is_taken_back_is_not_used_again() -> None:
    """With another one the film begins anew; with none it is tiles, and exact at rest."""
    showing = Showing()
    showing.play(40)
    showing.composer.video = VideoUse(Codec.VP8, MOST)
    assert {video.codec for video in videos(showing.play(20))} <= {Codec.VP8}
    showing.composer.video = NO_VIDEO
    assert not videos(showing.play(5))
    showing.rest()

    assert showing.is_exact()


def test_a_film_that_moved_is_followed() -> None:
    """Where it was is exact, where it is becomes video."""
    showing = Showing()
    showing.play(40)
    showing.card.draw(PLACE, 0x203040)
    there = Rect(300, 200, W, H)
    moved = videos(showing.play(60, there))
    showing.rest()

    assert (moved[-1].x, moved[-1].y) == (there.x, there.y)
    assert showing.is_exact()


@pytest.mark.parametrize("use", [USE, ON_WIDE], ids=["video", "stills"])
def test_a_keyframe_makes_a_film_no_larger(use: VideoUse) -> None:
    """What is sent anew beside it tells nothing of its edges: the text there stays sharp."""
    showing = Showing(use)
    words = page(640, 480)
    showing.card.draw(Rect(0, 0, 640, 480), words)
    showing.step()
    showing.play(50)
    showing.step(keyframe=True)
    showing.play(90)

    wrong = showing.viewer.picture != showing.card.picture[:480, :640]
    wrong[PLACE.y : PLACE.bottom, PLACE.x : PLACE.right] = False
    assert not wrong.any()


def test_a_film_ends_with_its_monitor() -> None:
    """Another monitor begins with no film, and the first with a new one."""
    showing = Showing(monitors=2)
    showing.play(40)
    other = showing.step(monitor=2)
    back = showing.step(monitor=1)

    assert other is not None
    assert back is not None
    assert not videos([other, back])
    assert videos(showing.play(40))[0].intra


def test_a_film_too_large_for_the_machine_is_tiles(monkeypatch: pytest.MonkeyPatch) -> None:
    """When its pictures take too long to encode, films of its size are not encoded soon again."""
    monkeypatch.setattr(films, "SLOW", 0.0)
    showing = Showing()
    first, later = showing.play(40), showing.play(60)

    assert videos(first)
    assert not videos(later)


def test_a_film_that_was_too_much_work_is_tried_again_and_each_time_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer that was busy for a while shows films as films afterwards; one that is too slow does not pump."""
    monkeypatch.setattr(films, "SLOW", 0.0)
    showing = Showing()
    assert videos(showing.play(40))
    tries = []
    for _ in range(4):
        showing.step(later=AGAIN)
        tries.append(bool(videos(showing.play(40))))

    assert tries == [True, False, True, False]


def test_a_film_that_was_no_more_work_of_late_is_tried_soon_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once it has played as video for a while, what was before is forgotten."""
    showing = Showing()
    for slow in (0.0, 1.0):
        monkeypatch.setattr(films, "SLOW", slow)
        showing.step(later=AGAIN)
        assert videos(showing.play(40))
    showing.play(int(HELD / 0.2) + 5, later=0.2)
    monkeypatch.setattr(films, "SLOW", 0.0)
    assert not videos(showing.play(40)[20:])
    showing.step(later=AGAIN)

    assert videos(showing.play(40))


class Mute:
    """An encoder that gives nothing."""

    bits = MOST

    def encode(self, pixels: Pixels, now: float, *, intra: bool) -> None:
        """Give no picture."""


def test_a_picture_that_the_encoder_did_not_give_is_owed() -> None:
    """What the console did not get by video is sent exactly."""
    there = Films(640, 480, make=lambda *_: Mute())
    there.use(USE)
    shown = Shown(640, 480)
    for number in range(30):
        now = 1 + number / 30
        pixels = FRAMES[number % len(FRAMES)]
        there.watch(now, [(PLACE, pixels)], shown, keyframe=False)
        for tile in shown.differing(PLACE, pixels):
            list(there.spare(tile))
            here = tile.moved(-PLACE.x, -PLACE.y)
            shown.take(tile, pixels[here.y : here.bottom, here.x : here.right])
        shown.sent(PLACE, now, exact=True)
        if there.at is not None:
            break
        assert list(there.picture(now, shown, keyframe=False)) == []
    there.watch(now + 0.01, [(PLACE, FRAMES[-1])], shown, keyframe=False)

    assert list(there.picture(now + 0.01, shown, keyframe=False)) == []
    assert there.at is None
    assert shown.owed_since() == now + 0.01


def test_on_a_wide_line_a_film_is_stills() -> None:
    """Each frame is one JPEG of it, no video and no other tile, and shows it as near as video would."""
    showing = Showing(ON_WIDE)
    showing.play(30)
    after = showing.play(20)

    assert [[type(each) for each in picture.operations] for picture in after] == [[Tile]] * 20
    assert len(stills(after)) == 20
    assert showing.nearness() >= 36


@pytest.mark.parametrize(
    "use",
    [
        VideoUse(Codec.VP8, MOST),
        VideoUse(Codec.VP8, MOST, 0.9 * LEAST_WIDE),
        VideoUse(Codec.VP9, MOST - 1, 100 * LEAST_WIDE),
    ],
    ids=["nobody knows the line", "the line is not wide", "the line is full"],
)
def test_on_any_other_line_a_film_is_video(use: VideoUse) -> None:
    """Stills have several times the bytes of most films, so they need a line that was seen to carry them."""
    showing = Showing(use)
    made = showing.play(40)

    assert videos(made)
    assert not stills(made)


def test_what_is_measured_of_a_line_may_go_up_and_down() -> None:
    """A film in stills stays so while the line is half as wide as it was to be; then it is video until it is wide."""
    showing = Showing(ON_WIDE)
    showing.play(30)
    shown = []
    for rate in (1.1, NARROWER * 1.1, NARROWER * 0.9, 0.9, 1.1):
        showing.composer.video = ON_WIDE._replace(rate=rate * LEAST_WIDE)
        made = showing.play(5)
        shown.append((len(stills(made)), len(videos(made))))

    assert shown == [(5, 0), (5, 0), (0, 5), (0, 5), (5, 0)]


def test_from_stills_to_video_it_begins_with_a_picture_that_stands_for_itself() -> None:
    """Whatever was decoded before the stills, no picture after them is made of it."""
    showing = Showing(ON_WIDE._replace(rate=0.0))
    showing.play(40)
    showing.composer.video = ON_WIDE
    assert not videos(showing.play(5))
    showing.composer.video = ON_WIDE._replace(rate=0.0)
    again = videos(showing.play(5))

    assert [video.intra for video in again] == [True, False, False, False, False]
    assert showing.nearness() >= 36


def test_a_film_in_stills_that_rests_is_exact_within_half_a_second() -> None:
    """What JPEG left approximate is sent anew, to the last pixel, and the film goes on in stills afterwards."""
    showing = Showing(ON_WIDE)
    plays_and_rests(showing)

    assert len(stills(showing.play())) == 1


def test_a_film_in_stills_that_plays_for_long_does_not_end() -> None:
    """Each still says that it goes on."""
    showing = Showing(ON_WIDE)
    showing.play(30)

    assert len(stills(showing.play(int(2 * OVER * 30)))) == int(2 * OVER * 30)


def test_a_keyframe_holds_a_film_in_stills() -> None:
    """A player that begins there has all of it."""
    showing = Showing(ON_WIDE)
    showing.play(40)
    showing.viewer = Viewer()
    keyframe = showing.step(keyframe=True)

    assert keyframe is not None
    assert len(stills([keyframe])) == 1
    assert showing.nearness() >= 36


def test_what_must_never_be_seen_is_painted_over_in_stills() -> None:
    """A window of the desk that lies on the film is grey in a still as in every tile."""
    mask = Mask()
    showing = Showing(ON_WIDE, mask=mask)
    showing.play(40)
    window = Rect(PLACE.x + 40, PLACE.y + 40, 120, 60)
    mask.put(1, [window])
    assert len(stills(showing.play(5))) == 5

    inner = _part(showing.viewer.picture, Rect(window.x + 4, window.y + 4, 20, 8))
    assert np.abs(rgb(inner).astype(int) - 0x80).max() < 12


def strips(at: Rect, pixels: Pixels) -> list[Tile]:
    """Give the stills of one picture of a film at a place."""
    there, shown = Films(at.right + 7, at.bottom + 7), Shown(at.right + 7, at.bottom + 7)
    there.use(VideoUse(Codec.VP8, MOST, WIDE * at.area))
    there.at = at
    there.watch(0.5, [], shown, keyframe=True)
    shown.take(at, pixels)
    made = list(there.picture(0.5, shown, keyframe=True))
    assert shown.owed_since() == 0.5
    return [each for each in made if isinstance(each, Tile)]


@settings(max_examples=25, deadline=None)
@given(x=st.integers(0, 9), y=st.integers(0, 9), w=st.integers(48, 1024), h=st.integers(48, 1024))
@example(x=0, y=0, w=1024, h=66)  # a last strip of four rows
def test_the_stills_of_one_picture_lie_side_by_side(x: int, y: int, w: int, h: int) -> None:
    """However large a film is, its strips cover it once, in whole blocks, none larger than a tile may be."""
    at = Rect(x, y, 2 * w, 2 * h - h % 2)
    if at.area > limits.SCREEN_VIDEO_PIXELS:
        at = Rect(x, y, at.w, limits.SCREEN_VIDEO_PIXELS // at.w)
    tiles = strips(at, np.zeros((at.h, at.w), np.uint32))

    assert [(tile.x, tile.w) for tile in tiles] == [(at.x, at.w)] * len(tiles)
    assert [tile.y for tile in tiles] == [at.y + sum(tile.h for tile in tiles[:above]) for above in range(len(tiles))]
    assert sum(tile.h for tile in tiles) == at.h
    assert all(tile.h % 16 == 0 for tile in tiles[:-1])
    assert max(tile.w * tile.h for tile in tiles) <= limits.SCREEN_TILE_PIXELS
    assert len(tiles) <= -(-at.area // limits.SCREEN_TILE_PIXELS) + 1


@pytest.mark.parametrize(("w", "h", "count"), [(640, 360, 1), (640, 480, 2), (1280, 720, 4), (1920, 1080, 9)])
def test_a_film_larger_than_a_tile_is_several_that_are_near_to_it(w: int, h: int, count: int) -> None:
    """What a console draws of them, from messages that it takes, is the film, at each strip."""
    (pixels,) = film(1, w, h)
    tiles = strips(Rect(3, 5, w, h), pixels)
    sent = [parse(part) for part in parts(ScreenMessage(1, 1, w + 10, h + 12, 0, tuple(tiles)))]

    assert [tile for message in sent for tile in message.operations] == tiles
    assert len(tiles) == count
    for tile in tiles:
        meant = _part(pixels, Rect(tile.x - 3, tile.y - 5, tile.w, tile.h))
        assert psnr(rgb(pixels_of(tile)), rgb(meant)) >= 33


def test_a_still_of_noise_is_no_larger_than_a_message() -> None:
    """The worst that can be on a screen still goes."""
    noise = np.random.default_rng(4).integers(0, 1 << 24, (1024, 2048), dtype=np.uint32)

    assert max(len(tile.data) for tile in strips(Rect(0, 0, 2048, 1024), noise)) < limits.SCREEN_MESSAGE_BYTES
