"""Test vectors: data that both languages read, and that must be there."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "vectors"


class VectorsMissing(AssertionError):
    """A vector file is missing, is not JSON, or holds nothing: a test over it would test nothing."""


def load(name: str) -> dict[str, Any]:
    """
    Read a vector file, named without its ending, such as "sframe-rfc9605".

    Raises:
        VectorsMissing: The file is missing, is not a JSON object, or any list or object at its top is empty.
    """
    path = FOLDER / f"{name}.json"
    if not path.is_file():
        raise VectorsMissing(f"{path} is missing")
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise VectorsMissing(f"{path} is not JSON: {error}") from error
    if not isinstance(held, dict) or not held:
        raise VectorsMissing(f"{path} holds no vectors")
    hollow = [key for key, value in held.items() if isinstance(value, list | dict) and not value]
    if hollow:
        raise VectorsMissing(f"{path} holds nothing under {hollow}")
    return held
