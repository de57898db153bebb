"""Ways to spoil a message's shape, one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from consent.canonical import canonical
from protocol.wire import Message


def spoiled(message: Message) -> Iterator[dict[str, Any]]:
    """Give the message's fields with each left out, each replaced by what no field of ours takes, and one added."""
    held = message.model_dump(mode="json")
    yield held | {"more": 1}
    yield held | {"kind": message.kind + "s"}
    for name, value in held.items():
        # A kind that is left out is refused by the codec, which looks it up first.
        if name != "kind":
            yield {key: kept for key, kept in held.items() if key != name}
        yield held | {name: {"more": value}}
        yield held | {name: [[value]]}
        yield held | {name: 1 if isinstance(value, bool) else True}
        yield held | {name: -(2**31)}
        yield held | {name: "\x7f" * 40_000}


def refused(model: type[Message], fields: dict[str, Any]) -> bool:
    """Tell whether a model refuses these fields as they would come over the wire."""
    try:
        model.model_validate_json(canonical(fields))
    except ValidationError:
        return True
    return False


def taken(model: type[Message], **fields: Any) -> bool:  # noqa: ANN401 - any field may be tried
    """Tell whether a model takes a message with these fields beside its kind."""
    return not refused(model, {"kind": model.model_fields["kind"].default, **fields})
