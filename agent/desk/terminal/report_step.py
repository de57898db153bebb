"""The health report in a terminal: read page by page, crossed out by number, sent by the word `send` or not at all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from agent.desk.draft import Group, Key
from agent.desk.language import count, mark, say
from agent.desk.terminal.preview import Purpose, TerminalPreview
from agent.desk.terminal.talk import Talk
from agent.desk.view import DeskEvents, ReportShown
from protocol.report.pseudonyms import Pseudonym

SEND, NO, COPY, MORE = "send", "no", "copy", "more"
PROMPT = mark("terminal", "Enter for more, send, no, or help:")
_HELP = (
    mark("terminal", "copy: saves a copy on this computer"),
    mark("terminal", "more: gives you more time to read"),
    mark("terminal", "send: sends what is not crossed out"),
    mark("terminal", "no: sends nothing"),
)


class _Held:
    """What the core last said of the report, and the way to change it."""

    def __init__(self, shown: ReportShown, events: DeskEvents) -> None:
        self.now = shown
        self._events = events

    @property
    def groups(self) -> tuple[Group, ...]:
        return self.now.groups

    @property
    def kept(self) -> int:
        return self.now.kept

    @property
    def struck(self) -> int:
        return self.now.struck

    @property
    def masks(self) -> Collection[Pseudonym]:
        return self.now.meanings.keys()

    def meaning(self, pseudonym: Pseudonym) -> str:
        return self.now.meanings.get(pseudonym, "")

    def is_revealed(self, pseudonym: Pseudonym) -> bool:
        return pseudonym in self.now.revealed

    def cross_out(self, keys: Iterable[Key], *, struck: bool) -> None:
        self._events.cross_out(list(keys), struck)

    def show(self, pseudonym: Pseudonym, *, revealed: bool) -> None:
        self._events.reveal(pseudonym, revealed)


class ReportStep:
    """One preview at a time."""

    def __init__(
        self, talk: Talk, events: DeskEvents, now: Callable[[], float], size: Callable[[], tuple[int, int]]
    ) -> None:
        """Take where to say and ask, whom to tell, a clock in seconds, and how large the terminal is."""
        self._talk = talk
        self._events = events
        self._now = now
        self._size = size
        self._held: _Held | None = None
        self._preview: TerminalPreview | None = None
        self._changed_at = 0.0
        self._has_failed = False
        """Whether the core said of the report that stands there that it could not be sent."""

    def progress(self, looking: str, number: int, of: int) -> None:
        """Say which section is looked at."""
        self._talk.say(say("terminal", "{looking} ({number} of {of})", looking=looking, number=number, of=of))

    def show(self, shown: ReportShown) -> None:
        """Show it, or take how it stands now."""
        if self._held is not None:
            self._take(self._held, shown)
            return
        self._held, self._changed_at, self._has_failed = _Held(shown, self._events), self._now(), False
        columns, rows = self._size()
        self._preview = TerminalPreview(self._held, purpose(shown), columns=columns, rows=rows)
        self._talk.forget()
        self._talk.say(*self._preview.opening())
        self._ask(self._preview)

    def failed(self, words: str) -> None:
        """Say that there is no report, or that the one that stands there could not be sent."""
        self._has_failed = True
        self._talk.say(words)

    def close(self) -> None:
        """Take it away."""
        preview, self._preview, self._held = self._preview, None, None
        if preview is None:
            return
        self._talk.forget()
        if preview.outcome != SEND or self._has_failed:
            self._talk.say(say("terminal", "The health report stays here. Nothing of it was sent."))

    def _take(self, held: _Held, shown: ReportShown) -> None:
        if shown.sha256 != held.now.sha256:
            self._changed_at = self._now()
        note, held.now = held.now.note, shown
        if shown.note and shown.note != note:
            self._talk.say(shown.note)

    def _ask(self, preview: TerminalPreview) -> None:
        self._talk.ask(preview.prompt, self._typed)

    def _typed(self, typed: str) -> None:
        preview, held = self._preview, self._held
        if preview is None or held is None:
            return
        typed = typed.strip()
        if typed == SEND and self._now() - self._changed_at < held.now.wait:
            self._talk.say(say("terminal", "So soon nothing is sent. Read it, then type send again."))
        elif typed == COPY:
            self._events.save_report()
        elif typed == MORE:
            self._events.more_report_time()
            minutes = round(held.now.left / 60)
            self._talk.say(
                count("terminal", "You have {n} minute to read it.", "You have {n} minutes to read it.", minutes)
            )
        else:
            self._talk.say_lines(preview.typed(typed))
            self._decide(preview, held)
        if self._preview is preview:
            self._ask(preview)

    def _decide(self, preview: TerminalPreview, held: _Held) -> None:
        if preview.outcome == NO:
            self._events.keep_report()
        elif preview.outcome == SEND:
            lines = held.kept
            self._events.send_report(held.now.sha256)
            if self._preview is None and not self._has_failed:
                self._talk.say(count("terminal", "{n} line was sent.", "{n} lines were sent.", lines))
        if self._preview is preview:
            preview.outcome = None  # what was decided was not what stands now: it is asked again


def purpose(shown: ReportShown) -> Purpose:
    """Say what the preview of a report that somebody asked for is for."""
    former = (
        [say("terminal", "This is not the first report. What changed since {when}, they see.", when=shown.former)]
        if shown.former
        else []
    )
    return Purpose(
        opening=(
            say("desk.report", "Read this before it goes to {name}", name=shown.name),
            say("desk.report", "Nothing has been sent. Cross out any line you want to keep to yourself."),
            shown.made,
            *former,
        ),
        decides=frozenset({SEND, NO}),
        prompt=PROMPT,
        help=_HELP,
        counted=lambda kept, struck: [
            count("terminal", "{n} line will be sent.", "{n} lines will be sent.", kept),
            count("terminal", "{n} is crossed out.", "{n} are crossed out.", struck),
        ],
    )
