"""The sentences of the check, for the windows and the terminal alike (experience 2.3)."""

from __future__ import annotations

from agent.desk.check import Began, Sign
from agent.desk.language import mark, say

WRONG_ANSWER_SECONDS = 10.0
"""Seconds for which the full stop is read before one can go back from it."""

BEGAN = {
    Began.ASKED: mark(
        "desk.check", "I asked for help. I called or wrote to them first. (They may have called me back.)"
    ),
    Began.CALLED: mark("desk.check", "They called me or wrote to me."),
    Began.MESSAGE: mark("desk.check", "A message on my screen gave me a number."),
    Began.UNSURE: mark("desk.check", "I am not sure."),
}
SIGNS = {
    Sign.BANK: mark("desk.check", "Log in to your bank, or move money"),
    Sign.CARDS: mark("desk.check", "Buy gift cards or online coins"),
    Sign.SECRECY: mark("desk.check", "Keep this call a secret"),
    Sign.COACHED: mark("desk.check", "Ignore a warning, or pick a certain answer here"),
    Sign.ANOTHER: mark("desk.check", "Add another remote help program"),
}


def unsure() -> tuple[str, ...]:
    """Say what to do when nobody knows who this is; the first line is the heading."""
    return (
        say("desk.check", "Are you sure who this is?"),
        say("desk.check", "Anyone can say they work for a firm you know. The number on your phone can be fake."),
        say(
            "desk.check",
            "The safe way: hang up and wait a minute. Then call the firm on a number you find yourself.",
        ),
        say(
            "desk.check",
            "If you go on, they can look at your screen and read a health report. They cannot use your mouse, your "
            "files or what you copy.",
        ),
    )


def stop(help_line: str) -> tuple[str, ...]:
    """Say that it goes no further, and what to do; the first line is the heading, the country's help line the last."""
    lines = (
        say("desk.check", "Stop here. This looks like a scam."),
        say("desk.check", "Real helpers do not work like this. Thieves do."),
        say("desk.check", "1  Hang up now. You do not have to say why."),
        say("desk.check", "2  Do not open your bank. Do not type a password."),
        say(
            "desk.check",
            "3  Did you pay, or tell them a password? Call your bank now. Use the number on your card.",
        ),
        say("desk.check", "4  Still need help? Call a number you know, such as one on a bill."),
    )
    return (*lines, help_line) if help_line else lines
