"""Whole-process figures of `hedui verify`: a request of many households on the last night of a home.

    python tests/bench/verify.py --home HOME [--households 1000] [--work DIR]

The households are those of the home's last night, asked about again under new numbers with everybody's authorisation;
where it has fewer they are asked about again and again. Prints wall and processor seconds, peak memory of the largest
process, and reports per second. The goal is 1,000 households in 60 seconds of wall time on two free cores; on a
machine that is shared, processor seconds over cores say what it would be.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

HEADERS = {"household_no": "家庭编号", "program": "救助类别", "division_code": "村居代码", "residence": "城乡"}
MEMBER = {"name": "姓名", "id_number": "公民身份号码", "relation": "与申请人关系", "member_kind": "成员类别"}
PROGRAMS = ("最低生活保障", "低保边缘", "刚性支出困难")


def request(home: Path, households: int) -> tuple[pl.DataFrame, str]:
    """Rows of a request for so many households, and the night they are from."""
    night = max((home / "lake" / "nights").iterdir(), key=lambda path: path.name)
    homes = pl.read_parquet(night / "assemble" / "household" / "*.parquet").filter(pl.col("program").is_in(PROGRAMS))
    members = pl.read_parquet(night / "assemble" / "member" / "*.parquet")
    people = pl.read_parquet(night / "link" / "people.parquet")
    heads = members.filter((pl.col("relation") == "本人") & (pl.col("member_kind") == "共同生活"))
    one_head = heads.group_by("household_no").len().filter(pl.col("len") == 1)
    homes = homes.unique("household_no").join(one_head, on="household_no", how="semi").sort("household_no")
    times = -(-households // homes.height)
    asked = pl.concat([homes] * times).head(households).with_row_index("at", 1)
    rows = asked.join(members, on="household_no", suffix="_m", maintain_order="left").join(people, on="person_key")
    rows = rows.unique(["at", "person_key"], keep="first", maintain_order=True)
    signed = night.name
    return rows.select(
        pl.format("B{}", "at").alias("申请编号"),
        pl.lit("社会救助").alias("用途"),
        pl.lit(night.name).alias("申请日期"),
        pl.lit(signed).alias("授权签署日期"),
        pl.lit("本人").alias("授权签署方式"),
        pl.col("declared_income_yuan_month").cast(pl.String).alias("申报家庭月收入"),
        *(pl.col(name).alias(header) for name, header in (HEADERS | MEMBER).items()),
    ), night.name


def main() -> None:
    """Make the request, run the command once, print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--households", type=int, default=1000)
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "hedui-bench-verify")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    rows, night = request(options.home, options.households)
    file, out = options.work / "request.csv", options.work / "out"
    rows.write_csv(file)
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, "-m", "flows.cli", "verify", str(file), "--out", str(out), "--home", str(options.home)]
    started = time.monotonic()
    code = subprocess.run(command, cwd=Path(__file__).parents[2], check=False).returncode
    wall = time.monotonic() - started
    if code not in (0, 3):
        raise SystemExit(f"exit {code}")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy, cores = used.ru_utime + used.ru_stime, os.cpu_count() or 1
    made = len(list((out / "reports").glob("*.pdf")))
    print(f"night {night}: {options.households} households, {rows.height} rows, {made} reports as PDF and as xlsx")
    print(f"wall {wall:.1f} s ({made / wall:.1f} reports/s), processor {busy:.1f} s on {cores} cores")
    print(f"peak {used.ru_maxrss / 1024**2:.2f} GB, load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
