"""The log over HTTP: what a client of tlog-tiles asks, and who may ask."""

from collections.abc import AsyncIterator
from http import HTTPStatus
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import FastAPI, Header, HTTPException

from protocol import checkpoint, merkle, note, tile_growth, tiles
from relay.log.http import log_router
from relay.log.store import LogFolder

KEY = note.SigningKey("relay.example/log", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
ENTRIES = [f"entry {number}".encode() for number in range(300)]
SIGNED_IN = {"X-Signed-In": "yes"}


def signed_in(x_signed_in: str = Header("")) -> None:
    """Refuse whoever does not say so."""
    if x_signed_in != "yes":
        raise HTTPException(HTTPStatus.UNAUTHORIZED, "Sign in first.")


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """Give a client of a log of 300 entries."""
    log = LogFolder.create(tmp_path / "log", KEY, tmp_path)
    log.append(ENTRIES)
    (tmp_path / "secret").write_text("not for you")
    app = FastAPI()
    app.include_router(log_router(lambda: log, signed_in), prefix="/log")
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://localhost", headers=SIGNED_IN
    ) as client:
        yield client
    log.close()


async def test_the_checkpoint_is_text_and_never_stale(client: httpx.AsyncClient) -> None:
    """Tlog-tiles names its content type, and that caches must not keep it."""
    answer = await client.get("/log/checkpoint")

    assert checkpoint.verify(answer.content, KEY.verifier).size == 300
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert "no-cache" in answer.headers["cache-control"]


async def test_every_file_is_served_for_ever(client: httpx.AsyncClient) -> None:
    """Tiles and bundles come byte for byte, as octets, immutable; compressed or not."""
    for accepted in ("identity", "gzip"):
        for tile, data in tile_growth.build(ENTRIES):
            answer = await client.get(f"/log/{tile.path}", headers={"Accept-Encoding": accepted})
            assert answer.content == data
            assert answer.headers["content-type"] == "application/octet-stream"
            assert "immutable" in answer.headers["cache-control"]
            packed = answer.headers.get("content-encoding") == "gzip"
            assert packed == (accepted == "gzip" and tile.level == tiles.ENTRIES)


async def test_a_client_can_prove_an_entry_from_the_files_alone(client: httpx.AsyncClient) -> None:
    """Checkpoint, tiles and bundles are all that a proof needs."""
    head = checkpoint.verify((await client.get("/log/checkpoint")).content, KEY.verifier)

    held = {tile: (await client.get(f"/log/{tile.path}")).content for tile in tiles.tiles_of(head.size)}

    entry = tiles.read_entry(270, head.size, held.__getitem__)
    path = merkle.inclusion_proof(270, head.size, tiles.node_reader(head.size, held.__getitem__))
    assert entry == ENTRIES[270]
    merkle.verify_inclusion(merkle.leaf_hash(entry), 270, head.size, path, head.root)


async def test_an_older_partial_tile_is_served(client: httpx.AsyncClient) -> None:
    """Who holds an older checkpoint finds its tiles."""
    for tile, data in tile_growth.build(ENTRIES[:9]):
        assert (await client.get(f"/log/{tile.path}")).content == data


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/001",
        "tile/0/002",
        "tile/0/001.p/45",
        "tile/0/000.p/256",
        "tile/entries/1",
        "tile/entries/%2e%2e/%2e%2e/%2e%2e/secret",
        "tile/..%2f..%2fsecret",
        "tile//etc/passwd",
        "tile/0/000%00",
        "tile/0/000/",
        "secret",
        "log.signed",
    ],
)
async def test_nothing_else_is_served(client: httpx.AsyncClient, path: str) -> None:
    """What is not a file of the log is not there, however it is spelt."""
    assert (await client.get(f"/log/{path}")).status_code == HTTPStatus.NOT_FOUND


async def test_nobody_reads_the_log_without_signing_in(client: httpx.AsyncClient) -> None:
    """Both routes stand behind the app's dependency."""
    for path in ("checkpoint", "tile/0/000", "tile/entries/000"):
        answer = await client.get(f"/log/{path}", headers={"X-Signed-In": "no"})
        assert answer.status_code == HTTPStatus.UNAUTHORIZED


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [("", False), ("br, gzip;q=0.5", True), ("gzip;q=0", False), ("GZIP", True), ("gzipped", False)],
)
async def test_compression_is_what_the_caller_takes(client: httpx.AsyncClient, accepted: str, packed: bool) -> None:  # noqa: FBT001 - a parameter
    """Bundles are packed only for who says so."""
    answer = await client.get("/log/tile/entries/000", headers={"Accept-Encoding": accepted})

    assert (answer.headers.get("content-encoding") == "gzip") is packed
