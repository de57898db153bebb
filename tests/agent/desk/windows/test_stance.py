from PySide6.QtCore import QPoint, QRect, QSize

from agent.desk.windows.stance import GAP, SPOT_WORDS, Spot, Stance, room_of, within

MONITOR = QRect(100, 50, 1000, 700)
SIZE = QSize(400, 48)


def test_each_of_the_six_places_is_within_the_border() -> None:
    """Left, middle and right, at the upper and the lower edge; each has its name."""
    places = {spot: Stance(spot).place(MONITOR, SIZE) for spot in Spot}
    room = room_of(MONITOR)
    assert len({(place.x(), place.y()) for place in places.values()}) == 6
    assert all(room.contains(place) for place in places.values())
    assert places[Spot.TOP_LEFT].topLeft() == room.topLeft()
    assert places[Spot.BOTTOM_RIGHT].bottomRight() == room.bottomRight()
    assert places[Spot.TOP].center().x() == MONITOR.center().x()
    assert set(SPOT_WORDS) == set(Spot)


def test_where_it_was_dragged_it_stays_until_a_place_is_chosen() -> None:
    """Also when it grows: then its corner gives way as far as it must."""
    stance = Stance()
    stance.dragged = QPoint(600, 300)
    assert stance.place(MONITOR, SIZE).topLeft() == QPoint(600, 300)
    wide = stance.place(MONITOR, QSize(900, 48))
    assert wide.right() <= MONITOR.right() - GAP
    stance.go_to(Spot.BOTTOM)
    assert stance.place(MONITOR, SIZE).bottom() == room_of(MONITOR).bottom()


def test_what_is_too_large_shows_its_beginning() -> None:
    """Stop and the words begin at the upper left."""
    assert within(room_of(MONITOR), QRect(0, 0, 3_000, 48)).topLeft() == room_of(MONITOR).topLeft()
