"""The tables. Times are whole seconds since 1970; secrets stand in them only as SHA-256."""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The base of all tables."""


class Person(Base):
    """Somebody with a role at this relay, known by the key enrolled in their browser."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    role: Mapped[str] = mapped_column(String(16))
    trained_until: Mapped[str | None] = mapped_column(String(10))
    thumbprint: Mapped[str] = mapped_column(String(43), unique=True)
    key: Mapped[str] = mapped_column(String(43))
    """The enrolled Ed25519 key: base64url of its 32 bytes."""
    enrolled: Mapped[int]
    suspended_until: Mapped[int | None]


class Invite(Base):
    """A one-time link. What it gives is fixed when it is made."""

    __tablename__ = "invites"

    token_sha256: Mapped[str] = mapped_column(String(43), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    role: Mapped[str] = mapped_column(String(16))
    trained_until: Mapped[str | None] = mapped_column(String(10))
    expires: Mapped[int]
    used: Mapped[int | None]


class SignIn(Base):
    """A browser that is signed in, by the hash of its cookie."""

    __tablename__ = "sign_ins"

    token_sha256: Mapped[str] = mapped_column(String(43), primary_key=True)
    person: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    expires: Mapped[int]


class SessionRow(Base):
    """A session as the list shows it. The recording and the log are what counts."""

    __tablename__ = "sessions"

    session: Mapped[str] = mapped_column(String(22), primary_key=True)
    person: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    technician: Mapped[str] = mapped_column(String(43))
    opened: Mapped[int]
    closed: Mapped[int | None]
    ended: Mapped[str | None] = mapped_column(String(8))
    scopes: Mapped[str] = mapped_column(String(64), default="")
    """Scopes that were ever granted, joined by spaces."""
    entries: Mapped[int | None]
    bytes: Mapped[int | None] = mapped_column(BigInteger)
    root: Mapped[str | None] = mapped_column(String(43))
    sha256: Mapped[str | None] = mapped_column(String(43))
    rating: Mapped[int | None]
    complaints: Mapped[int] = mapped_column(default=0)
    held: Mapped[int | None]
    """Since when its recording is held; the log decides, this is for the list."""

    __table_args__ = (Index("sessions_by_opening", "opened"),)


class Opening(Base):
    """A recording's keys were handed to a reader; the log entry came first."""

    __tablename__ = "openings"

    id: Mapped[int] = mapped_column(primary_key=True)
    session: Mapped[str] = mapped_column(String(22), index=True)
    reader: Mapped[str] = mapped_column(String(43))
    groups: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(64))
    time: Mapped[int]
