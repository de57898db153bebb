"""A model's fields in a few words, for the specification: read from the model itself, so that nothing is told twice."""

from __future__ import annotations

import types
import typing
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt, MaxLen, MinLen
from pydantic import AfterValidator, BaseModel, StringConstraints
from pydantic.fields import FieldInfo

from protocol.plain_words import LINES, ONE_LINE

_PLAIN = {str: "text", int: "number", bool: "true or false"}
_KNOWN = {
    r"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$": "compact JWS",
    r"^[A-Za-z0-9_-]+$": "base64url",
    r"^[A-Z]-[0-9]{3}$": "error code",
}


def fields(model: type[BaseModel], but: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Give each field's name and shape, in the order in which canonical JSON writes them."""
    return [
        (name, shape(field.annotation, tuple(field.metadata)))
        for name, field in sorted(model.model_fields.items())
        if name not in but
    ]


def shape(annotation: Any, metadata: tuple[Any, ...] = ()) -> str:  # noqa: ANN401 - any annotation
    """Say in a few words what a value may be."""
    if isinstance(annotation, typing.NewType):
        return shape(annotation.__supertype__, metadata)
    if get_origin(annotation) is Annotated:
        inner, *more = get_args(annotation)
        return shape(inner, (*more, *metadata))
    return _several(annotation, metadata) or _one(annotation, metadata)


def _several(annotation: Any, metadata: tuple[Any, ...]) -> str:  # noqa: ANN401 - any annotation
    origin = get_origin(annotation)
    if origin is Literal:
        return " \\| ".join(f"`{value}`" for value in get_args(annotation))
    if origin in (Union, types.UnionType):
        return " or ".join("null" if part is type(None) else shape(part, metadata) for part in get_args(annotation))
    if origin is tuple:
        return _list(get_args(annotation)[0], metadata)
    return ""


def _one(annotation: Any, metadata: tuple[Any, ...]) -> str:  # noqa: ANN401 - any annotation
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return " \\| ".join(f"`{member.value}`" for member in annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return "{" + ", ".join(f"{name}: {said}" for name, said in fields(annotation)) + "}"
    return _value(annotation, metadata)


def _flat(metadata: tuple[Any, ...]) -> list[Any]:
    flat: list[Any] = []
    for each in metadata:
        flat += _flat(tuple(each.metadata)) if isinstance(each, FieldInfo) else [each]
    return flat


def _list(inner: Any, metadata: tuple[Any, ...]) -> str:  # noqa: ANN401 - any annotation
    least, most = 0, None
    for each in _flat(metadata):
        least = each.min_length if isinstance(each, MinLen) else least
        most = each.max_length if isinstance(each, MaxLen) else most
    bounds = f"{least}–{most} " if most is not None else ""
    return f"list of {bounds}{shape(inner)}"


def _value(annotation: Any, metadata: tuple[Any, ...]) -> str:  # noqa: ANN401 - any annotation
    least: int | None = None
    most: int | None = None
    pattern: str | None = None
    flat = _flat(metadata)
    for each in flat:
        if isinstance(each, AfterValidator) and each.func.__qualname__.startswith("exactly."):
            (cell,) = each.func.__closure__ or ()
            return f"base64url of {cell.cell_contents:,} bytes"
        constraints = each if isinstance(each, StringConstraints) else None
        pattern = (constraints.pattern if constraints else getattr(each, "pattern", None)) or pattern  # type: ignore[assignment]
        least = _first(_least(each), constraints.min_length if constraints else None, least)
        most = _first(_most(each), constraints.max_length if constraints else None, most)
    if pattern is not None:
        said = _KNOWN.get(pattern, f"`{pattern}`".replace("|", "\\|"))
        return said + (f" of at most {most:,} characters" if most is not None else "")
    said = _PLAIN.get(annotation, str(annotation))
    if most is None:
        return said
    bounds = f"{least or 0:,}–{_power(most)}"
    if LINES in flat or ONE_LINE in flat:
        said = "plain words" if LINES in flat else "plain words in one line"
        return f"{said} of {bounds} characters"
    return f"{said} of {bounds} characters" if annotation is str else f"{said} {bounds}"


def _least(each: Any) -> int | None:  # noqa: ANN401 - a constraint
    if isinstance(each, Gt):
        return int(str(each.gt)) + 1
    return each.ge if isinstance(each, Ge) else each.min_length if isinstance(each, MinLen) else None  # type: ignore[return-value]


def _most(each: Any) -> int | None:  # noqa: ANN401 - a constraint
    if isinstance(each, Lt):
        return int(str(each.lt)) - 1
    return each.le if isinstance(each, Le) else each.max_length if isinstance(each, MaxLen) else None  # type: ignore[return-value]


def _first(*values: int | None) -> int | None:
    return next((value for value in values if value is not None), None)


def _power(number: int) -> str:
    for power in (32, 40, 53):
        if number in (2**power, 2**power - 1):
            return f"2^{power}" + ("" if number == 2**power else "-1")
    return f"{number:,}"
