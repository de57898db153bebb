from agent.desk.chat import SHOWN_SECONDS
from consent.encoding import b64u
from protocol import limits
from protocol.messages.chat import ChatDelivered, ChatSaid
from tests.support.desk_scene import DeskScene


def test_chat_is_closed_before_the_first_yes(scene: DeskScene) -> None:
    """Nothing is said to somebody to whom nothing was allowed, and the customer reads that."""
    scene.paired()
    before = len(scene.to_technician)
    scene.core.say("Hello?")
    assert len(scene.to_technician) == before
    assert scene.view.chat == [("Attended", "Not sent, the chat is over: “Hello?”")]


def test_the_banner_counts_what_is_unread(scene: DeskScene) -> None:
    """A line from the technician is counted at once, and no more once the chat stands open."""
    scene.viewing()
    scene.technician_says(ChatSaid(id=b64u(bytes(16)), text="Hello!"))
    assert scene.view.live is not None
    assert scene.view.live.unread == 1
    scene.core.chat_read()
    assert scene.view.live.unread == 0


def test_a_line_that_nobody_showed_is_named(scene: DeskScene) -> None:
    """The customer is told once of each line of theirs that was not shown in time, and of no other."""
    scene.viewing()
    for text in ("Hello", "Are you there?"):
        scene.core.say(text)
    scene.technician_says(ChatDelivered(id=scene.told(ChatSaid)[0].id))
    scene.wait(SHOWN_SECONDS - 1)
    assert scene.view.chat == [("You", "Hello"), ("You", "Are you there?")]
    scene.wait(1)
    scene.wait(SHOWN_SECONDS)
    assert scene.view.chat[2:] == [
        ("Attended", "Not shown to Ana Weber so far: “Are you there?” Write it again if no answer comes.")
    ]


def test_what_the_customer_pastes_is_sent_as_plain_words(scene: DeskScene) -> None:
    """Signs that steer or turn are left out, halves of letters too; nothing that is left of it ends the session."""
    scene.viewing()
    for pasted in ("a\u202eb\x07c\ud83d e\u0301\r\nd", "\u2066\u2069", "x" * 5000):
        scene.core.say(pasted)
    assert [message.text for message in scene.told(ChatSaid)] == ["ab c \u00e9\nd", "x" * limits.CHAT_TEXT]
    assert scene.view.chat[0] == ("You", "ab c \u00e9\nd")
