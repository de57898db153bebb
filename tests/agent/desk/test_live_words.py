from agent.desk.live_words import count_words, headline, live_words, monitor_words
from agent.desk.view import Asker, Trust
from consent.scopes import Scope

ANA = Asker("Ana Weber", "technician", "Nordlicht IT", "nordlicht.example", Trust.KNOWN, "", "2027-03-31")


def test_screens_are_named_by_number() -> None:
    """One, several, or all."""
    assert monitor_words((1,), 2) == "Screen 1"
    assert monitor_words((1, 2), 2) == "all screens"
    assert monitor_words((1, 2), 3) == "Screens 1 and 2"
    used = headline(ANA, {Scope.REPORT}, "", sees_use=True)
    assert used == "Live, recorded · Ana Weber (Nordlicht IT) sees what is busy"
    assert live_words(Scope.REPORT, "", sees_use=True) == "How busy this computer is"
    assert headline(ANA, {Scope.VIEW}, "Screen 1") == "Live, recorded · Ana Weber (Nordlicht IT) sees Screen 1"
    assert count_words(1, "minute", "minutes") == "1 minute"
