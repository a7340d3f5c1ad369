"""Messages as plain data, so that a row can keep them and every reader sees their own language."""

from __future__ import annotations

from typing import Any

from ..errors import Message


def to_plain(message: Message) -> dict[str, Any]:
    """Turn a message into ``text`` and ``values``; a message among the values likewise."""
    return {
        "text": message.text,
        "values": {key: _value(value) for key, value in message.values.items()},
    }


def from_plain(plain: dict[str, Any]) -> Message:
    """Read back what :func:`to_plain` made."""
    values = {
        key: from_plain(value) if isinstance(value, dict) else value
        for key, value in plain["values"].items()
    }
    return Message(plain["text"], values)


def _value(value: object) -> object:
    if isinstance(value, Message):
        return to_plain(value)
    return value if isinstance(value, int) else str(value)
