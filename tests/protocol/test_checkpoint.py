"""Checkpoints: the shape of the text, and whose it is."""

import base64
from contextlib import suppress

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from protocol import checkpoint, merkle, note
from protocol.checkpoint import Checkpoint
from protocol.errors import CheckpointMalformed, CheckpointOfAnotherLog, NoteForged, NoteNotSigned

KEY = note.SigningKey("log.example/one", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
OTHER = note.SigningKey("log.example/one", Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))))
ROOT = bytes(range(100, 132))
ROOT_LINE = base64.b64encode(ROOT).decode()


def test_the_text_is_the_specifications() -> None:
    """Origin, size and root stand on one line each, and nothing else does."""
    text = Checkpoint("example.com/behind-the-sofa", 20852163, ROOT).text()

    assert text == f"example.com/behind-the-sofa\n20852163\n{ROOT_LINE}\n"
    assert checkpoint.parse_text(text) == Checkpoint("example.com/behind-the-sofa", 20852163, ROOT)


@pytest.mark.parametrize("extensions", [(), ("one",), ("one", "two words")])
@pytest.mark.parametrize(("size", "root"), [(0, merkle.EMPTY_ROOT), (1, ROOT), (2**53 - 1, ROOT)])
def test_what_is_signed_verifies(size: int, root: bytes, extensions: tuple[str, ...]) -> None:
    """A signed checkpoint comes back whole, extension lines included."""
    stated = Checkpoint(KEY.name, size, root, extensions)

    assert checkpoint.verify(checkpoint.sign(stated, KEY).encode(), KEY.verifier) == stated


@pytest.mark.parametrize(
    "text",
    [
        "",
        "origin\n5\n",
        f"\n5\n{ROOT_LINE}\n",
        f"origin\n05\n{ROOT_LINE}\n",
        f"origin\n-5\n{ROOT_LINE}\n",
        f"origin\n+5\n{ROOT_LINE}\n",
        f"origin\n\u0665\n{ROOT_LINE}\n",
        f"origin\n9007199254740992\n{ROOT_LINE}\n",
        f"origin\n{'9' * 5000}\n{ROOT_LINE}\n",
        f"origin\n5\n{ROOT_LINE[:-4]}\n",
        f"origin\n5\n{ROOT_LINE.rstrip('=')}\n",
        f"origin\n5\n{ROOT_LINE} \n",
        f"origin\n5\n{ROOT_LINE}",
        f"origin\n5\n{ROOT_LINE}\n\nextension\n",
        f"origin\n0\n{ROOT_LINE}\n",
    ],
)
def test_what_is_not_a_checkpoint_is_refused(text: str) -> None:
    """Each departure from the format has the same documented error."""
    with pytest.raises(CheckpointMalformed):
        checkpoint.parse_text(text)


def test_a_checkpoint_of_another_origin_is_neither_signed_nor_believed() -> None:
    """A log's key speaks for its own log only."""
    stray = Checkpoint("log.example/two", 5, ROOT)

    with pytest.raises(CheckpointOfAnotherLog):
        checkpoint.sign(stray, KEY)
    with pytest.raises(CheckpointOfAnotherLog):
        checkpoint.verify(note.sign(stray.text(), KEY).encode(), KEY.verifier)


def test_a_checkpoint_of_another_key_is_not_believed() -> None:
    """The same name with another key is another log."""
    signed = checkpoint.sign(Checkpoint(KEY.name, 5, ROOT), OTHER)

    with pytest.raises(NoteNotSigned):
        checkpoint.verify(signed.encode(), KEY.verifier)


def test_a_changed_size_is_a_forgery() -> None:
    """The signature covers the text."""
    signed = checkpoint.sign(Checkpoint(KEY.name, 5, ROOT), KEY)

    with pytest.raises(NoteForged):
        checkpoint.verify(signed.replace("\n5\n", "\n6\n").encode(), KEY.verifier)


@given(st.binary(max_size=200) | st.text(alphabet="a0\n=A", max_size=60).map(str.encode))
def test_any_text_is_a_checkpoint_or_a_documented_error(data: bytes) -> None:
    """What is read is written back the same, and what is not is refused in words."""
    text = data.decode("utf-8", errors="replace")
    with suppress(CheckpointMalformed):
        assert checkpoint.parse_text(text).text() == text
