"""`hedui link train`: the model estimated anew from the last night, shown beside the one in force, never adopted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from flows.errors import UsageError
from flows.lake import write_asked
from flows.linking.stored import stored
from flows.resources import link_model
from flows.settings import Settings
from transforms.link.model import Model, model_text
from transforms.link.proposal import changed_links, compared, decisions, proposed, reweighed
from transforms.link.score import probable
from transforms.link.weights import Estimate, best_threshold, chance, estimate


@dataclass(frozen=True, slots=True)
class Trained:
    """`model`: that the night was linked with. `rows`: proposal.ROWS. `changed`: proposal.changed_links. `best`: the
    threshold that would do best by expected F1, without labels. `written`: the proposal's file, if one was asked for.
    `other_now`: whether the settings name another model by now.
    """

    night: date
    model: Model
    proposal: Model
    found: Estimate
    rows: pl.DataFrame
    changed: pl.DataFrame
    best: float
    written: Path | None
    other_now: bool


def train(settings: Settings, out: Path | None) -> Trained:
    """Estimate the model from the last published night; with `out` write the whole proposal there.

    Raises UsageError if there is no night, or if `out` is the model in force.
    """
    if out is not None and out.resolve() in (settings.link_model.resolve(), link_model().resolve()):
        raise UsageError(f"{out} 是正在使用的模型,不会改动。请用 --out 写到另一个文件,复核后再启用。")
    last = stored(settings.home)
    by_chance = chance(last.read("people"))
    found = estimate(last.pairs, last.people, last.model, by_chance)
    rows = compared(last.model, found)
    proposal = proposed(last.model, rows, found, last.night)
    after = reweighed(last.pairs, last.model, proposal)
    changed = changed_links(
        decisions(last.pairs, last.people, last.model), decisions(after, last.people, proposal), last.units
    )
    best = probable(after, last.people, proposal).group_by("unit").agg(pl.col("match_probability").max())
    text = model_text(proposal)
    if out is not None:
        write_asked(out, text)
    told = (last.folder / "model.yml").read_text("utf-8")
    other_now = not settings.link_model.is_file() or settings.link_model.read_text("utf-8") != told
    threshold = best_threshold(best["match_probability"])
    return Trained(last.night, last.model, proposal, found, rows, changed, threshold, out, other_now)
