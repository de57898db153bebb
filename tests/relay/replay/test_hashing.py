"""A file is hashed to its end, however far it was read."""

from hashlib import sha256
from io import BytesIO

from relay.replay.hashing import HashedFile


def test_the_hash_is_the_whole_files() -> None:
    """Reading a part, and then finishing, gives hash and size of all of it."""
    data = bytes(range(256)) * 9000
    file = HashedFile(BytesIO(data))
    assert file.read(10) == data[:10]
    assert (file.finish(), file.size) == (sha256(data).digest(), len(data))
