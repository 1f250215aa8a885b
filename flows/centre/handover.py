"""`hedui handover`: the tier list for another department, with what is new since the last one it was handed.

    HOME/handovers/handovers.jsonl        who asked for what and when, one line each, only ever added to
    HOME/handovers/lists/<sha256>.parquet each list handed over, by its content, kept for ever

"Last time" is the last list before this one that this receiver was handed; a month's list asked for twice is the same
twice, and the next month's is compared with it even if nothing changed.
"""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from flows import clock
from flows.centre.month import file_of, month_of
from flows.centre.store import HANDOVERS
from flows.errors import UsageError
from flows.lake import Lake, write_asked_bytes, write_bytes
from flows.resources import data_folder
from flows.settings import Settings
from flows.warehouse import open_readonly
from flows.workbook import Sheet, safe_csv, workbook
from transforms.centre.handover import CHANGES, HANDED, compared, counted, tier_list
from transforms.decisions.taking import refused_text

_FIELDS = {
    "name": "姓名",
    "id_number": "公民身份号码",
    "tier": "救助类别",
    "since": "认定日期",
    "household_no": "家庭编号",
}
_MEMBERS = """
SELECT household.household_no, household.program AS tier, household.approved_on AS since, member.person_key,
    persons.name, persons.id_number, identity_links.certainty, household.record_no AS household_record,
    member.record_no AS member_record
FROM mart.aid_household AS household
INNER JOIN mart.counted_member AS member ON household.household_no = member.household_no
INNER JOIN persons ON member.person_key = persons.person_key
INNER JOIN identity_links
    ON identity_links.department || '.' || identity_links.table_name = 'civil_affairs.household_members'
    AND identity_links.record_no = member.record_no
ORDER BY ALL
"""
_REFUSED = """
SELECT DISTINCT quarantine.table_name, quarantine.record_no
FROM quarantine
WHERE quarantine.department = 'civil_affairs' AND quarantine.table_name IN ('households', 'household_members')
    AND quarantine.batch_date = (
        SELECT max(feeds.batch_date) FROM feeds
        WHERE feeds.department = quarantine.department AND feeds.table_name = quarantine.table_name
            AND feeds.status IN ('accepted', 'unchanged')
    )
ORDER BY ALL
"""


@dataclass(frozen=True, slots=True)
class Receiver:
    """data/handover/<name>.yml: who is handed what for, and which fields and no more."""

    name: str
    label: str
    office: str
    purpose: str
    tiers: tuple[str, ...]
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Handed:
    """What was written: the folder, the night it is of, persons by change, how many stand as before and why, who is not
    on the list and why, and whether a row was refused that has no record number, so that nobody knows whose it is.
    """

    folder: Path
    night: date
    last: date | None
    again: bool
    counts: dict[str, int]
    kept: dict[str, int]
    left_out: dict[str, int]
    nobodys: bool


def receivers() -> dict[str, Receiver]:
    """Every receiver by name."""
    found = {}
    for path in sorted((data_folder() / "handover").glob("*.yml")):
        given: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
        tiers, fields = tuple(given.pop("tiers")), tuple(given.pop("fields"))
        found[path.stem] = Receiver(path.stem, tiers=tiers, fields=fields, **given)
    return found


def handover(settings: Settings, to: str, month: str, by: str, out: Path | None) -> Handed:
    """Write a receiver's list of a month and put down who asked for it. Raises UsageError saying why not."""
    receiver = receivers().get(to)
    if receiver is None:
        raise UsageError(f"没有移交对象 {to}。可用:{'、'.join(receivers())}。")
    why = "没有写明由谁索取(--by)" if not by.strip() else refused_text(by, (), "姓名")
    if why is not None:
        raise UsageError(f"未移交:{why}。")
    lake = Lake(settings.home.absolute())
    month, night = month_of(settings, month)
    with file_of(settings, night) as file, open_readonly(file) as con:
        members, refused = con.execute(_MEMBERS).pl(), con.execute(_REFUSED).pl()
    earlier = HANDOVERS.read(lake).filter(pl.col("receiver") == to)
    newest = max(earlier["month"], default=month)
    if month < newest:
        raise UsageError(f"已向{receiver.label}移交 {newest} 的名单,不能再移交更早的 {month}。")
    fresh = _mark(tier_list(members, receiver.tiers).rows)
    listed = tier_list(members, receiver.tiers, _last(lake, earlier, month, fresh)[0], refused)
    kept = _kept(lake, listed.rows)
    before, last = _last(lake, earlier, month, kept)
    rows = compared(before, listed.rows)
    counts = counted(rows)
    asked_at = clock.now()
    row = {
        "as_of": night, "receiver": to, "month": month, "list_sha256": kept,
        "before": None if last is None else last["list_sha256"], "persons": listed.rows.height, "added": counts["新增"],
        "removed": counts["退出"], "changed": counts["变更"], "asked_by": by.strip(), "purpose": receiver.purpose,
        "asked_at": asked_at.isoformat(),
    }  # fmt: skip
    folder = (out or lake.home / "handovers" / to / month).absolute()
    # Put down before the list leaves: a list that nobody asked for by name never lies in a folder.
    HANDOVERS.append(lake, row)
    _write(folder, receiver, rows, {"month": month, "as_of": night, "last_as_of": last and last["as_of"]}, counts)
    again = earlier.sort("seq").tail(1).select("month", "list_sha256").rows() == [(month, kept)]
    nobodys = refused["record_no"].null_count() > 0
    last_of = None if last is None else last["as_of"]
    return Handed(folder, night, last_of, again, counts, listed.kept, listed.left_out, nobodys)


def _mark(listed: pl.DataFrame) -> str:
    return hashlib.sha256(listed.write_csv().encode()).hexdigest()


def _kept(lake: Lake, listed: pl.DataFrame) -> str:
    """Keep a list by its content; returns its name."""
    mark = _mark(listed)
    path = _path(lake, mark)
    if not path.is_file():
        memory = io.BytesIO()
        listed.write_parquet(memory, compression="lz4")
        try:
            write_bytes(path, memory.getvalue())
            for folder in (path.parent, path.parent.parent):
                folder.chmod(0o700)
        except OSError as error:
            raise UsageError(f"未移交:未能写入 {path.parent}({error.strerror})。请检查磁盘和权限。") from None
    return mark


def _path(lake: Lake, mark: str) -> Path:
    return lake.home / "handovers" / "lists" / f"{mark}.parquet"


def _last(lake: Lake, earlier: pl.DataFrame, month: str, kept: str) -> tuple[pl.DataFrame, dict[str, Any] | None]:
    """The list to compare with, and its line in the book; an empty list for none.

    The list of now handed over before for this month is compared with what it was compared with then.
    """
    lines = earlier.sort("seq").to_dicts()
    while lines and (lines[-1]["month"], lines[-1]["list_sha256"]) == (month, kept):
        lines.pop()
    if not lines:
        return pl.DataFrame(schema=HANDED), None
    path = _path(lake, lines[-1]["list_sha256"])
    if not path.is_file():
        raise UsageError(f"上次移交的名单 {path} 已不在,无从比较。请从备份恢复。")
    # A list of before its rows' record numbers were kept with it has none.
    return pl.concat([pl.DataFrame(schema=HANDED), pl.read_parquet(path)], how="diagonal"), lines[-1]


def _write(folder: Path, receiver: Receiver, rows: pl.DataFrame, dates: dict[str, Any], counts: dict[str, int]) -> None:
    """The list as csv and xlsx, and the manifest with their checksums, written last."""
    names = {"change": "变动", **{name: _FIELDS[name] for name in receiver.fields}, "tier_before": "原类别"}
    shown = rows.with_columns(pl.when(pl.col("change") == "变更").then("tier_before").alias("tier_before"))
    table = shown.select(list(names)).rename(names)
    stem = f"tiers-{receiver.name}-{dates['month']}"
    since = f"自 {dates['last_as_of']} 的名单以来" if dates["last_as_of"] else "首次移交,全部为新增"
    note = f"{receiver.office}:{receiver.purpose}用。截至 {dates['as_of']},{since}。含个人信息,按规定保管。"
    sheets = [Sheet("全部", table.filter(pl.col("变动") != "退出"), note)]
    sheets += [Sheet(name, table.filter(pl.col("变动") == name), note) for name in CHANGES[:3]]
    files = {
        f"{stem}.csv": ("csv", b"\xef\xbb\xbf" + safe_csv(table), table.height),
        f"{stem}.xlsx": ("xlsx", workbook(sheets), table.height),
    }
    for name, (_, content, _rows) in files.items():
        write_asked_bytes(folder / name, content)
    manifest = {
        "from": "civil_affairs", "to": receiver.name, "purpose": receiver.purpose, "month": dates["month"],
        "as_of": str(dates["as_of"]), "last_as_of": dates["last_as_of"] and str(dates["last_as_of"]),
        "changes": counts,
        "tables": [
            {"table": "tiers", "file": name, "format": kind, "rows": count}
            | ({"encoding": "UTF-8"} if kind == "csv" else {})
            | {"sha256": hashlib.sha256(content).hexdigest()}
            for name, (kind, content, count) in files.items()
        ],
    }  # fmt: skip
    write_asked_bytes(folder / "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1).encode())
