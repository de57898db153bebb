"""The one judge of documents: a session's own, in their order, from whom they must come."""

import pytest

from consent.errors import SignatureWrong
from consent.jws import sign
from consent.pause import ConsentPause, PauseBecause
from consent.scopes import Scope
from protocol.channels import Direction
from protocol.errors import AttendedError, DocumentOutOfPlace, DocumentRefused
from protocol.judge import DocumentJudge
from tests.support.consent_scene import AGENT_KEY, NOW, ORIGIN, SESSION, TECHNICIAN_KEY, Scene, an_id


def a_pause(grant: int = 100, key: object = AGENT_KEY) -> str:
    """Sign a pause of a grant."""
    claims = {"iss": AGENT_KEY.verify_key.thumbprint, "aud": ORIGIN, "jti": an_id(500), "sid": SESSION, "iat": NOW}
    document = ConsentPause(**claims, grant=an_id(grant), because=PauseBecause.CUSTOMER, positions=())  # type: ignore[arg-type]
    return sign(document, key)  # type: ignore[arg-type]


def test_a_yes_counts_after_its_question() -> None:
    """A grant whose question was never taken is refused; after the question it is accepted."""
    scene = Scene()
    request = scene.asks(Scope.VIEW)
    grant = sign(scene.grants(request, Scope.VIEW), AGENT_KEY)
    judge = DocumentJudge(scene.setting)
    with pytest.raises(DocumentRefused):
        judge.take(grant, Direction.FROM_AGENT)
    judge.take(request, Direction.FROM_TECHNICIAN)
    judge.take(grant, Direction.FROM_AGENT)
    assert judge.coverage.grant() is not None


def test_what_the_desk_signs_never_comes_from_the_technician() -> None:
    """Even a true document of the desk is refused from the other end."""
    scene = Scene()
    judge = DocumentJudge(scene.setting)
    request = scene.asks(Scope.VIEW)
    judge.take(request, Direction.FROM_TECHNICIAN)
    with pytest.raises(DocumentRefused):
        judge.take(sign(scene.grants(request, Scope.VIEW), AGENT_KEY), Direction.FROM_TECHNICIAN)


@pytest.mark.parametrize(
    ("token", "error"),
    [(a_pause(), DocumentOutOfPlace), (a_pause(key=TECHNICIAN_KEY), AttendedError), ("a.b.c", AttendedError)],
)
def test_what_cannot_stand_here_changes_nothing(token: str, error: type[AttendedError]) -> None:
    """A pause of no grant, a forged one, and what is no document."""
    judge = DocumentJudge(Scene().setting)
    with pytest.raises(error):
        judge.take(token, Direction.FROM_AGENT)
    assert judge.coverage.grant() is None


def test_the_callers_own_demand_comes_before_any_effect() -> None:
    """When the caller refuses a document, the judge has not taken it."""
    scene = Scene()
    judge = DocumentJudge(scene.setting)
    request = scene.asks(Scope.VIEW)

    def never(_document: object) -> None:
        raise SignatureWrong

    with pytest.raises(SignatureWrong):
        judge.take(request, None, never)
    with pytest.raises(DocumentRefused):
        judge.take(sign(scene.grants(request, Scope.VIEW), AGENT_KEY), None)
