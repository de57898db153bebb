"""What the tables hold, and what they must not."""

from __future__ import annotations

from relay.store.tables import Base


def test_no_table_holds_a_secret() -> None:
    """Links and cookies stand in the database by their hash only; there is no password anywhere."""
    columns = {f"{table.name}.{column.name}" for table in Base.metadata.tables.values() for column in table.columns}

    assert {name for name in columns if "token" in name} == {"invites.token_sha256", "sign_ins.token_sha256"}
    assert not [name for name in columns if "password" in name or "secret" in name or "address" in name]
