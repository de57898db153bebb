"""
The page of a receipt: everything a person reads, in the language that was spoken; no script, no link, no picture.

It is made of the receipt and the session's story alone, so that it can be written again byte for byte while both stand.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from datetime import UTC, datetime

from agent.desk.dates import spoken_day
from agent.desk.language import as_written, count, language, say
from agent.desk.view import Asker, Trust
from protocol.receipt import Receipt

Story = Sequence[tuple[str, str]]
"""What happened: times of day, and words."""

_STYLE = (
    ":root{color-scheme:light dark;--paper:#fff;--panel:#f3f4f6;--ink:#16181d;--soft:#4a5060;--line:#767d8a}"
    "@media (prefers-color-scheme:dark){:root{--paper:#14161a;--panel:#1f2228;--ink:#f2f4f8;--soft:#b9c0cc;"
    "--line:#868d9b}}"
    "body{font:16px/1.5 sans-serif;max-width:44em;margin:2em auto;padding:0 1em;color:var(--ink);"
    "background:var(--paper)}"
    "h1{font-size:24px}h2{font-size:18px;margin-top:2em}"
    "pre{white-space:pre-wrap;font:inherit;background:var(--panel);border:1px solid var(--line);padding:12px;"
    "border-radius:8px;overflow-wrap:anywhere}"
    "code{overflow-wrap:anywhere}td{padding-block:0 4px;padding-inline:0 16px;vertical-align:top}"
    ".soft{color:var(--soft)}"
)


def page(receipt: Receipt, asker: Asker | None, story: Story) -> str:
    """Write the page to read, without the receipt inside, in the language of now."""
    spoken = language()
    direction = "rtl" if spoken.right_to_left else "ltr"
    # The domain is what was proven; a name that only its own website gives stands in quotation marks below.
    title = say("desk.receipt", "Your receipt from {organisation}", organisation=as_written(receipt.organisation))
    parts = (
        f"<h1>{_safe(title)}</h1>",
        _paragraph(
            say(
                "desk.receipt",
                "To check it, run attended-agent receipt, or have someone you trust do it. "
                "You can show this page to anyone.",
            )
        ),
        *_who(receipt, asker),
        _heading(say("desk.receipt", "What happened")),
        _table(story),
        _heading(say("desk.receipt", "What you were asked, word for word")),
        *_notices(receipt),
        _heading(say("desk.receipt", "The recording")),
        *_recording(receipt),
    )
    return (
        f'<!doctype html><html lang="{spoken.code}" dir="{direction}"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width">'
        f"<title>{_safe(title)}</title><style>{_STYLE}</style></head><body>"
        f"{''.join(parts)}</body></html>\n"
    )


def _who(receipt: Receipt, asker: Asker | None) -> list[str]:
    when = datetime.fromtimestamp(receipt.made, UTC).astimezone()
    clock = as_written(f"{when:%H:%M} ({_zone(when)})")
    made = say("desk.receipt", "Made on {day} at {time}.", day=spoken_day(f"{when:%Y-%m-%d}"), time=clock)
    if asker is None:
        return [_paragraph(made)]
    helped = say(
        "desk.receipt",
        "{name} helped you, {role} at {organisation} ({domain}).",
        name=asker.name,
        role=say("desk.receipt", "technician") if asker.role == "technician" else asker.role,
        organisation=f"“{asker.organisation}”" if asker.trust is Trust.FIRST else asker.organisation,
        domain=as_written(asker.domain),
    )
    trained = say("desk.receipt", "Trained, and in date until {day}.", day=spoken_day(asker.trained_until))
    return [_paragraph(helped), _paragraph(trained), _paragraph(made)]


def _notices(receipt: Receipt) -> list[str]:
    # Word for word, and in the language it was shown in: the page's own may be another by now.
    return [f'<pre lang="{_safe(held.language)}" dir="auto">{_safe(held.text)}</pre>' for held in receipt.notices]


def _recording(receipt: Receipt) -> list[str]:
    session = say(
        "desk.receipt",
        "It is session {session} at {relay}.",
        session=_code(receipt.session),
        relay=_code(receipt.origin),
    )
    closing = receipt.closing
    if closing is None:
        root = say("desk.receipt", "The relay never said that it closed the recording. This receipt proves the rest.")
    else:
        root = count(
            "desk.receipt",
            "It has {n} entry. Its root is {root}.",
            "It has {n} entries. Its root is {root}.",
            closing.entries,
            root=_code(closing.root),
        )
    beside = say("desk.receipt", "Beside this page lies {file}, the key to the recording.", file=_code("receipt.keys"))
    keep = say("desk.receipt", "Keep this one like a letter from your bank: who has it can watch your recording.")
    return [f"<p>{_marked(session)}</p>", f"<p>{_marked(root)}</p>", f"<p>{_marked(f'{beside} {keep}')}</p>"]


def _table(story: Story) -> str:
    rows = "".join(
        f'<tr><td class="soft">{_safe(as_written(at))}</td><td>{_safe(words)}</td></tr>' for at, words in story
    )
    return f"<table>{rows}</table>"


def _heading(text: str) -> str:
    return f"<h2>{_safe(text)}</h2>"


def _paragraph(text: str) -> str:
    return f"<p>{_safe(text)}</p>"


# A value that is set apart in a sentence: marked before the sentence is said, made an element once it is escaped.
_OPENS, _CLOSES = "\x02", "\x03"


def _code(value: str) -> str:
    return f"{_OPENS}{value}{_CLOSES}"


def _marked(text: str) -> str:
    return _safe(text).replace(_OPENS, '<code dir="ltr">').replace(_CLOSES, "</code>")


def _zone(when: datetime) -> str:
    offset = when.utcoffset()
    minutes = int(offset.total_seconds() // 60) if offset is not None else 0
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '-'}{hours}{f':{rest:02}' if rest else ''}"


def _safe(text: str) -> str:
    return html.escape(text)
