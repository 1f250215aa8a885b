"""Putting down one judgement: who said what of which two references, on what data and by which model."""

from __future__ import annotations

from typing import Any

import polars as pl

from flows import clock
from flows.errors import UsageError
from flows.lake import digest
from flows.linking.records import Asked, Key, key_of, said
from flows.linking.store import append
from flows.reference import link_model_text, read_link_model
from flows.steps.link import STEP as LINK
from transforms.link.judgements import REFERENCE_KEY, SAID, VERDICTS, marks
from transforms.masking import mask_name, mask_text

WORDS = dict(zip(VERDICTS, ("同一人", "非同一人", "无法判断"), strict=True))


def verdict_of(word: str) -> str:
    """The verdict that a Chinese (or English) word means. Raises UsageError."""
    for verdict, chinese in WORDS.items():
        if word in (verdict, chinese):
            return verdict
    raise UsageError(f"判断“{word}”无法识别，应为 {'、'.join(WORDS.values())}。")


def put_down(
    asked: Asked, one: dict[str, Any], other: dict[str, Any], verdict: str, by: str, reason: str,
    source_no: str | None = None,
) -> str:  # fmt: skip
    """Keep a judgement on two references, given as rows of links; returns its id.

    Names of the two and numbers are masked in the reason: the store holds no personal value. Raises UsageError.
    """
    if not by.strip():
        raise UsageError("请用 --by 写明判断人。")
    a, b = sorted((one, other), key=key_of)
    if key_of(a) == key_of(b):
        raise UsageError("两处是同一条记录中的同一个人，无须判断。")
    told = said(asked, [key_of(a), key_of(b)])
    marked = {key_of(row): row for row in marks(told, asked.night.secret).iter_rows(named=True)}
    if len(marked) < 2 or told.height > 2:
        raise UsageError("两条记录中有一条不在最近一夜，或流水号重复，无法判断。")
    weighed = weight_of(asked, a, b)
    used = asked.night.folder / LINK / "model.yml"
    row: dict[str, Any] = {
        "as_of": asked.night.as_of,
        "judged_at": clock.now().isoformat(),
        "judged_by": by.strip(),
        "verdict": verdict,
        "reason": _masked(reason.strip(), told["name"].drop_nulls().to_list()),
        "model": f"{read_link_model(used).date}+{digest(link_model_text(used))[:8]}",
        "linked": linked_as(a, b),
        "source_no": source_no,
        **weighed,
    }
    for side, link in (("a", a), ("b", b)):
        row |= {f"{side}_{name}": value for name, value in zip(REFERENCE_KEY, key_of(link), strict=True)}
        row |= {f"{side}_{name}_mark": marked[key_of(link)][f"{name}_mark"] for name in SAID}
    return append(asked.night.lake, row)


def linked_as(a: dict[str, Any], b: dict[str, Any]) -> str:
    """What linking says of two references: certain, likely, apart, or reviewed (a person had said so)."""
    if a["person_key"] != b["person_key"]:
        return "apart"
    if "reviewed" in (a["method"], b["method"]):
        return "reviewed"
    return "likely" if "likely" in (a["certainty"], b["certainty"]) else "certain"


def weight_of(asked: Asked, a: dict[str, Any], b: dict[str, Any]) -> dict[str, float | None]:
    """match_weight and match_probability of the pair, whichever of the two was compared; null where neither was."""
    met = met_pairs(asked, key_of(a), b["person_key"])
    if met.is_empty():
        met = met_pairs(asked, key_of(b), a["person_key"])
    columns = ("match_weight", "match_probability")
    return {name: met[name][0] if met.height else None for name in columns}


def pairs_of(asked: Asked, key: Key) -> pl.DataFrame:
    """Every pair in which a reference was compared (probabilistic.Second.pairs) with person_key, best first."""
    units = asked.read("open").filter(
        pl.all_horizontal(pl.col(name) == part for name, part in zip(REFERENCE_KEY, key, strict=True))
    )["unit"]
    pairs = pl.scan_parquet(asked.folder / "pairs.parquet").filter(pl.col("unit").is_in(units.implode())).collect()
    found = pairs.join(asked.read("groups"), on="group", how="left", maintain_order="left")
    return found.sort("match_probability", "group", descending=[True, False])


def met_pairs(asked: Asked, key: Key, person_key: str) -> pl.DataFrame:
    """Of `pairs_of`, those with one person."""
    return pairs_of(asked, key).filter(pl.col("person_key") == person_key)


def _masked(reason: str, names: list[str]) -> str:
    for name in sorted(names, key=len, reverse=True):
        reason = reason.replace(name, mask_name(name) or "")
    return mask_text(reason)
