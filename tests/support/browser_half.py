"""The browser's half of the protocol as a child process, to be asked by tests: one line of JSON each way."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).parent.parent.parent


class NodeMissing(AssertionError):
    """There is no Node on the PATH; `make setup` installs it."""


class Refused(Exception):
    """The browser's half refused, with the code of a documented error."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class BrowserHalf:
    """Node running a script of tests/js; ended by its own id on leaving."""

    def __init__(self, script: str = "interop.js") -> None:
        self._script = script

    def __enter__(self) -> Self:
        node = shutil.which("node")
        if node is None:
            raise NodeMissing
        self._child = subprocess.Popen(
            [node, "--no-warnings", str(ROOT / "tests/js" / self._script)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._child.communicate(timeout=10)

    def ask(self, act: str, **values: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
        """
        Have the browser's half do one act and give what came of it.

        Raises:
            Refused: It threw a documented error.
            AssertionError: It threw anything else, or is gone.
        """
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        self._child.stdin.write(json.dumps({"act": act, **values}) + "\n")
        self._child.stdin.flush()
        answer = json.loads(self._child.stdout.readline())
        if "value" in answer:
            return answer["value"]
        assert answer["code"] is not None, answer["told"]
        raise Refused(answer["code"])
