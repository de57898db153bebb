from agent.desk.living import HAND
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
    """The banner says whose turn it is."""
    scene.controlling().core.customer_acts()
    assert headline(scene) == HAND
