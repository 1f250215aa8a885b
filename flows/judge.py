"""The verdict on one table that a manifest lists: copied by content first, then looked into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flows import verdicts
from flows.deliveries import Delivery, DeliveryLog
from flows.lake import Lake
from flows.manifest import Manifest
from flows.manifest_tables import ManifestTable
from flows.reading import FileRefusedError
from flows.received import Seen, keep, look
from flows.staging import PLAIN, Source, StagedFile, fingerprint, stage_file
from schemas.catalogue import TableSpec
from transforms.stage.site import TableWording

# Refused for these reasons a file never came whole, so another one may come under the same revision.
NEVER_CAME = frozenset({"sha256", "absent", "not_listed", "entry", "unreadable", "not_a_file", "too_large"})


@dataclass(frozen=True, slots=True)
class Desk:
    """What receiving needs beside the batch: the home, its delivery journal, the night, the site's words, releases.

    wordings: by `department.table`. released: `department.table@YYYY-MM-DD` of held deliveries let through.
    """

    lake: Lake
    log: DeliveryLog
    night: date
    wordings: Mapping[str, TableWording]
    released: frozenset[str] = frozenset()

    def wording(self, spec: TableSpec) -> TableWording:
        """The site's words for a table."""
        return self.wordings.get(spec.key, PLAIN)


@dataclass(frozen=True, slots=True)
class Listed:
    """One table of a readable manifest, with what the journal says of it.

    earlier: the verdict on the same revision. previous: the delivery in force before this one.
    """

    spec: TableSpec
    folder: Path
    manifest: Manifest
    entry: ManifestTable
    earlier: Delivery | None
    previous: Delivery | None

    @property
    def place(self) -> str:
        """Where it is, for people."""
        return verdicts.place(self.spec, self.manifest.batch_date, self.manifest.revision, self.entry.file)

    @property
    def came(self) -> bool:
        """Whether a whole file was received under this revision already."""
        return self.earlier is not None and (self.earlier.in_force or self.earlier.reason not in NEVER_CAME)


def judge(listed: Listed, desk: Desk) -> Delivery:
    """Verdict on one listed table; the earlier verdict itself where nothing changed."""
    draft = _draft(listed, desk, Seen())
    try:
        seen = look(listed.folder, listed.entry.file)
        if listed.earlier is not None and _settled(listed.earlier, listed, seen, draft.fingerprint, desk):
            return listed.earlier
        if seen is None:
            return _absent(listed, draft)
        draft = _draft(listed, desk, seen)
        return _judge_file(listed, draft, desk)
    except FileRefusedError as refusal:
        return _rejected(listed, draft, refusal)


def _draft(listed: Listed, desk: Desk, seen: Seen) -> Delivery:
    """The delivery as its manifest declares it, not yet judged."""
    entry, manifest, spec = listed.entry, listed.manifest, listed.spec
    return Delivery(
        department=spec.department,
        table=spec.table,
        batch_date=manifest.batch_date,
        revision=manifest.revision,
        night=desk.night,
        status="missing",
        file=entry.file,
        format=entry.format,
        sha256=entry.sha256,
        encoding_declared=entry.encoding,
        requested_at=manifest.requested_at,
        exported_at=manifest.exported_at,
        rows_declared=entry.rows,
        fingerprint=fingerprint(spec, desk.wording(spec), entry.format, entry.encoding),
        size=seen.size,
        modified_ns=seen.modified_ns,
    )


def _settled(earlier: Delivery, listed: Listed, seen: Seen | None, mark: str, desk: Desk) -> bool:
    """Whether there is nothing new to look at.

    What an earlier night accepted is never read in another way afterwards: that night stands on it. A file that has
    been tidied away after it was accepted is still accepted. A held one is looked at again: it may have been released.
    """
    if earlier.in_force and seen is None:
        return True
    touched = seen is None or (seen.size, seen.modified_ns) != (earlier.size, earlier.modified_ns)
    if touched or earlier.sha256 != listed.entry.sha256 or earlier.status == "held":
        return False
    if earlier.in_force and earlier.night < desk.night:
        return True
    return earlier.fingerprint == mark and earlier.rows_declared == listed.entry.rows


def _absent(listed: Listed, draft: Delivery) -> Delivery:
    message = verdicts.missing(listed.place, "清单列出了该文件,但目录中没有。", listed.previous)
    return draft.model_copy(update={"reason": "absent", "message": message})


def _rejected(listed: Listed, draft: Delivery, refusal: FileRefusedError) -> Delivery:
    standing = listed.earlier if refusal.code == "changed" and listed.earlier else listed.previous
    message = verdicts.refused(listed.place, refusal.found, refusal.advice, standing)
    return draft.model_copy(update={"status": "rejected", "reason": refusal.code, "message": message})


def _judge_file(listed: Listed, draft: Delivery, desk: Desk) -> Delivery:
    """Copy, compare with the manifest and the journal, read and type. Raises FileRefusedError."""
    entry, earlier = listed.entry, listed.earlier
    if listed.came and earlier is not None and entry.sha256 != earlier.sha256:
        raise _changed()
    kept = keep(listed.folder, entry.file, desk.lake)
    if kept.sha256 != entry.sha256:
        if listed.came:
            raise _changed()
        raise FileRefusedError(
            "sha256", f"内容与清单的 sha256 不符(实有 {kept.size} 字节),可能没有传完或被改动。", "请重新上传该文件。"
        )
    if earlier is not None and earlier.in_force and earlier.night < desk.night:
        return earlier.model_copy(update={"size": draft.size, "modified_ns": draft.modified_ns})
    source = Source(kept.path, kept.sha256, entry.format, entry.encoding)
    staged = _stage(source, listed.spec, desk)
    if staged.rows_in != entry.rows:
        raise FileRefusedError(
            "rows",
            f"清单写明{entry.rows}行,文件中有{staged.rows_in}行,文件可能被截断或清单有误。",
            "请重新导出后以更高的版本号提交。",
        )
    return _settle(listed, draft, staged, desk)


def _stage(source: Source, spec: TableSpec, desk: Desk) -> StagedFile:
    """Stage; a fault of our own on a strange file costs that file, not the night. Only the kind of fault is told."""
    try:
        return stage_file(source, spec, desk.lake, desk.wording(spec))
    except (FileRefusedError, OSError, MemoryError):
        raise
    except BaseException as error:
        # Panics of a Rust library are no Exception; anything else of that kind (an interrupt) is not ours to keep.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        found = f"读取时发生意外错误({type(error).__name__}),这是核对程序的缺陷。"
        raise FileRefusedError("internal", found, "请保留该文件并告知维护人员。") from None


def _changed() -> FileRefusedError:
    return FileRefusedError(
        "changed", "同一版本号下的内容与已接收的不同。", "如需更正,请提高清单中的版本号(revision)后重新提交整批。"
    )


def _settle(listed: Listed, draft: Delivery, staged: StagedFile, desk: Desk) -> Delivery:
    """Accepted, unchanged or held."""
    spec, previous = listed.spec, listed.previous
    notes = [f"有{len(staged.extra_columns)}个约定之外的列,未读取。"] if staged.extra_columns else []
    told = {"encoding_found": staged.encoding, "extra_columns": staged.extra_columns, "staged": staged.folder}
    unchanged = previous is not None and previous.sha256 == draft.sha256
    doubt = None if unchanged else verdicts.why_held(spec, staged.rows_in, staged.rows_quarantined, previous)
    if doubt is not None and f"{spec.key}@{draft.batch_date}" not in desk.released:
        message = verdicts.held(spec, draft.batch_date, listed.place, doubt, previous)
        held = {"status": "held", "reason": "doubtful", "message": message, "notes": (*staged.notes, *notes)}
        return draft.model_copy(update=told | held)
    notes += [f"{doubt}已由操作人员放行。"] if doubt is not None else []
    counts = staged.model_dump(
        include={"rows_in", "rows_loaded", "rows_quarantined", "rows_superseded", "defects"},
    )
    status = {"status": "unchanged" if unchanged else "accepted", "notes": (*staged.notes, *notes)}
    return draft.model_copy(update=told | counts | status)
