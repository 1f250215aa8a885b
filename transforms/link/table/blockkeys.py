"""The key of a blocking rule for each record, one integer: records of one key agree on every term of the rule."""

from __future__ import annotations

import numpy as np

from transforms.link.table.fields import Codes, Side, hashed
from transforms.link.table.settings import Rule, Term
from transforms.link.table.sounds import pinyins, soundexes, surnames


def mixed(codes: Codes) -> Codes:
    """Well-spread 64-bit keys (the finaliser of splitmix64); 0 stays 0."""
    with np.errstate(over="ignore"):
        spread = (codes ^ (codes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        spread = (spread ^ (spread >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return spread ^ (spread >> np.uint64(31))


def _codes(side: Side, term: Term) -> Codes:
    codes, texts = side.codes[term.field], side.texts[term.field]
    match term.function:
        case "year":
            return codes // np.uint64(10_000)
        case "month":
            return codes // np.uint64(100)
        case "month_day":
            return codes % np.uint64(10_000)
        case "first":
            return hashed(texts.str.head(term.length))
        case "last":
            return hashed(texts.str.tail(term.length))
        case "soundex":
            return soundexes(texts)
        case "pinyin":
            return pinyins(texts)
        case "surname":
            return surnames(texts)
    return codes


def keys(side: Side, rule: Rule) -> Codes:
    """One key for each record; 0 where a term says nothing."""
    key: Codes = np.zeros(side.size, dtype=np.uint64)
    known = np.ones(side.size, dtype=bool)
    with np.errstate(over="ignore"):
        for place, term in enumerate(rule.agree, 1):
            codes = _codes(side, term)
            known &= codes != 0
            # The term's place is part of it: a name in one field is not the same name in another.
            key = mixed(key + codes * np.uint64(0x9E3779B97F4A7C15) + np.uint64(place))
    return np.where(known, key | np.uint64(1), np.uint64(0))
