"""
The relay's settings: from the command line, then the environment (ATTENDED_RELAY_*), then DATA/settings.toml.

A name that nobody knows is refused wherever it stands: a misspelt setting that is silently ignored is a setting that
somebody believes in.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from protocol.errors import FileTrouble, PlainHttpOutside, SettingUnknown, SettingWrong

PREFIX = "ATTENDED_RELAY_"
FILE = "settings.toml"
USUAL_DATA = "~/.local/share/attended-relay"
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Settings(BaseSettings):
    """Every setting there is. Only where and how the relay runs: what may be allowed is the organisation's policy."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    data: Path = Field(description="folder that holds everything the relay keeps")
    host: str = Field("localhost", description="address to listen on")
    port: Annotated[int, Field(ge=0, le=65535)] = Field(8080, description="port to listen on; 0 takes any free one")
    origin: str | None = Field(None, description="public address, such as https://relay.example; ends refuse another")
    certificate: Path | None = Field(None, description="TLS certificate chain (PEM)")
    key: Path | None = Field(None, description="the certificate's private key (PEM)")
    behind_proxy: bool = Field(default=False, description="a proxy in front does the encryption")
    database: str | None = Field(None, description="SQLAlchemy address; without it DATA/relay.db (SQLite)")
    waiting_per_address: Annotated[int, Field(ge=1)] = Field(20, description="agents of one address that may wait")
    sessions: Annotated[int, Field(ge=1)] = Field(1000, description="sessions and waiting agents at the same time")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="how much the relay tells")
    log_addresses: bool = Field(default=False, description="whether the relay's own log names addresses of people")

    @field_validator("origin")
    @classmethod
    def _one_spelling(cls, origin: str | None) -> str | None:
        if origin is None:
            return None
        parts = urlsplit(origin)
        if (
            parts.scheme not in {"http", "https"}
            or f"{parts.scheme}://{parts.netloc}" != origin
            or origin.lower() != origin
        ):
            raise ValueError("scheme, host and port in lower case, and nothing else")
        if parts.scheme == "http" and parts.hostname not in LOOPBACK:
            raise ValueError("http is for this machine only; others need https")
        return origin

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - part of the signature we fill in
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - as above
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let flags win over the environment, and the environment over the file."""
        folder = Path(init_settings()["data"])
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, folder / FILE)

    @property
    def database_address(self) -> str:
        """Where people and sessions are kept."""
        return self.database or f"sqlite+aiosqlite:///{self.data / 'relay.db'}"

    def public_origin(self, port: int) -> str:
        """Give the address that people use when the relay listens on `port`."""
        if self.origin:
            return self.origin
        scheme = "https" if self.certificate else "http"
        host = "localhost" if self.host in LOOPBACK or not self.certificate else self.host
        usual = {"https": 443, "http": 80}[scheme]
        return f"{scheme}://{host}" if port == usual else f"{scheme}://{host}:{port}"


def default_data() -> Path:
    """Say where the relay keeps things when nobody names a folder."""
    named = os.environ.get(f"{PREFIX}DATA")
    home = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return Path(named) if named else home / "attended-relay"


def load(data: Path | None = None, **flags: Any) -> Settings:  # noqa: ANN401 - flags are checked by the model
    """
    Gather the settings; flags that are None were not given.

    Raises:
        SettingUnknown: The file or the environment names something else.
        SettingWrong: A value does not fit, or the file is not TOML.
        FileTrouble: The file cannot be read.
    """
    data = (data or default_data()).expanduser().absolute()
    _demand_known(data)
    given = {name: value for name, value in flags.items() if value is not None}
    try:
        return Settings(data=data, **given)
    except ValidationError as wrong:
        raise SettingWrong("; ".join(_told(error) for error in wrong.errors())) from None


def demand_encryption(settings: Settings) -> None:
    """
    Refuse plain HTTP where others can hear it.

    Raises:
        PlainHttpOutside: Not on loopback, no certificate, and no proxy said to do it.
        SettingWrong: One of certificate and key without the other, or a proxy without the public address.
    """
    if (settings.certificate is None) != (settings.key is None):
        raise SettingWrong("certificate and key belong together")
    if settings.behind_proxy and not (settings.origin or "").startswith("https://"):
        raise SettingWrong("behind a proxy, origin names the https address that people use")
    if settings.certificate and not settings.origin and settings.host in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not bound
        raise SettingWrong("origin names the https address that people use when the relay listens everywhere")
    if settings.host not in LOOPBACK and not settings.certificate and not settings.behind_proxy:
        raise PlainHttpOutside(settings.host)


def _demand_known(data: Path) -> None:
    known = set(Settings.model_fields)
    try:
        held = tomllib.loads((data / FILE).read_text(encoding="utf-8")) if (data / FILE).exists() else {}
    except tomllib.TOMLDecodeError as wrong:
        raise SettingWrong(f"{data / FILE}: {wrong}") from None
    except UnicodeDecodeError:
        raise SettingWrong(f"{data / FILE} is not text in UTF-8") from None
    except OSError as wrong:
        raise FileTrouble(f"{data / FILE}: {wrong.strerror}") from None
    for name in held:
        if name not in known or name == "data":
            raise SettingUnknown(f"{name!r} in {data / FILE}")
    for name in os.environ:
        if name.startswith(PREFIX) and name.removeprefix(PREFIX).lower() not in known:
            raise SettingUnknown(f"{name} in the environment")


def _told(error: Any) -> str:  # noqa: ANN401 - pydantic's ErrorDetails
    place = ".".join(str(step) for step in error["loc"])
    return f"{place}: {error['msg'].removeprefix('Value error, ')}"
