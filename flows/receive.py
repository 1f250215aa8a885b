"""Receive one batch of one department, and give every table of the contract its verdict.

    accepted   its rows count from this night on
    unchanged  the same bytes as the last accepted delivery: counts as accepted
    held       readable but doubtful: waits for an operator
    rejected   not usable, or a change under a revision already received
    missing    not delivered

Whatever is wrong with one table touches no other. The last good delivery stays in force. Nothing here raises for what
a department delivered; only the home's own disk can stop it.
"""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

from flows import verdicts
from flows.deliveries import Batch, Delivery
from flows.inbox import MANIFEST
from flows.judge import Desk, Listed, judge
from flows.manifest import Manifest, ManifestRefusedError, read_manifest
from flows.manifest_tables import Entries
from schemas.catalogue import TABLES, TableSpec

_LAST = 10_000  # beyond any revision


def receive(folder: Path, department: str, batch_date: date, desk: Desk) -> list[Delivery]:
    """Verdicts on one batch, one for each table of the department, in the order of the contract.

    `folder` need not exist. Called again, it looks again only at what may have changed.
    """
    specs = [spec for spec in TABLES.values() if spec.department == department]
    known = desk.log.batch(department, batch_date)
    if not (folder / MANIFEST).exists() and not (folder / MANIFEST).is_symlink():
        if known is not None and known.revision > 0:
            return [known.tables[spec.table] for spec in specs if spec.table in known.tables]
        found = "收件目录中没有该批次。" if not folder.is_dir() else f"目录中没有 {MANIFEST},视为尚未传完。"
        return _without_manifest(specs, batch_date, desk, "no_batch", found)
    try:
        manifest, entries, raw = read_manifest(folder / MANIFEST, department, batch_date)
    except ManifestRefusedError as refusal:
        return _without_manifest(specs, batch_date, desk, "manifest", f"清单不能采用({';'.join(refusal.faults)})。")
    if known is not None and manifest.revision < known.revision:
        note = f"收件目录中是第{manifest.revision}版,已收到更高的第{known.revision}版,未再读取。"
        return [_noted(known.tables[spec.table], note) for spec in specs if spec.table in known.tables]
    return _receive_listed(specs, folder, manifest, entries, hashlib.sha256(raw).hexdigest(), desk)


def _noted(delivery: Delivery, *notes: str) -> Delivery:
    """The delivery with notes that it does not have yet, so that looking twice says nothing twice."""
    fresh = [note for note in notes if note not in delivery.notes]
    return delivery.model_copy(update={"notes": (*delivery.notes, *fresh)}) if fresh else delivery


def _without_manifest(specs: list[TableSpec], batch_date: date, desk: Desk, reason: str, found: str) -> list[Delivery]:
    """Every table missing, or rejected with the manifest. Kept as revision 0, which any real revision replaces."""
    verdicts_now = {}
    known = desk.log.batch(specs[0].department, batch_date, 0)
    for spec in specs:
        previous = desk.log.before(spec.key, batch_date, _LAST)
        where = verdicts.place(spec, batch_date, 1)
        rejected = reason == "manifest"
        advice = "请更正清单后重新提交整批。"
        verdicts_now[spec.table] = Delivery(
            department=spec.department,
            table=spec.table,
            batch_date=batch_date,
            revision=0,
            night=desk.night,
            status="rejected" if rejected else "missing",
            reason=reason,
            message=verdicts.refused(where, found, advice, previous)
            if rejected
            else verdicts.missing(where, found, previous),
        )
    if known is not None:
        verdicts_now = {table: _since(one, known.tables.get(table)) for table, one in verdicts_now.items()}
    batch = Batch(department=specs[0].department, batch_date=batch_date, revision=0, tables=verdicts_now)
    if batch != known:
        desk.log.put(batch, desk.night)
    return list(verdicts_now.values())


def _receive_listed(
    specs: list[TableSpec], folder: Path, manifest: Manifest, entries: Entries, manifest_sha256: str, desk: Desk
) -> list[Delivery]:
    """Verdicts where the manifest can be read; the batch is put into the journal."""
    known = desk.log.batch(manifest.department, manifest.batch_date, manifest.revision)
    tables: dict[str, Delivery] = {}
    told: list[Delivery] = []
    incidents = list(known.incidents) if known else []
    for spec in specs:
        earlier = known.tables.get(spec.table) if known else None
        previous = desk.log.before(spec.key, manifest.batch_date, manifest.revision)
        entry = entries.good.get(spec.table)
        if entry is not None:
            verdict = judge(Listed(spec, folder, manifest, entry, earlier, previous), desk)
        elif earlier is not None and earlier.in_force:
            verdict = earlier
        else:
            verdict = _no_entry(spec, manifest, entries.faulty.get(spec.table, []), desk, previous)
        if spec is specs[0]:  # what concerns no table of the contract is told once, with the department's first
            verdict = _noted(verdict, *entries.notes)
        if verdict.reason == "changed" and earlier is not None:
            tables[spec.table] = earlier
            incident = _incident(verdict, incidents)
            told.append(incident if incident.night == desk.night else earlier)
        else:
            tables[spec.table] = _since(verdict, earlier)
            told.append(_standing(tables[spec.table], previous))
    batch = Batch(
        department=manifest.department,
        batch_date=manifest.batch_date,
        revision=manifest.revision,
        manifest_sha256=manifest_sha256,
        tables=tables,
        incidents=tuple(incidents),
    )
    if batch != known:
        desk.log.put(batch, desk.night)
    return told


def _since(verdict: Delivery, earlier: Delivery | None) -> Delivery:
    """The verdict dated by the first night that gave it, so that a quiet night writes nothing."""
    if earlier is None or earlier.status != verdict.status:
        return verdict
    return verdict.model_copy(update={"night": earlier.night})


def _standing(verdict: Delivery, previous: Delivery | None) -> Delivery:
    """What is told of a table: a correction that leaves it out leaves the earlier revision as it was."""
    if verdict.reason != "not_listed" or previous is None or previous.batch_date != verdict.batch_date:
        return verdict
    return _noted(previous, f"第{verdict.revision}版的清单中没有这张表,仍用第{previous.revision}版。")


def _incident(verdict: Delivery, incidents: list[Delivery]) -> Delivery:
    """The change as first refused; it is told on that night only, later nights stand on what was accepted."""
    for known in incidents:
        if (known.table, known.sha256, known.size) == (verdict.table, verdict.sha256, verdict.size):
            return known
    incidents.append(verdict)
    return verdict


def _no_entry(
    spec: TableSpec, manifest: Manifest, faults: list[str], desk: Desk, previous: Delivery | None
) -> Delivery:
    """Rejected where the manifest's entry for the table is faulty, else missing."""
    where = verdicts.place(spec, manifest.batch_date, manifest.revision)
    found, advice = f"清单中该表的条目有误({';'.join(faults)})。", "请更正清单后重新提交。"
    return Delivery(
        department=spec.department,
        table=spec.table,
        batch_date=manifest.batch_date,
        revision=manifest.revision,
        night=desk.night,
        status="rejected" if faults else "missing",
        reason="entry" if faults else "not_listed",
        message=verdicts.refused(where, found, advice, previous)
        if faults
        else verdicts.missing(where, "清单中没有这张表。", previous),
        requested_at=manifest.requested_at,
        exported_at=manifest.exported_at,
    )
