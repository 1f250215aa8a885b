"""Person keys: 'P' and eleven characters that look random and say nothing of the person.

A key is a keyed hash of the anchor under which the person was first seen, so that a replay with the same secret
mints the same keys, and nobody without the secret can go from a number to its key.
"""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
import polars as pl
import pyarrow as pa

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Digits and letters without I, L, O, U: nothing to misread over the telephone."""

_LENGTH = 11
_BITS = 5
_UNUSED_BITS = 64 - _LENGTH * _BITS
_LONGEST_SECRET = 64


def keys_of(texts: pl.Series, secret: bytes) -> pl.Series:
    """The key that each text gives under the secret; equal texts give equal keys."""
    secret = secret if len(secret) <= _LONGEST_SECRET else blake2b(secret).digest()
    hashed = b"".join(blake2b(text.encode(), digest_size=8, key=secret).digest() for text in texts.to_list())
    numbers = np.frombuffer(hashed, dtype=">u8").astype(np.uint64) >> np.uint64(_UNUSED_BITS)
    letters = np.frombuffer(ALPHABET.encode(), dtype=np.uint8)
    written = np.full((len(numbers), _LENGTH + 1), ord("P"), dtype=np.uint8)
    for place in range(_LENGTH):
        shift = np.uint64(_BITS * (_LENGTH - 1 - place))
        written[:, place + 1] = letters[((numbers >> shift) & np.uint64(31)).astype(np.intp)]
    offsets = np.arange(len(numbers) + 1, dtype=np.int64) * (_LENGTH + 1)
    text = pa.LargeStringArray.from_buffers(len(numbers), pa.py_buffer(offsets), pa.py_buffer(written.tobytes()))
    return pl.Series("person_key", pl.Series(text), dtype=pl.String)


def mint(anchors: pl.Series, taken: pl.Series, secret: bytes) -> pl.DataFrame:
    """A new key for each anchor (distinct, not null), none of them in `taken` and no two alike.

    Returns anchor, person_key, sorted by anchor. On a collision the smallest anchor keeps its key and the others
    try again with a counter, so that the outcome does not depend on the order of rows.
    """
    waiting = anchors.rename("anchor").sort().to_frame()
    minted = [pl.DataFrame(schema={"anchor": pl.String, "person_key": pl.String})]
    counter = 0
    while waiting.height:
        texts = waiting["anchor"] if counter == 0 else waiting["anchor"] + f"\x1f{counter}"
        tried = waiting.with_columns(keys_of(texts, secret))
        # A few are minted and millions taken: those taken are sought among the few.
        met = [
            keys.filter(keys.is_in(tried["person_key"].implode()))
            for keys in (taken, *(f["person_key"] for f in minted))
        ]
        fresh = tried.filter(
            pl.col("person_key").is_first_distinct() & ~pl.col("person_key").is_in(pl.concat(met).implode())
        )
        minted.append(fresh)
        waiting = waiting.join(fresh, on="anchor", how="anti", maintain_order="left")
        counter += 1
    return pl.concat(minted).sort("anchor")
