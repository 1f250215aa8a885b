"""What a night leaves behind so that it can be run again and compared: its inputs by content, its tables' fingerprints.

    lake/inputs/<sha256>.json     texts of policy, site, divisions and model, and the fingerprint of every file of code

A night's entry in the journal names them. They change seldom, so a year of nights holds a handful.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import duckdb

from flows.lake import Lake, digest, read_json, write_json
from flows.night import Night
from flows.reference import link_model_text, read_site
from flows.resources import code_files
from flows.warehouse import fingerprints
from transforms.fingerprint import VOLATILE

INPUTS = ("policy", "site", "divisions", "model", "code")


def keep_inputs(night: Night) -> dict[str, str]:
    """Put down what the night was made with besides its deliveries; name of each input -> its fingerprint."""
    given = inputs_now(night)
    kept = {}
    for name, content in given.items():
        kept[name] = digest(content)
        path = night.lake.inputs / f"{kept[name]}.json"
        if not path.is_file():
            write_json(path, content)
    return kept


def inputs_now(night: Night) -> dict[str, dict[str, str]]:
    """The inputs as they stand now: each a mapping of file name to text, of code to the file's fingerprint."""
    divisions = night.settings.divisions
    return {
        "policy": night.policy_texts,
        "site": read_site(night.settings.site),
        "divisions": {divisions.name: divisions.read_text("utf-8")} if divisions.is_file() else {},
        "model": {"model.yml": link_model_text(night.settings.link_model)},
        "code": code_files(),
    }


def kept_input(lake: Lake, entry: dict[str, Any], name: str) -> dict[str, str] | None:
    """An input of a past night, by its entry in the journal; None where it was not kept."""
    mark = entry.get("inputs", {}).get(name)
    found: dict[str, str] | None = read_json(lake.inputs / f"{mark}.json") if mark else None
    return found


def content_of(version: Path) -> dict[str, Any]:
    """Fingerprint of every table of a published file; they hold within one DuckDB version.

    By which program a night was run is no content: what changed in it is told by itself (`inputs`).
    """
    found = fingerprints(version, volatile=VOLATILE | {"code_version"})
    tables = {key: _short(mark) for key, mark in found.items()}
    return {"duckdb": duckdb.__version__, "tables": tables}


def _short(mark: str) -> str:
    """The names of the columns count, but need not be written out."""
    *figures, columns = mark.split(":", 3)
    return ":".join([*figures, hashlib.sha256(columns.encode()).hexdigest()[:8]])
