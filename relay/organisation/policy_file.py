"""policy.toml: read what an administrator wrote, and make the policy to be signed of it."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from consent.jws import VerifyKey
from consent.policy import OrganisationPolicy
from protocol.errors import NotSetUp, PolicyWrong
from relay.organisation.readers import read_public

SPECIMEN = Path(__file__).parent / "policy.toml"


def read_policy(path: Path, *, key: VerifyKey, domain: str, name: str, now: int) -> OrganisationPolicy:
    """
    Read a policy file and complete it with what the organisation's key file holds.

    Raises:
        NotSetUp: There is no such file.
        PolicyWrong: It lacks something, or holds something that cannot be; the detail names the place.
        KeyFileDamaged: A reader's file is not one.
    """
    try:
        held = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NotSetUp(str(path)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise PolicyWrong(f"{path}: {wrong}") from None
    _demand_filled(held, "")
    readers = [_reader(reader, path.parent) for reader in held.pop("readers", [])]
    whole = {**held, "iss": key.thumbprint, "domain": domain, "name": name, "iat": now, "readers": readers}
    try:
        # Through JSON's rules: a strict model takes its lists for tuples, and no text for a number.
        return OrganisationPolicy.model_validate_json(json.dumps(whole, default=str))
    except ValidationError as wrong:
        told = "; ".join(f"{'.'.join(map(str, error['loc'])) or 'policy'}: {error['msg']}" for error in wrong.errors())
        raise PolicyWrong(told) from None


def _reader(reader: Any, folder: Path) -> Any:  # noqa: ANN401 - what TOML held, judged by the model afterwards
    if isinstance(reader, dict) and set(reader) == {"file"}:
        return read_public(folder / str(reader["file"])).model_dump(mode="json")
    return reader


def _demand_filled(value: Any, place: str) -> None:  # noqa: ANN401 - any TOML value
    if isinstance(value, str) and value.strip().startswith("<"):
        raise PolicyWrong(f"{place.lstrip('.')} still has its example text")
    if isinstance(value, dict):
        for name, held in value.items():
            _demand_filled(held, f"{place}.{name}")
    if isinstance(value, list):
        for held in value:
            _demand_filled(held, place)
