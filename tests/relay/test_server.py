"""Starting and stopping a relay."""

from __future__ import annotations

import socket
import ssl
import time
from pathlib import Path
from subprocess import run
from threading import Event

import httpx
import pytest

from protocol import errors
from relay.premises import running_origin
from relay.server import listen
from tests.support.processes import Child
from tests.support.relay_process import COMMAND, ROOT, RelayProcess, command, relay_process, seeded_key


def test_the_ready_line_names_the_address(tmp_path: Path) -> None:
    """Port 0 takes a free one, and exactly one line says which; SIGTERM ends it well and leaves nothing behind."""
    with relay_process(tmp_path / "data") as relay:
        assert relay.child is not None
        assert relay.child.lines == [f"Ready on http://localhost:{relay.port}"]
        assert running_origin(relay.data) == relay.origin
        assert relay.stop() == 0
        assert running_origin(relay.data) is None
        assert not (relay.data / "relay.address").exists()


def test_a_port_in_use_is_told(tmp_path: Path) -> None:
    """The words say what to do; the exit code is 2."""
    relay = RelayProcess(tmp_path / "data").init()
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        said = command("serve", "--data", relay.data, "--port", str(other.getsockname()[1]), expect=2)

    assert errors.PortInUse.code in said
    assert "--port" in said


def test_two_relays_on_one_folder_are_refused(tmp_path: Path) -> None:
    """The second one says that the log is in use, and the first goes on."""
    with relay_process(tmp_path / "data") as relay:
        said = command("serve", "--data", relay.data, "--port", "0", expect=2)

    assert errors.LogInUse.code in said


def test_a_killed_relay_is_not_taken_for_a_running_one(tmp_path: Path) -> None:
    """After a crash the address file names a process that is gone."""
    with relay_process(tmp_path / "data") as relay:
        relay.kill()
        assert running_origin(relay.data) is None


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        ("relay.db", errors.DatabaseDamaged.code),
        ("log-key/log.key", errors.KeyFileDamaged.code),
        ("directory.key", errors.KeyFileDamaged.code),
        ("organisation/published/policy.jws", ""),
        ("log/checkpoint", ""),
    ],
)
def test_a_damaged_file_keeps_the_relay_from_starting(tmp_path: Path, damage: str, code: str) -> None:
    """Each damaged file has words of its own, and nothing is repaired by guessing."""
    relay = RelayProcess(tmp_path / "data").init()
    (relay.data / damage).write_bytes(b"\x00damaged" * 100)
    said = command("serve", "--data", relay.data, "--port", "0", expect=1 if damage == "log/checkpoint" else 2)

    assert code in said
    assert "[" in said
    assert (relay.data / damage).read_bytes() == b"\x00damaged" * 100


def test_a_certificate_that_is_none_is_told(tmp_path: Path) -> None:
    """A file that is no certificate has words."""
    relay = RelayProcess(tmp_path / "data").init()
    (tmp_path / "a.pem").write_text("no certificate")
    said = command(
        "serve", "--data", relay.data, "--port", "0", "--certificate", tmp_path / "a.pem", "--key", tmp_path / "a.pem",
        expect=2,
    )  # fmt: skip

    assert errors.CertificateWrong.code in said


def test_with_a_certificate_the_address_is_https_and_the_cookie_is_the_hosts(tmp_path: Path) -> None:
    """Over TLS the cookie has the __Host- prefix and is Secure, and browsers are told to stay with https."""
    certificate, key = tmp_path / "c.pem", tmp_path / "k.pem"
    run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    relay = RelayProcess(tmp_path / "data").init()
    argv = [*COMMAND, "serve", "--data", str(relay.data), "--port", "0"]
    argv += ["--certificate", str(certificate), "--key", str(key)]
    with Child(argv, name="relay", cwd=ROOT) as child:
        origin = child.line(r"Ready on (https://\S+)").group(1)
        trust = ssl.create_default_context(cafile=str(certificate))
        with httpx.Client(verify=trust, trust_env=False, headers={"Origin": origin, "X-Attended": "1"}) as client:
            body = {"token": relay.invite(), "jwk": seeded_key("tls").verify_key.jwk()}
            answer = client.post(f"{origin}/api/enrol", json=body)

    assert answer.headers["set-cookie"].startswith("__Host-attended=")
    assert "Secure" in answer.headers["set-cookie"]
    assert "strict-transport-security" in answer.headers


def test_an_address_that_is_not_ours_is_told() -> None:
    """An address of another machine cannot be listened on."""
    with pytest.raises(errors.AddressUnusable):
        listen("192.0.2.1", 0)


def test_localhost_means_both_of_its_addresses() -> None:
    """Browsers try ::1 first; where there is IPv6, both sides have the same port."""
    listening = listen("localhost", 0)
    ports = {one.getsockname()[1] for one in listening}
    for one in listening:
        one.close()

    assert len(ports) == 1


def test_a_relay_without_work_sleeps(tmp_path: Path) -> None:
    """While nobody wants anything it is woken a few times a second at most: a server has other things to do."""
    with relay_process(tmp_path / "data") as relay:
        assert relay.child is not None
        begun, before = time.monotonic(), _wakings(relay.child.pid)
        Event().wait(2.0)  # nothing is to come: what is counted is how often it wakes meanwhile
        a_second = (_wakings(relay.child.pid) - before) / (time.monotonic() - begun)

    assert a_second < 5


def _wakings(pid: int) -> int:
    """Count how often a process went to sleep of itself, by its main thread (proc(5))."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("voluntary_ctxt_switches"))
