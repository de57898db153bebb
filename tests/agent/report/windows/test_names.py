"""The names that redaction must know on Windows."""

from __future__ import annotations

import socket

from agent.report.own import Person
from agent.report.redact import Redactor
from agent.report.windows import names
from protocol.report.document import Masked


def test_folders_of_profiles_are_people_and_the_signed_in_one_has_a_full_name() -> None:
    """Services have none of these."""
    found = names.people([r"C:\Users\akrueger", r"D:\Profile\jdoe"], ["Anna Krüger", "akrueger"], "akrueger")
    assert found == [Person("akrueger", ("Anna Krüger", "akrueger")), Person("jdoe")]


def test_without_a_registry_the_host_and_addresses_are_known() -> None:
    """What cannot be read is left out; redaction works with what there is."""
    own = names.own_names()
    assert own.hosts == (socket.gethostname(),)
    assert own.people
    assert Redactor(own).value("host", socket.gethostname()) == Masked(masked="host", n=1)
