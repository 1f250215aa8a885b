"""The floor: decode the same delivered files with polars and write them as parquet, nothing else.

    python tests/bench/floor.py INBOX OUT

No typing, no checks, no hashes: the least any program must do to get these files into columns.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import polars as pl


def decode(path: Path, entry: dict[str, str]) -> pl.DataFrame:
    """One delivered file as polars reads it by itself, all text."""
    if entry["format"] == "parquet":
        return pl.read_parquet(path)
    if entry["format"] == "xlsx":
        return pl.read_excel(path, engine="calamine", infer_schema_length=0)
    encoding = "utf8" if entry["encoding"] == "UTF-8" else "gb18030"
    return pl.read_csv(path, infer_schema=False, encoding=encoding)


def main(inbox: Path, out: Path) -> None:
    """Decode every file of every manifest."""
    rows = 0
    for manifest in sorted(inbox.rglob("manifest.json")):
        batch = json.loads(manifest.read_text("utf-8"))
        for entry in batch["tables"]:
            frame = decode(manifest.parent / entry["file"], entry)
            target = out / batch["department"] / batch["batch_date"] / f"{entry['table']}.parquet"
            target.parent.mkdir(parents=True, exist_ok=True)
            frame.write_parquet(target, compression="lz4")
            rows += frame.height
    print(f"rows {rows}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
