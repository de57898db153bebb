"""
Every desk window in every state, from the values that the core would give: what the pictures show, and readers hear.

    for name, show in SCENES.items():
        show(stage)          # a window stands, as in a session that has come so far

Nobody asks anything here and no session runs; the windows are the real ones, and put into words as in a session.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from types import MappingProxyType

from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QRadioButton

from agent.desk import question_words, story, troubles
from agent.desk.afterwards import HELD, UNREACHED
from agent.desk.check import Began, Page
from agent.desk.draft import Draft, Key
from agent.desk.former import Former
from agent.desk.help_lines import help_line
from agent.desk.keeping import UNSAVED
from agent.desk.language import LANGUAGES, Text, language, mark, say
from agent.desk.live import Live, LiveItem, Theirs
from agent.desk.pairing import clock_words
from agent.desk.question_sentences import THEIR_NAMES
from agent.desk.question_words import Asked, Kept
from agent.desk.report_words import report_words
from agent.desk.view import (
    Asker,
    CheckShown,
    CodeStatus,
    Complaint,
    Match,
    MonitorChoice,
    Over,
    Question,
    Rating,
    Rect,
    ReportShown,
    Trouble,
    Trust,
    WrongShown,
)
from agent.desk.windows.qt_view import QtView
from consent.afterwards import Wrong
from consent.errors import EntryOutOfDate, EntryWrong
from consent.pause import PauseBecause
from consent.scopes import Scope
from protocol.errors import (
    AnotherLogKey,
    AttendedError,
    EngineDied,
    NoFrame,
    ProgramTooOld,
    RecordingNotStarted,
    RelayUnreachable,
    WrongCode,
)
from protocol.report.parse import read_report, report_bytes
from protocol.report.register.everything import SECTIONS
from tests.support.sample_report import MEANT, sample

RELAY = "relay.nordlicht.example"
ANA = Asker("Ana Weber", "technician", "Nordlicht IT", "nordlicht.example", Trust.KNOWN, "", "2027-03-31")
MET = replace(ANA, trust=Trust.MET, met="2026-10-03")
FIRST = replace(ANA, trust=Trust.FIRST)
WHAT_IS_ON, MOVE = mark("desk.banner", "What is on ▾"), mark("desk.banner", "Move ▾")
KEPT = Kept(90, ("Lee Sanders", "Kim Okafor", "Jo Winter"), ("Safe of Nordlicht IT",), typed_keys_readable=False)
ONE = (MonitorChoice(1, "Screen 1", 1280, 800),)
TWO = (*ONE, MonitorChoice(2, "Screen 2", 1280, 800, 1280, 0))
TODAY = "2026-11-22"
REASON = {
    "en": "The printer does not print.",
    "de": "Der Drucker druckt nicht.",
    "es": "La impresora no imprime.",
}
PURPOSE = {"en": "to fix a fault", "de": "einen Fehler beheben", "es": "arreglar un fallo"}
"""As the organisation's policy words it: nothing of the catalogue's."""
COUNTRY = {"en": "GB", "de": "DE", "es": "ES"}
COPY = "/home/maria/Documents/Attended reports/health-report-2026-11-22T0530/report.html"
STRUCK: tuple[Key, ...] = (("fact", "storage", 2), ("fact", "storage", 3))


class Events:
    """Takes what the windows tell and answers nothing, but that every place is covered and out of reach at once."""

    def windows_moved(self, _rects: list[Rect], done: Callable[[], None]) -> None:
        """Let the window stand."""
        done()

    def banners_at(self, _rects: list[Rect], done: Callable[[], None], _clocks: Sequence[Rect] = ()) -> None:
        """Let the banner stand."""
        done()

    def __getattr__(self, name: str) -> Callable[..., None]:
        """Take anything else."""
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *_values: None


class Stage:
    """The windows of one desk, and a hand for what a customer would have done there."""

    def __init__(self) -> None:
        self.view = QtView(Events())

    def clear(self) -> None:
        """Take every window away."""
        self.view.close_all()

    def press(self, *words: str) -> None:
        """Press every button, choice or tick box that begins with one of these words."""
        for part in self._parts():
            if part.isVisible() and part.text().replace("&", "").startswith(words):
                part.click()

    def tick(self, count: int) -> None:
        """Tick the first boxes."""
        for part in [part for part in self._parts() if isinstance(part, QCheckBox) and part.isVisible()][:count]:
            part.click()

    def choose(self, place: int) -> None:
        """Choose one of several, by its place."""
        choices = [part for part in self._parts() if isinstance(part, QRadioButton) and part.isVisible()]
        choices[place].click()

    @staticmethod
    def _parts() -> list[QAbstractButton]:
        QApplication.processEvents()
        windows = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
        return [part for window in windows for part in window.findChildren(QAbstractButton)]


Scene = Callable[[Stage], None]


def check(page: Page, *, answered: bool = False, sign: bool = False) -> Scene:
    """Show a page of the check."""

    def show(stage: Stage) -> None:
        line = help_line(COUNTRY.get(language().code, "GB"))
        stage.view.show_check(CheckShown(page, Began.ASKED if answered else None, line))
        if sign:
            stage.tick(1)

    return show


def code(status: CodeStatus, *, seconds: float = 0, note: bool = False) -> Scene:
    """Show the code window with one of its states."""

    def show(stage: Stage) -> None:
        stage.view.show_connecting(RELAY)
        if status is not CodeStatus.GETTING:
            stage.view.show_code("4821-739205-1", 581)
            stage.view.code_status(status, seconds)
        stage.view.code_note(clock_words(4) if note else "")

    return show


def asked(kind: question_words.Kind = "first", *scopes: Scope, match: Match | None = None, **more: object) -> Asked:
    """Give one request, in words of the language of now."""
    spoken = language().code if language().code in REASON else "en"
    typed = {Match.MATCH: "Nordlicht", Match.CLOSE: "Nordlich", Match.NONE: "my bank"}
    made = Asked(
        "q", kind, scopes or (Scope.VIEW,), 30, 12, PURPOSE[spoken], REASON[spoken], "4711",
        typed[match] if match else "", match, today=TODAY,
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]  # a scene names only what it changes


def question(
    *scopes: Scope,
    kind: question_words.Kind = "first",
    asker: Asker = ANA,
    match: Match | None = None,
    screens: tuple[MonitorChoice, ...] = ONE,
    kept: Kept = KEPT,
    changed: bool = False,
    then: Scene | None = None,
) -> Scene:
    """Show a question; `then` is what the customer did in it, the wait being over."""

    def show(stage: Stage) -> None:
        request = asked(kind, *scopes, match=match, changed=changed)
        made: Question = question_words.question(asker, request, kept, screens)
        stage.view.show_question(replace(made, wait_before_allow=0.0) if then is not None else made)
        if then is not None:
            then(stage)

    return show


def filled(stage: Stage) -> None:
    """Say yes to the person, tick everything, choose the first screen, which comes next."""
    stage.choose(0)
    stage.tick(len(Scope))
    stage.choose(len(("Yes", "No", "Not sure")))


def doubts(stage: Stage) -> None:
    """Say that this is nobody who was expected."""
    stage.choose(1)


def live(*items: LiveItem, then: Scene | None = None, **more: object) -> Scene:
    """Show frame and banner."""

    def show(stage: Stage) -> None:
        made = Live(
            ANA.name, ANA.organisation, items, max((item.left for item in items), default=290.0), can_extend=True
        )
        stage.view.show_live(replace(made, **more))  # type: ignore[arg-type]  # a scene names only what it changes
        if then is not None:
            then(stage)

    return show


VIEW = LiveItem(Scope.VIEW, 702.0, screens=(1,))
CONTROL = LiveItem(Scope.CONTROL, 702.0)
USE = LiveItem(Scope.REPORT, 410.0, sees_use=True)


def report(*, struck: bool = False, note: bool = False, former: bool = False) -> Scene:
    """Show a health report before it leaves."""

    def show(stage: Stage) -> None:
        draft = Draft(report_bytes(sample()), MEANT, _former() if former else None)
        if struck:
            draft.cross_out(STRUCK, struck=True)
            draft.show(("serial", 1), revealed=True)
        preview = draft.preview()
        stage.view.show_report(
            ReportShown(
                name=ANA.name, made=draft.made, groups=preview.groups, meanings=MEANT,
                revealed=frozenset(each for each in MEANT if draft.is_revealed(each)),
                sha256=preview.sha256, kept=preview.kept, struck=preview.struck, size=len(preview.document),
                wait=0.0, left=840.0, yes_left=900.0,
                note=say("desk.report", "A copy is saved on this computer only: {path}", path=COPY) if note else "",
                former=draft.former_made, changes=preview.changes,
            )
        )  # fmt: skip

    return show


def _former() -> Former:
    """Give what was sent before: the same computer, with fewer waiting sectors on its second disk."""
    before = sample()
    storage = before.sections[1]
    facts = tuple(fact.model_copy(update={"value": 1}) if fact.id == "disk.pending" else fact for fact in storage.facts)
    sections = (before.sections[0], storage.model_copy(update={"facts": facts}), *before.sections[2:])
    draft = Draft(report_bytes(before.model_copy(update={"sections": sections})), MEANT)
    preview, former = draft.preview(), Former()
    former.sent(read_report(preview.document), preview.sha256, preview.became, MEANT, frozenset())
    return former


def chat(stage: Stage) -> None:
    """Show the chat with some lines."""
    stage.view.chat_said(ANA.name, REASON.get(language().code, REASON["en"]))
    stage.view.chat_said(ANA.name, "https://nordlicht.example/help")
    stage.view._open_chat()  # noqa: SLF001 - as a press on the banner's Chat does


def over(*, saved: bool = True, said: bool = False, rated: bool = False) -> Scene:
    """Show the last window."""

    def show(stage: Stage) -> None:
        lines = (
            ("14:02", story.let(ANA.name, {Scope.VIEW}, 15)),
            ("14:05", story.let(ANA.name, {Scope.CONTROL}, 12)),
            ("14:16", story.STOPPED.said()),
        )
        stage.view.show_over(
            Over(
                lines,
                "/home/maria/Documents/Attended receipts/2026-11-22 14.02/receipt.html" if saved else None,
                note="" if saved else UNSAVED.said(),
                name=ANA.name,
                organisation=ANA.organisation,
                said=HELD.said(organisation=ANA.organisation) if said else "",
                rating=Rating(5, "") if rated else Rating(),
            )
        )

    return show


def wrong(state: str = "open", *ticked: Wrong) -> Scene:
    """Show the form "Something was wrong"."""

    def show(stage: Stage) -> None:
        line = help_line(COUNTRY.get(language().code, "GB"))
        held = Complaint(set(ticked))
        why = UNREACHED.said() if state == "failed" else ""
        stage.view.show_wrong(WrongShown(ANA.organisation, line, state, held, 0.0, why))  # type: ignore[arg-type]

    return show


def trouble(error: type[AttendedError], *, details: bool = False, **more: object) -> Scene:
    """Show a row of the troubles."""

    def show(stage: Stage) -> None:
        shown: Trouble = troubles.trouble(error, RELAY, **more)  # type: ignore[arg-type]
        stage.view.show_trouble(shown)
        if details:
            stage.press(say("desk.trouble", "Details"))

    return show


def over_banner(stage: Stage) -> None:
    """Say that everything has stopped."""
    live(VIEW)(stage)
    QApplication.processEvents()
    stage.view.hide_live()


def _pressing(words: Text) -> Scene:
    return lambda stage: stage.press(words.said().partition("{")[0])


def _opening(first: Scene, *, help_: bool = False) -> Scene:
    """Open the window's help, or its list of languages."""

    def show(stage: Stage) -> None:
        first(stage)
        stage.press("?" if help_ else f"{LANGUAGES.get(language().code, language().code)} ▾")

    return show


def _report_progress(stage: Stage) -> None:
    stage.view.report_progress(report_words(SECTIONS["storage"].looking), 3, 11)


READS_KEYS = replace(KEPT, typed_keys_readable=True)
LAST = LiveItem(Scope.VIEW, 95.0, screens=(1,))
SCENES: MappingProxyType[str, Scene] = MappingProxyType(
    {
        "check-1": check(Page.BEGAN),
        "check-1-answered": check(Page.BEGAN, answered=True),
        "check-2": check(Page.SIGNS),
        "check-2-ticked": check(Page.SIGNS, sign=True),
        "check-unsure": check(Page.UNSURE),
        "check-stop": check(Page.STOP),
        "code-getting": code(CodeStatus.GETTING),
        "code-waiting": code(CodeStatus.WAITING),
        "code-checking": code(CodeStatus.CHECKING),
        "code-connected": code(CodeStatus.CONNECTED),
        "code-wrong": code(CodeStatus.WRONG),
        "code-three-wrong": code(CodeStatus.THREE_WRONG),
        "code-ran-out": code(CodeStatus.RAN_OUT),
        "code-no-line": code(CodeStatus.NO_LINE, seconds=8),
        "code-note": code(CodeStatus.WAITING, note=True),
        "code-help": _opening(code(CodeStatus.WAITING), help_=True),
        "code-languages": _opening(code(CodeStatus.WAITING)),
        "question-known": question(match=Match.MATCH),
        "question-met": question(asker=MET),
        "question-first": question(asker=FIRST, match=Match.CLOSE),
        "question-no-match": question(match=Match.NONE),
        "question-two-screens": question(Scope.VIEW, Scope.REPORT, match=Match.MATCH, screens=TWO),
        "question-ready": question(Scope.VIEW, Scope.REPORT, match=Match.MATCH, screens=TWO, then=filled),
        "question-doubts": question(match=Match.NONE, then=doubts),
        "question-names": question(then=_pressing(THEIR_NAMES)),
        "question-changed": question(changed=True),
        "question-control": question(Scope.CONTROL, kind="later"),
        "question-control-keys-read": question(Scope.CONTROL, kind="later", kept=READS_KEYS),
        "question-report": question(Scope.REPORT, kind="later"),
        "question-more-time": question(Scope.VIEW, kind="more time"),
        "question-help": _opening(question(), help_=True),
        "live": live(VIEW),
        "live-control": live(VIEW, CONTROL),
        "live-typing": live(VIEW, CONTROL, theirs=Theirs.TYPING, unread=2),
        "live-hand": live(VIEW, CONTROL, hand=True),
        "live-report": live(LiveItem(Scope.REPORT, 702.0)),
        "live-use": live(VIEW, USE),
        "live-paused": live(VIEW, pause=PauseBecause.CUSTOMER),
        "live-look-away": live(VIEW, pause=PauseBecause.LOOK_AWAY),
        "live-line-lost": live(VIEW, pause=PauseBecause.LINE, line_left=54.0),
        "live-no-recording": live(VIEW, pause=PauseBecause.RECORDING),
        "live-system-asks": live(VIEW, pause=PauseBecause.SYSTEM),
        "live-nothing-on": live(),
        "live-2-minutes": live(LAST),
        "live-escape": live(VIEW, escapes=1),
        "live-what-is-on": live(VIEW, CONTROL, USE, then=_pressing(WHAT_IS_ON)),
        "live-move": live(VIEW, then=_pressing(MOVE)),
        "live-stopped": over_banner,
        "chat": chat,
        "report-progress": _report_progress,
        "report": report(),
        "report-crossed-out": report(struck=True),
        "report-saved": report(note=True),
        "report-again": report(former=True),
        "over": over(),
        "over-rated": over(rated=True),
        "over-unsaved": over(saved=False),
        "over-complained": over(said=True),
        "wrong": wrong(),
        "wrong-scam": wrong("open", Wrong.MONEY),
        "wrong-sending": wrong("sending", Wrong.LOOKED),
        "wrong-failed": wrong("failed", Wrong.LOOKED),
        "trouble-unreachable": trouble(RelayUnreachable, again_in=8.0),
        "trouble-stranger": trouble(AnotherLogKey),
        "trouble-out-of-date": trouble(EntryOutOfDate, date="2026-11-20"),
        "trouble-unsure": trouble(EntryWrong),
        "trouble-three-codes": trouble(WrongCode),
        "trouble-no-recording": trouble(RecordingNotStarted),
        "trouble-no-frame": trouble(NoFrame),
        "trouble-broke": trouble(EngineDied, details=True),
        "trouble-too-old": trouble(ProgramTooOld),
    }
)
"""By the name of its picture."""
