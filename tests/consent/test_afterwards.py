"""What a customer says once it is over, and who can say it."""

import pytest

from consent.afterwards import SessionComplaint, SessionRating, verify_afterword
from consent.errors import AttendedError, GrantForAnotherSession
from consent.jws import SigningKey, sign
from consent.setting import SessionDocument
from tests.support.consent_scene import AGENT_KEY, NOW, ORIGIN, SESSION, TECHNICIAN_KEY, an_id

HASH = "A" * 43


def said(model: type[SessionDocument], key: SigningKey = AGENT_KEY, **claims: object) -> str:
    """Sign something that the customer says."""
    common = {"iss": AGENT_KEY.verify_key.thumbprint, "aud": ORIGIN, "jti": an_id(9), "sid": SESSION, "iat": NOW}
    return sign(model.model_validate(common | claims), key)


def judged(token: str, model: type[SessionDocument] = SessionComplaint) -> SessionDocument:
    """Judge it."""
    return verify_afterword(token, model, AGENT_KEY.verify_key, session=SESSION, origin=ORIGIN)


def test_what_the_session_s_own_desk_signed_is_the_customer_s() -> None:
    """A complaint and a rating read back as they were said."""
    assert judged(said(SessionComplaint, words_sha256=HASH)).sid == SESSION
    rating = judged(said(SessionRating, points=5, words_sha256=None), SessionRating)
    assert isinstance(rating, SessionRating)
    assert rating.points == 5


@pytest.mark.parametrize("key", [TECHNICIAN_KEY])
def test_a_technician_can_say_nothing_in_the_customer_s_name(key: SigningKey) -> None:
    """No key but the session's own signs a complaint, whatever it says of itself."""
    with pytest.raises(AttendedError):
        judged(said(SessionComplaint, key, words_sha256=HASH))


@pytest.mark.parametrize(
    "claims",
    [
        {"sid": "B" * 21 + "A"},
        {"aud": "https://other.example"},
        {"iss": TECHNICIAN_KEY.verify_key.thumbprint},
    ],
)
def test_a_complaint_of_another_session_relay_or_key_is_none_here(claims: dict[str, object]) -> None:
    """It counts for the session that it names and for no other."""
    with pytest.raises(GrantForAnotherSession):
        judged(said(SessionComplaint, AGENT_KEY, words_sha256=HASH, **claims))


def test_a_complaint_is_no_rating() -> None:
    """Each kind is read as itself alone."""
    with pytest.raises(AttendedError):
        judged(said(SessionComplaint, words_sha256=HASH), SessionRating)


@pytest.mark.parametrize("points", [0, 6, -1, "5", 2.0, None])
def test_points_are_one_to_five(points: object) -> None:
    """Nothing else is a rating."""
    with pytest.raises(ValueError):  # noqa: PT011 - pydantic's own
        said(SessionRating, points=points, words_sha256=None)
