"""The program's beginning: until the command runs, an interruption ends it without a word."""

from __future__ import annotations

import signal


def main() -> None:
    """Load the commands and run the one that was asked for."""
    # While modules load, Python would answer Ctrl+C with a traceback; nothing has begun yet that could be lost.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from relay.main import main as run  # noqa: PLC0415 - after the signal, see above

    signal.signal(signal.SIGINT, signal.default_int_handler)
    run()


if __name__ == "__main__":
    main()
