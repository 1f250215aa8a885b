"""`hedui link report`: one page about the last published night's linking. Person keys only, no name and no number."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polars as pl

from flows.lake import read_json, write_asked
from flows.linking import figures
from flows.linking.stored import Stored, stored
from flows.pages import render
from transforms.link.errors import expected_false, expected_missed, hidden_numbers
from transforms.link.summary import blocking, changes, distribution, level_weights, sizes, with_outcomes

TEMPLATE = "link_report.html"


def report(home: Path, out: Path | None) -> Path:
    """Write the page, whole or not at all, and return where: `out`, or reports/link-<night>.html of the home."""
    last = stored(home)
    path = (out or home / "reports" / f"link-{last.night}.html").absolute()
    write_asked(path, page(last))
    return path


def page(last: Stored) -> str:
    """The page as HTML: pictures inline, no script, nothing from elsewhere."""
    judged = with_outcomes(last.pairs, last.units)
    methods = _methods(last)
    drawn = [
        figures.blocking(blocking(last.read("blocks"))),
        figures.distribution(distribution(judged), last.model),
        figures.levels(level_weights(last.model, last.pairs), last.model),
        figures.errors(expected_false(last.units), expected_missed(judged, last.model)),
        figures.hidden(hidden_numbers(last.pairs, last.people, last.model)),
        figures.methods(methods),
        figures.sizes(sizes(_references(last), last.groups)),
        figures.changes(changes(last.read("events"), last.links.crosswalk(), last.night, last.before), _events(last)),
    ]
    return render(
        TEMPLATE, night=last.night, before=last.before, figures=drawn, model=last.model, strip=_strip(last, methods)
    )


def _strip(last: Stored, methods: pl.DataFrame) -> list[tuple[str, str]]:
    """The figures at the head of the page."""
    people = read_json(last.folder / "done.json")["summary"]["people"]

    def count(chosen: pl.Expr) -> int:
        return int(methods.filter(chosen)["references"].sum())

    total = int(methods["references"].sum())
    likely, alone = count(pl.col("certainty") == "likely"), count(pl.col("method") == "unlinked")
    return [
        ("人员引用", f"{total:,}"),
        ("人员", f"{people:,}"),
        ("确定关联", f"{total - likely - alone:,}"),
        ("疑似同一人", f"{likely:,}"),
        ("单独一人", f"{alone:,}"),
        ("比对的候选对", f"{last.pairs.height:,}"),
    ]


def _links(last: Stored) -> Iterable[Path]:
    return last.links.all_links()


def _methods(last: Stored) -> pl.DataFrame:
    """Grain: table, method, certainty. references."""
    counted = [
        pl.scan_parquet(path)
        .group_by(pl.col("method", "certainty").cast(pl.String))
        .agg(references=pl.len())
        .select(pl.lit(path.stem).alias("table"), "method", "certainty", "references")
        for path in _links(last)
    ]
    return pl.concat(counted).collect().sort("table", "method", "certainty")


def _references(last: Stored) -> pl.DataFrame:
    """Grain: person. person_key, references."""
    keys = pl.scan_parquet([*_links(last)]).select("person_key")
    return keys.group_by("person_key").agg(references=pl.len()).collect()


def _events(last: Stored) -> list[dict[str, Any]]:
    return last.read("events").filter(pl.col("night") == last.night).sort("kind", "from_key", "to_key").to_dicts()
