"""
`python -m demo.attended`: a relay, a customer's agent and the technician's address, to try one session by hand.

The agent stands on the present screen; where there is none, on a virtual screen with real programs, and a scripted
customer reads the code out and answers the questions. Ctrl+C ends everything that was started here.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from pathlib import Path

from demo.customer import Customer
from demo.stage import Desktop, Relay, start_agent
from tests.support.display import NothingHappened
from tests.support.processes import Child, ChildFailed

FOREVER = 7 * 24 * 3600.0
ON_THIS_SCREEN = """\
The customer's window stands on this screen. It shows the code to read out.

  1  Open the technician's address in Chrome, Edge, Chromium 137, Firefox 130 or Safari 17, or newer:

     {link}

  2  Press "Use this link", then type the customer's code and press Connect.
  3  Write why you ask, and press Ask. The question comes up here. Say yes, or no.
  4  Press Stop, or Esc three times, whenever you like. The receipt says what was allowed.
"""
ON_A_VIRTUAL_SCREEN = """\
This machine has no screen, so the customer's is a virtual one, and a scripted customer sits there.
Every question gets a yes, after the time for reading it. Nobody here can see that screen; you will, as technician.

  1  Open the technician's address in Chrome, Edge, Chromium 137, Firefox 130 or Safari 17, or newer:

     {link}

     From another computer, lead its port there first: ssh -L {port}:localhost:{port} THIS_MACHINE

  2  Press "Use this link", type the code {code}, and press Connect.
  3  Write why you ask, and press Ask. After the yes you see the customer's screen.
  4  Ask for mouse and keyboard, and put the printer's state in the text editor right.
"""
AFTERWARDS = """\
While this runs, in another terminal:

     {command} sessions --data {data}
     {command} verify --data {data}
     {command} replay SESSION --relay {origin} --key {key}

This is a demonstration: one machine plays everybody, and whoever controls it can open every recording.
Ctrl+C ends everything and removes {folder}."""


def main() -> int:
    """Set everything up, say what to do, and wait for Ctrl+C or for the customer's program to end."""
    described = "One supported session, to try by hand."
    argparse.ArgumentParser(prog="python -m demo.attended", description=described).parse_args()
    for way_out in (signal.SIGINT, signal.SIGTERM):  # a shell's background job is started with SIGINT ignored
        signal.signal(way_out, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="attended-demo-") as folder, ExitStack() as stack:
        try:
            _run(Path(folder), stack)
        except KeyboardInterrupt:
            print("\nEverything ends.")
    return 0


def _run(folder: Path, stack: ExitStack) -> None:
    relay = Relay(folder)
    stack.callback(relay.child.end)
    link = relay.invite()
    customer = None
    if has_screen(os.environ):
        agent = start_agent(relay.origin, folder)
        stack.callback(agent.end)
        print(ON_THIS_SCREEN.format(link=link))
    else:
        desktop = Desktop(folder / "customer")
        stack.callback(desktop.end)
        agent = start_agent(relay.origin, folder, desktop.display.env)
        stack.callback(agent.end)
        customer = Customer(desktop.display)
        customer.answers_check()
        customer.sees_code(folder / "code.png")
        port = relay.origin.rpartition(":")[2]
        print(ON_A_VIRTUAL_SCREEN.format(link=link, port=port, code=customer.copies_code()))
    command = Path(sys.executable).with_name("attended-relay")
    told = {"command": command, "data": relay.data, "key": relay.reader_key, "origin": relay.origin, "folder": folder}
    print(AFTERWARDS.format(**told), flush=True)
    if customer is None:
        _wait(agent)
    else:
        sit(customer, agent)
    print(f"The customer's program has ended{'' if agent.returncode == 0 else f': {agent.lines[-3:]}'}.")
    print(f"The receipt is in {folder / 'receipts'}. Ctrl+C ends the relay too.", flush=True)
    _wait(relay.child)


def has_screen(env: Mapping[str, str]) -> bool:
    """Say whether a desktop stands here that the agent can work on: X, and no Wayland."""
    return bool(env.get("DISPLAY")) and not env.get("WAYLAND_DISPLAY")


def sit(customer: Customer, agent: Child) -> None:
    """Answer every question with yes, until the customer's program says that it is over."""
    first = True
    while not agent.ended:
        try:
            customer.allows(customer.sees_question(), first=first)
        except NothingHappened:
            if customer.sees_that_it_is_over():
                customer.closes_end()
                agent.wait()
            continue  # nobody asked, or the question was taken back
        first = False


def _wait(child: Child) -> None:
    with suppress(ChildFailed):
        child.wait(FOREVER)


if __name__ == "__main__":
    os.umask(0o077)
    sys.exit(main())
