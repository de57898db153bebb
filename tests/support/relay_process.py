"""A real relay on a free loopback port, and what a person at its command line does."""

from __future__ import annotations

import asyncio
import atexit
import hashlib
import json
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from subprocess import CompletedProcess, run

import httpx

from consent.encoding import b64u, unb64u
from consent.jws import SigningKey
from relay.accounts import SIGN_IN_CONTEXT, Accounts
from relay.store.database import Database
from tests.support.forked import FORKING, Finished
from tests.support.processes import Child, ForkedChild

PROGRAM = "relay"
COMMAND = (sys.executable, "-m", PROGRAM)
ROOT = Path(__file__).parent.parent.parent


def command(*arguments: str | Path, expect: int = 0, env: dict[str, str] | None = None) -> str:
    """Run one `attended-relay` command and give what it said; its exit code must be the expected one."""
    done = ran(*map(str, arguments), env={**os.environ, **(env or {})})
    said = done.stdout + done.stderr
    assert done.returncode == expect, f"{arguments} ended with {done.returncode}:\n{said}"
    assert "Traceback" not in said, said
    return said


def ran(*arguments: str, env: dict[str, str]) -> Finished | CompletedProcess[str]:
    """Run one command to its end: forked where that is offered."""
    if FORKING.offered:
        return FORKING.run(PROGRAM, *arguments, env=env)
    return run([*COMMAND, *arguments], capture_output=True, text=True, cwd=ROOT, check=False, env=env)


@dataclass
class RelayProcess:
    """A relay with demonstration data; `start`, `kill` and `stop` as often as needed, always on the same port."""

    data: Path
    port: int = 0
    origin: str = ""
    child: Child | None = None
    flags: Sequence[str] = ()
    prefix: Sequence[str] = ()
    _clients: list[httpx.Client] = field(default_factory=list)

    def init(self) -> RelayProcess:
        """Make the demonstration's data: made once by the command itself, then copied."""
        shutil.copytree(_demonstration(), self.data)
        return self

    def start(self) -> RelayProcess:
        """Start, and wait until it is ready."""
        argv = ["serve", "--data", str(self.data), "--port", str(self.port), *self.flags]
        if FORKING.offered and not self.prefix:
            self.child = ForkedChild([PROGRAM, *argv])
        else:
            self.child = Child([*self.prefix, *COMMAND, *argv], name="relay", cwd=ROOT)
        self.origin = self.child.line(r"Ready on (\S+)").group(1)
        self.port = int(self.origin.rpartition(":")[2])
        return self

    def kill(self) -> None:
        """End it as a crash would."""
        assert self.child is not None
        self.child.signal(signal.SIGKILL)
        self.child.wait()

    def stop(self) -> int:
        """End it in order."""
        return self.child.end() if self.child is not None else 0

    def invite(self, role: str = "technician", name: str = "Ana Weber", trained_until: str = "2099-12-31") -> str:
        """Make a one-time link's token, as the command does beside a running relay."""
        with ThreadPoolExecutor(1) as thread:  # a test may run an event loop in this one
            return thread.submit(asyncio.run, self._invited(name, role, trained_until)).result()

    async def _invited(self, name: str, role: str, trained_until: str) -> str:
        database = Database(f"sqlite+aiosqlite:///{self.data / 'relay.db'}")
        try:
            return await Accounts(database, lambda: int(time.time())).invite(name, role, trained_until)
        finally:
            await database.close()

    def browser(self) -> httpx.Client:
        """Give a client that behaves like the relay's own page."""
        headers = {"Origin": self.origin, "X-Attended": "1"}
        client = httpx.Client(base_url=self.origin, headers=headers, trust_env=False)
        self._clients.append(client)
        return client

    def technician(self, key: SigningKey, name: str = "Ana Weber") -> httpx.Client:
        """Enrol a technician and stay signed in."""
        client = self.browser()
        answer = client.post("/api/enrol", json={"token": self.invite(name=name), "jwk": key.verify_key.jwk()})
        assert answer.status_code == 200, answer.text
        return client

    def sign_in(self, key: SigningKey) -> httpx.Client:
        """Sign in with an enrolled key."""
        client = self.browser()
        thumbprint = key.verify_key.thumbprint
        challenge = client.post("/api/sign-in", json={"thumbprint": thumbprint}).json()["challenge"]
        signed = key.sign(SIGN_IN_CONTEXT + self.origin.encode() + b"\0" + unb64u(challenge))
        answer = client.post("/api/sign-in/answer", json={"challenge": challenge, "signature": b64u(signed)})
        assert answer.status_code == 200, answer.text
        return client

    def close(self) -> None:
        """End everything."""
        for client in self._clients:
            client.close()
        self.stop()

    def sessions(self) -> list[dict[str, object]]:
        """List the sessions as the command line does."""
        return list(json.loads(command("sessions", "--json", "--data", self.data)))


@contextmanager
def relay_process(data: Path, *flags: str, prefix: Sequence[str] = ()) -> Iterator[RelayProcess]:
    """Run a relay on demonstration data for the length of a test."""
    relay = RelayProcess(data, flags=flags, prefix=prefix).init().start()
    try:
        yield relay
    finally:
        relay.close()


@cache
def _demonstration() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="attended-demo-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    command("init", "--demo", "--data", folder / "data")
    return folder / "data"


def seeded_key(name: str) -> SigningKey:
    """Make the key that a name stands for."""
    return SigningKey.from_seed(hashlib.sha256(name.encode()).digest())


async def eventually(holds: object, within: float = 10.0) -> None:
    """Wait until a condition holds."""
    assert callable(holds)
    async with asyncio.timeout(within):
        while not holds():  # noqa: ASYNC110 - what it waits for happens in another process
            await asyncio.sleep(0.02)
