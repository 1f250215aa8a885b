"""Fingerprint of a delivered record's content, keyed, so that the book of disputes tells nothing of the content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

_SIZE = 16
_PLACE = ("batch_date", "row")


def mark_of(row: Mapping[str, object], secret: bytes) -> str:
    """Hex fingerprint of a staged row: what it says, not when it came or in which line. Empty cells do not count, so
    that a column the contract gains later changes nothing.
    """
    said = {name: str(value) for name, value in sorted(row.items()) if value is not None and name not in _PLACE}
    text = json.dumps(said, ensure_ascii=False).encode()
    return hashlib.blake2b(text, key=secret[:64], digest_size=_SIZE).hexdigest()
