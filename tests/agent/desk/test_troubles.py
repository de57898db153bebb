from agent.desk.troubles import trouble
from consent.errors import EntryOutOfDate, EntryWrong
from protocol.errors import AnotherLogKey, EngineDied, RelayUnreachable, TechnicianNotProven


def test_each_trouble_offers_what_helps() -> None:
    """A stranger only Close; a colleague's proof a new code; a lost relay another try."""
    assert trouble(AnotherLogKey()).buttons == ("Close",)
    assert trouble(EntryOutOfDate()).buttons == ("Close", "New code")
    assert trouble(RelayUnreachable()).buttons == ("Close", "Try now")
    assert trouble(EngineDied()).buttons == ("Close", "Start again")


def test_a_technician_who_is_not_proven_is_told_in_the_designs_words() -> None:
    """Whatever exactly did not hold, the advice is the same."""
    assert {trouble(error).title for error in (EntryWrong(), TechnicianNotProven())} == {
        "We cannot be sure who this is."
    }
