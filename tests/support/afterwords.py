"""What a customer hands in once it is over, written as a desk writes it."""

from __future__ import annotations

import os

from consent.afterwards import SessionComplaint, SessionRating, Wrong
from consent.jws import SigningKey, sign
from protocol.afterwards import Afterword, ComplaintWords, RatingWords, seal_words, words_sha256
from tests.support.ends import Ends


def a_complaint(
    ends: Ends, text: str = "They asked for my card.", *, key: SigningKey | None = None, **changes: object
) -> Afterword:
    """Complain of a session."""
    words = ComplaintWords(wrong=(Wrong.MONEY,), text=text)
    sealed = seal_words(words, ends.session, os.urandom(32), ends.policy.readers)
    claims = ends.claims(words_sha256=words_sha256(sealed), **changes)
    return Afterword(token=sign(SessionComplaint(**claims), key or ends.agent_key), words=sealed)


def a_rating(ends: Ends, points: int = 4, word: str = "", *, key: SigningKey | None = None) -> Afterword:
    """Rate a session."""
    sealed = seal_words(RatingWords(text=word), ends.session, os.urandom(32), ends.policy.readers) if word else None
    claims = ends.claims(points=points, words_sha256=None if sealed is None else words_sha256(sealed))
    return Afterword(token=sign(SessionRating(**claims), key or ends.agent_key), words=sealed)
