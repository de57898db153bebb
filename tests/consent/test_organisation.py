"""Who somebody is; every way to be refused stands in test_jws_vectors.py."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent import limits
from consent.errors import EntryOutOfDate, EntryWrong, OrganisationWrong
from consent.jws import sign
from consent.organisation import in_time, verify_entry, verify_organisation
from tests.support.consent_scene import (
    DAY,
    DIRECTORY_KEY,
    DOMAIN,
    NOW,
    ORGANISATION_KEY,
    TECHNICIAN_KEY,
    a_directory,
    a_key,
    a_policy,
    an_entry,
    an_organisation,
)


def test_a_verified_organisation_is_its_domain() -> None:
    """Policy and directory of one domain under one key make an organisation."""
    organisation = an_organisation()
    assert organisation.domain == DOMAIN
    assert organisation.directory.key == DIRECTORY_KEY.verify_key


def test_a_verified_entry_gives_the_key_to_ask_for() -> None:
    """The caller then demands a signature by the entry's own key: an entry alone proves nothing."""
    entry = verify_entry(sign(an_entry(), DIRECTORY_KEY), a_directory(), NOW)
    assert entry.name == "Ana Weber"
    assert entry.key == TECHNICIAN_KEY.verify_key


def test_a_relay_cannot_put_its_own_directory_in_place() -> None:
    """A directory key that the organisation's key did not sign is worth nothing, and neither are its entries."""
    own = a_key("the relay's own")
    with pytest.raises(OrganisationWrong):
        verify_organisation(
            sign(a_policy(), ORGANISATION_KEY),
            sign(a_directory(), own),
            ORGANISATION_KEY.verify_key,
            NOW,
            domain=DOMAIN,
        )
    with pytest.raises(EntryWrong):
        verify_entry(sign(an_entry(), own), a_directory(), NOW)


@given(st.integers(-3600, 3600))
def test_a_clock_an_hour_off_stops_nobody(off: int) -> None:
    """An entry of this morning passes on a computer whose clock is up to an hour wrong."""
    fresh = an_entry(iat=NOW, exp=NOW + 8 * 3600)
    verify_entry(sign(fresh, DIRECTORY_KEY), a_directory(), NOW + off)


@given(st.integers(0, 60 * DAY))
def test_no_entry_holds_beyond_its_end(later: int) -> None:
    """From its end on, but for a minute and a half of clocks, an entry is out of date for good."""
    entry = an_entry(iat=NOW, exp=NOW + 60)
    at = NOW + 60 + limits.CLOCK_SECONDS + later
    with pytest.raises(EntryOutOfDate):
        verify_entry(sign(entry, DIRECTORY_KEY), a_directory(), at)


def test_time_is_counted_from_both_ends() -> None:
    """What begins within a day counts as begun; what ended less than 90 seconds ago as not ended."""
    assert in_time(NOW, NOW + 10, NOW - DAY)
    assert not in_time(NOW, NOW + 10, NOW - DAY - 1)
    assert in_time(NOW, NOW + 10, NOW + 99)
    assert not in_time(NOW, NOW + 10, NOW + 100)
