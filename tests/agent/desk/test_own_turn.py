from agent.desk.live import Theirs
from agent.pipe.messages import CustomersHand
from tests.support.desk_scene import DeskScene


def headline(scene: DeskScene) -> str:
    """Read the banner's first line."""
    assert scene.view.live is not None
    return scene.view.live.headline


def test_the_customers_hand_goes_first_and_lets_go_after_a_second(scene: DeskScene) -> None:
    """While the customer moves the mouse, the technician's input waits."""
    scene.controlling()
    scene.core.customer_acts()
    scene.wait(0.5)
    scene.core.customer_acts()
    scene.wait(0.9)
    assert [hand.holds for hand in scene.sent(CustomersHand)] == [True]
    scene.wait(0.2)
    assert [hand.holds for hand in scene.sent(CustomersHand)] == [True, False]


def test_each_press_of_esc_says_how_many_are_missing(scene: DeskScene) -> None:
    """For two seconds after the last one, over whatever else the banner says; then it says that again."""
    scene.controlling()
    usual = headline(scene)
    scene.core.customer_acts()
    scene.core.escape_pressed(2)
    assert headline(scene) == "Press Esc 2 more times to stop. ●○○"
    scene.wait(1.5)
    scene.core.escape_pressed(1)
    assert headline(scene) == "Press Esc 1 more time to stop. ●●○"
    scene.wait(1.9)
    assert headline(scene) == "Press Esc 1 more time to stop. ●●○"
    scene.wait(0.2)
    assert headline(scene) == usual


def test_esc_shows_nothing_where_nothing_is_live(scene: DeskScene) -> None:
    """Before a yes and after the end there is no banner to say it on."""
    scene.paired().core.escape_pressed(2)
    assert scene.view.live is None
    scene.core.stop("button")
    scene.core.escape_pressed(1)
    scene.wait(3)
    assert scene.view.live is None


def test_the_hand_is_told_while_it_acts(scene: DeskScene) -> None:
    """The banner says whose turn it is, until a second after the last move."""
    scene.controlling().core.customer_acts()
    assert headline(scene) == "You have the mouse. Theirs waits."
    scene.wait(1.1)
    assert headline(scene) == "Live, recorded · Ana Weber (Nordlicht IT) sees Screen 1, uses your mouse"


def test_what_the_technician_does_is_said_once_a_second_at_most(scene: DeskScene) -> None:
    """However many keys and moves come, the banner changes with the second, and rests a second after the last."""
    scene.controlling()
    before = scene.view.shown.count("live")
    said = []
    for step in range(30):
        scene.core.technician_acts(Theirs.TYPING if step < 20 else Theirs.MOVING)
        scene.wait(0.1)
        assert scene.view.live is not None
        said.append(scene.view.live.theirs)
    scene.wait(1.1).wait(1.1)
    assert scene.view.live is not None
    assert scene.view.live.theirs is Theirs.NOTHING
    assert said[0] is Theirs.TYPING
    assert said[-1] is Theirs.MOVING
    assert scene.view.shown.count("live") - before == 3  # typing, moving, nothing


def test_without_control_nobody_types(scene: DeskScene) -> None:
    """What some other program injects is not the technician's."""
    scene.viewing().core.technician_acts(Theirs.TYPING)
    assert scene.view.live is not None
    assert scene.view.live.theirs is Theirs.NOTHING
