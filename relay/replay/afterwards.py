"""What the customer said once it was over, told in lines to a reader; it lies sealed beside the recording."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from pydantic import ValidationError

from consent.afterwards import SessionComplaint, SessionRating, Wrong, verify_afterword
from consent.canonical import canonical
from consent.jws import peek_typ
from consent.limits import RATING_POINTS
from consent.setting import Setting
from protocol.afterwards import Afterword, ComplaintWords, SealedWords, Words, open_words, words_sha256
from protocol.errors import AfterwordDamaged, AttendedError
from relay.organisation.readers import ReaderKey
from relay.replay.story import Line

_WRONG: Final = {
    Wrong.MONEY: "they asked about bank or money",
    Wrong.LOOKED: "they looked at things they did not need",
    Wrong.IDENTITY: "they were not who they said",
    Wrong.RUDE: "they were rude or in a hurry",
    Wrong.OTHER: "something else",
}


def tell_afterwards(
    held: Iterable[dict[str, Any]], setting: Setting | None, reader: ReaderKey, entry: int
) -> Iterator[Line]:
    """
    Tell complaints and ratings, each judged first: by whom it was said, and that these are the words it names.

    `entry`: the recording's last one, which they come after. What cannot be read is told as such, never raised.
    """
    for each in held:
        try:
            yield _told(Afterword.model_validate_json(canonical(_bare(each))), setting, reader, entry)
        except (AttendedError, ValidationError, KeyError) as wrong:
            code = wrong.code if isinstance(wrong, AttendedError) else AfterwordDamaged.code
            yield Line(entry, 0, "customer", "broken", AfterwordDamaged.words, {"code": code})


def _bare(held: dict[str, Any]) -> dict[str, Any]:
    return {"token": held["token"], "words": held["words"]}


def _told(said: Afterword, setting: Setting | None, reader: ReaderKey, entry: int) -> Line:
    if setting is None:
        raise AfterwordDamaged("nobody was paired")
    document = _verified(said.token, setting)
    words = None if said.words is None else _opened(said.words, document.words_sha256, setting, reader)
    at = document.iat * 1000
    if isinstance(document, SessionRating):
        text = f" “{words.text}”" if words is not None else ""
        rated = f"How it was: {document.points} of {RATING_POINTS}.{text}"
        return Line(entry, at, "customer", "rating", rated, {"points": document.points})
    if not isinstance(words, ComplaintWords):
        raise AfterwordDamaged("a complaint without words")
    wrong = "; ".join(_WRONG[each] for each in words.wrong)
    told = " ".join(part for part in (f"{wrong}." if wrong else "", f"“{words.text}”" if words.text else "") if part)
    return Line(entry, at, "customer", "complaint", f"Something was wrong: {told}", {"wrong": [*map(str, words.wrong)]})


def _verified(token: str, setting: Setting) -> SessionComplaint | SessionRating:
    key, session, origin = setting.agent_key, setting.session, setting.origin
    if peek_typ(token) == SessionRating.typ:
        return verify_afterword(token, SessionRating, key, session=session, origin=origin)
    return verify_afterword(token, SessionComplaint, key, session=session, origin=origin)


def _opened(sealed: SealedWords, named: str | None, setting: Setting, reader: ReaderKey) -> Words:
    if words_sha256(sealed) != named:
        raise AfterwordDamaged("other words than it names")
    return open_words(sealed, setting.session, reader.kem_seed, reader.id)
