"""What a reader's machine asks of a relay."""

from __future__ import annotations

from pathlib import Path

import pytest

from protocol.errors import NothingHere, RelayAnswerWrong, TicketWrong
from relay.replay.relay_line import Handed, RelayLine
from tests.support.recorded_session import LOG_KEY
from tests.support.running_relay import RunningRelay


@pytest.mark.parametrize("address", ["", "ftp://relay.example", "http://relay.example", "https://"])
def test_only_addresses_that_keep_secrets_are_asked(address: str) -> None:
    """No address, a foreign kind, and one that would go in clear over a network."""
    with pytest.raises(RelayAnswerWrong):
        RelayLine(address)


def test_a_relay_says_who_it_is(relay: RunningRelay) -> None:
    """Its own address, the log's key and the organisation; under another name it is not believed."""
    known = RelayLine(relay.origin).well_known()
    assert (known.origin, known.log_key) == (relay.origin, str(LOG_KEY.verifier))
    with pytest.raises((RelayAnswerWrong, NothingHere)):
        RelayLine(relay.origin.replace("localhost", "127.0.0.1")).well_known()


def test_the_relays_refusal_is_heard_in_its_own_words(relay: RunningRelay, tmp_path: Path) -> None:
    """Without an opening there is no recording and no log."""
    line = RelayLine(relay.origin)
    nothing = Handed([], "/api/recordings/none", "no ticket", "no pass")
    with pytest.raises(TicketWrong):
        line.fetch_recording(nothing, tmp_path / "recording.mcap")
    with pytest.raises(Exception, match="R-101"):
        line.fetch_log(nothing, LOG_KEY.verifier, tmp_path / "log")


def test_nobody_at_home_is_told() -> None:
    """A relay that does not answer."""
    with pytest.raises(RelayAnswerWrong):
        RelayLine("http://localhost:9").well_known()
