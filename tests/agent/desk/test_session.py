import pytest

from tests.support.desk_scene import DeskScene


def test_a_session_shows_no_secret(scene: DeskScene) -> None:
    """What a log or a failing test prints of it holds neither seed nor secrets."""
    scene.viewing()
    session = scene.core._desk.live_session
    assert session.seed.hex() not in repr(session)
    assert all(secret.secret not in repr(session) for secret in session.secrets)


def test_a_technicians_key_is_asked_for_only_once_paired(scene: DeskScene) -> None:
    """Before that there is none."""
    scene.waiting()
    with pytest.raises(RuntimeError):
        _ = scene.core._desk.live_session.technician_key
