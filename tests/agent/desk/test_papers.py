from agent.desk.alarms import Alarms
from agent.desk.papers import Papers
from consent.jws import sha256_of
from protocol.messages.relay import Acknowledged, DocumentSent
from protocol.wire import Message


class Sent:
    """Takes what goes to the relay."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.alarms = Alarms()

    def to_relay(self, message: Message) -> None:
        """Keep it."""
        self.messages.append(message)


def answer(token: str) -> Acknowledged:
    """Acknowledge a document that is not logged."""
    return Acknowledged(token_sha256=sha256_of(token), entry=None, salt=None, proof=None)


def test_what_follows_follows_once() -> None:
    """A second acknowledgement of the same document does nothing."""
    sent = Sent()
    heard: list[Acknowledged] = []
    papers = Papers(sent)  # type: ignore[arg-type]
    papers.file("a.b.c", heard.append)
    papers.acknowledged(answer("a.b.c"))
    papers.acknowledged(answer("a.b.c"))
    papers.acknowledged(answer("d.e.f"))
    assert len(heard) == 1


def test_on_a_new_line_only_what_waits_is_sent_again() -> None:
    """The relay has the rest."""
    sent = Sent()
    papers = Papers(sent)  # type: ignore[arg-type]
    papers.keep("their.own.request")
    papers.file("a.b.c")
    papers.file("d.e.f")
    papers.acknowledged(answer("a.b.c"))
    sent.messages.clear()
    papers.again()
    assert sent.messages == [DocumentSent(token="d.e.f")]


def test_the_receipt_gets_all_in_their_order() -> None:
    """Questions of the technician stand among the desk's own documents."""
    papers = Papers(Sent())  # type: ignore[arg-type]
    papers.keep("their.own.request")
    papers.file("a.b.c")
    assert [held.token for held in papers.for_receipt()] == ["their.own.request", "a.b.c"]


def test_what_waits_can_be_forgotten_and_is_still_kept() -> None:
    """After a stop an acknowledgement proves, and does, nothing more."""
    sent = Sent()
    heard: list[Acknowledged] = []
    papers = Papers(sent)  # type: ignore[arg-type]
    papers.file("a.b.c", heard.append)
    papers.forget_waiting()
    papers.acknowledged(answer("a.b.c"))
    assert heard == []
    assert papers.for_receipt()[0].entry is None
