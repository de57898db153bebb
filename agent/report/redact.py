"""
Redaction: by type, then by value and by shape. Nothing a person would mind stands in the document in clear.

    redactor = Redactor(machine.own())
    redactor.learn("serial", "S4EWNX0R512345K")            all whole values first, so that texts know them
    redactor.value("text", "ata1: S4EWNX0R512345K lost")   "ata1: ‹serial 1› lost"

It runs once, in one place: input that imitates a mark has its brackets changed and stays distinguishable.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from agent.report.marks import Marks, folded
from agent.report.normal import normal
from agent.report.own import Own, Person
from agent.report.passing import EVERYDAY, SYSTEM_PEOPLE
from agent.report.shape_rules import address, mounted
from agent.report.shapes import SHAPES
from protocol.report.document import Masked, Value
from protocol.report.kinds import MASKS, WHOLE, Kind, Mask
from protocol.report.pseudonyms import Pseudonym, shortened

_SHORT = 3
_ANYWHERE = 4
_BARE_MAC = 12
_REMEMBERED = 2_000
"""Texts whose result is kept: a program's name stands in processes, packages and services alike."""
_UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "å": "aa", "ø": "oe", "æ": "ae"}


class Redactor:
    """The redaction of one report, with its table of pseudonyms."""

    def __init__(self, own: Own) -> None:
        self._marks = Marks()
        self._shapes = [(shape.pattern, _with(shape.rule, self._marks)) for shape in SHAPES]
        self._known: dict[str, tuple[Mask, str, str]] = {}
        self._careful: dict[str, tuple[Mask, str, str]] = {}
        self._pattern: re.Pattern[str] | None = None
        self._in_context: re.Pattern[str] | None = None
        self._done: dict[str, str] = {}
        for person in own.people:
            self._learn_person(person)
        for kind, values in (("host", own.hosts), ("host", own.domains), ("ssid", own.networks)):
            for value in values:
                self.learn(kind, value)  # type: ignore[arg-type]  # both are kinds
        for kind, value in own.others:
            self.learn(kind, value)

    def learn(self, kind: Kind, value: str) -> None:
        """Note a value that must vanish from every text."""
        mask, key = self._masked(kind, value)
        self._note(mask, value, key)
        if kind == "host":
            self._note(mask, value.partition(".")[0], key)
        if kind == "mac" and len(bare := re.sub(r"[^0-9a-f]", "", value.casefold())) == _BARE_MAC:
            self._note(mask, bare, key)  # Linux names an adapter on USB by it: enx3c52821a9fe0

    def value(self, kind: Kind, raw: str) -> Value:
        """Redact a text value by its kind: masked whole, searched for shapes, or only for the known values."""
        if kind in WHOLE:
            mask, key = self._masked(kind, raw)
            return Masked(masked=mask, n=self._marks.number(mask, shortened(normal(raw)), key))
        if kind == "path" and (parts := mounted(normal(raw))) is not None:
            return self._mount(*parts)
        return self.text(raw) if kind in {"path", "text"} or not _is_of(kind, raw) else self._plain(raw)

    def text(self, raw: str) -> str:
        """Redact a free text: shapes and known values, at most 300 characters."""
        if (before := self._done.get(raw)) is not None:
            return before
        work = normal(raw)
        for pattern, one in self._shapes:
            work = pattern.sub(one, work)
        work = self._values(self._contextual(work))
        if len(self._done) >= _REMEMBERED:
            self._done.clear()
        self._done[raw] = shortened(self._marks.written(work))
        return self._done[raw]

    def name(self, raw: str) -> str:
        """Redact the name of a thing: whole where it is itself a value that is masked, else as a text."""
        key = folded(normal(raw).strip())
        known = self._known.get(key) or self._careful.get(key)
        return self.text(raw) if known is None else self._marks.written(self._marks.mark(known[0], known[2], known[1]))

    def table(self) -> dict[Pseudonym, str]:
        """Tell what each pseudonym stands for: for the customer's own preview, never for the document."""
        return self._marks.table()

    def _mount(self, root: str, person: str, label: str) -> str:
        """Redact where a volume is mounted, whose it is and what it is called."""
        kinds: tuple[tuple[Kind, str], ...] = (("person", person), ("label", label))
        named = [(*self._masked(kind, each), each) for kind, each in kinds if each]
        marks = [self._marks.mark(mask, each, key) for mask, key, each in named]
        return shortened(self._marks.written("/".join([self.text(root), *marks])))

    def _plain(self, raw: str) -> str:
        return shortened(self._marks.written(self._values(normal(raw))))

    def _learn_person(self, person: Person) -> None:
        if folded(person.login) in SYSTEM_PEOPLE:
            return
        key = f"person {folded(person.login)}"
        for name in (person.login, f"{person.login[:6]}~1", *person.names):
            self._note("user", name, key)
            for part in re.split(r"[\s,]+", name):
                if len(part) >= _SHORT:
                    self._note("user", part, key)

    def _masked(self, kind: Kind, value: str) -> tuple[Mask, str]:
        """Give the pseudonym's kind and the one key of all spellings of a value."""
        plain = normal(value).strip()
        if kind == "address":
            found, one = address(plain.partition("/")[0])
            return found or "ip private", folded(one)
        if kind == "mac":
            return "mac", ":".join(re.findall("..", re.sub(r"[^0-9a-f]", "", plain.casefold())))
        mask = MASKS[kind]
        known = self._known.get(folded(plain)) or self._careful.get(folded(plain))
        return (mask, known[1]) if known and known[0] == mask else (mask, folded(plain))

    def _note(self, mask: Mask, value: str, key: str) -> None:
        plain = normal(value).strip()
        if not plain:
            return
        for spelling in {folded(plain), _without_umlauts(folded(plain))}:
            self._marks.alias(mask, spelling, key)
            everyday = len(spelling) < _SHORT or spelling in EVERYDAY
            (self._careful if everyday else self._known)[spelling] = (mask, key, plain)
        self._pattern = self._in_context = None
        self._done.clear()  # what was learned now may stand in a text that was redacted before

    def _values(self, work: str) -> str:
        if not self._known:
            return work
        if self._pattern is None:
            self._pattern = _alternation(self._known)
        return self._pattern.sub(lambda found: self._exchange(self._known, found[0]), work)

    def _contextual(self, work: str) -> str:
        """Exchange short and everyday names where a path or a word before them says that they are names."""
        if not self._careful:
            return work
        if self._in_context is None:
            names = "|".join(re.escape(each) for each in sorted(self._careful, key=len, reverse=True))
            self._in_context = re.compile(rf"(?<=[\\/])(?:{names})(?=[\\/])", re.IGNORECASE)
        return self._in_context.sub(lambda found: self._exchange(self._careful, found[0]), work)

    def _exchange(self, among: dict[str, tuple[Mask, str, str]], found: str) -> str:
        known = among.get(folded(found)) or among.get(_without_umlauts(folded(found)))
        return self._marks.mark(known[0], known[2], known[1]) if known else self._marks.unnumbered("value")


def _alternation(known: Iterable[str]) -> re.Pattern[str]:
    """Match any known value, the longest first; those of three letters only as a word of their own."""
    ordered = sorted(known, key=len, reverse=True)
    words = [re.escape(each) if len(each) >= _ANYWHERE else rf"(?<!\w){re.escape(each)}(?!\w)" for each in ordered]
    return re.compile("|".join(words), re.IGNORECASE)


def _with(rule: Callable[[re.Match[str], Marks], str | None], marks: Marks) -> Callable[[re.Match[str]], str]:
    def one(found: re.Match[str]) -> str:
        became = rule(found, marks)
        return found[0] if became is None else became

    return one


def _without_umlauts(text: str) -> str:
    return "".join(_UMLAUTS.get(sign, sign) for sign in text)


_FORMS: dict[Kind, re.Pattern[str]] = {
    "version": re.compile(r"[\w.+~:()/ -]{1,100}"),
    "code": re.compile(r"[\w.:x/\[\]&-]{1,100}"),
    "date": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"),
    "enum": re.compile(r"[\w .+/()-]{1,60}"),
    "driver": re.compile(r"[\w .,+/()&-]{1,120}"),
    "model": re.compile(r"[\w .,+/()&:;@®™'#\[\]\"-]{1,200}"),
}


def _is_of(kind: Kind, raw: str) -> bool:
    """Tell whether a value has the form of its kind; one that has not is searched like any text."""
    form = _FORMS.get(kind)
    return form is None or form.fullmatch(raw) is not None
