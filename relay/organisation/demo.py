"""`init --demo`: organisation, readers and relay on one machine, and in words what that is worth."""

from __future__ import annotations

from pathlib import Path

from consent.policy import Role
from relay.files import PRIVATE, write_durably
from relay.organisation.keys import make_organisation, sign_organisation
from relay.organisation.policy_file import SPECIMEN
from relay.organisation.readers import make_reader

DOMAIN = "localhost"
NAME = "Demo organisation"
WORTH = """\
This is a demonstration. One machine holds the relay, the organisation's key and the readers' keys, so:
  - whoever controls this machine can open every recording made here;
  - nobody outside vouches for this organisation: desks say that the program was set up for it, no more;
  - there is no encryption towards the relay, so it answers on this machine only.
For real use, make the organisation's key and the readers' keys on machines of their own."""

_FILLED = {
    "<Germany>": "none (demonstration)",
    "<We keep a locked recording": "This is a demonstration. We keep a locked recording",
    "or erase it.>": "or erase it.",
    "<Nordlicht IT GmbH>": NAME,
    "<Hafenstr. 1, 20457 Hamburg>": "this computer",
    "<privacy@nordlicht.example>": "the person who started this demonstration",
    "<quality.json>": "../readers/quality.json",
    "<recovery.json>": "../readers/recovery.json",
}


def make_demo(data: Path, now: int) -> None:
    """
    Make readers, organisation and a signed policy beside the relay's own keys.

    Raises:
        AlreadySetUp: Some of it is there.
    """
    make_reader(data / "readers", Role.QUALITY, "Demo quality team")
    make_reader(data / "readers", Role.RECOVERY, "Demo recovery key")
    policy = make_organisation(data, DOMAIN, NAME)
    text = SPECIMEN.read_text(encoding="utf-8")
    for blank, filled in _FILLED.items():
        text = text.replace(blank, filled)
    write_durably(policy, text.encode(), PRIVATE)
    sign_organisation(data, now)
