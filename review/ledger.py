"""The hash-chained log: writing an entry, reading the chain through, and what its end is.

An entry's hash covers its content and the hash of the one before, so a change, a gap or another order shows; where the
chain was cut off shows only against a copy of its end kept elsewhere (`head`, docs/desk-in-production.md).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from review.models import Entry, Head, User
from review.pipeline.masks import mask_text

_COVERED = (
    *("seq", "at", "account", "staff_no", "role", "act", "outcome", "subject_kind", "subject", "details"),
    "before",
)
Subject = tuple[str, str]
"""Kind of what was looked at (alert, household, person, list, request, file, account) and its number."""


def write(
    user: User | None, act: str, subjects: Iterable[Subject], outcome: str = "done",
    details: Mapping[str, Any] | None = None, account: str = "",
) -> None:  # fmt: skip
    """Add one entry a subject, in the transaction of the caller if there is one. details hold no personal value.

    What was refused may name anything that somebody typed: a number of a person in it is masked, as in the name of an
    account that nobody has. Raises whatever the database raises: the caller must then not do what was to be logged.
    """
    known = user is not None and user.is_authenticated
    who = {
        "account": user.username if known and user else mask_text(account.replace("\0", ""))[:150],
        "staff_no": user.staff_no if known and user else "",
        "role": user.role if known and user else "",
        "act": act,
        "outcome": outcome,
        "details": canonical(details or {}),
        "at": timezone.localtime().isoformat(timespec="milliseconds"),
    }
    with transaction.atomic():
        head = Head.objects.select_for_update().get(pk=1)
        made = []
        for kind, named in subjects:
            subject = mask_text(named) if outcome == "refused" else named
            head.seq += 1
            row = {
                **who,
                "seq": head.seq,
                "subject_kind": kind,
                "subject": subject.replace("\0", "")[:400],
                "before": head.hash,
            }
            head.hash = digest(row)
            made.append(Entry(**row, hash=head.hash))
        Entry.objects.bulk_create(made)
        head.save(update_fields=["seq", "hash"])


def canonical(details: Mapping[str, Any]) -> str:
    """One text for one content."""
    return json.dumps(details, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def digest(row: Mapping[str, Any]) -> str:
    """SHA-256 over the covered columns, each with its length, so that no two rows have the same bytes."""
    return _digest([row[name] for name in _COVERED])


def _digest(values: Iterable[Any]) -> str:
    parts = [str(value).encode() for value in values]
    return hashlib.sha256(b"".join(b"%d:" % len(part) + part for part in parts)).hexdigest()


def faults(kept: Iterable[tuple[int, str]] = ()) -> list[str]:
    """Where the chain does not hold, in Chinese; empty when it does. `kept`: earlier ends, as kept elsewhere."""
    found: list[str] = []
    before, seq = "0" * 64, 0
    ends: dict[int, set[str]] = {}
    for number, end_hash in kept:
        ends.setdefault(number, set()).add(end_hash)
    # The end first: who writes meanwhile moves it on, and what came later is not looked at.
    end = Head.objects.get(pk=1)
    every = Entry.objects.filter(seq__lte=end.seq).order_by("seq").values_list(*_COVERED, "hash")
    for row in every.iterator(chunk_size=5000):
        seq += 1
        if row[0] != seq:
            found.append(f"第 {seq} 条起缺少或多出记录（遇到第 {row[0]} 条）。")
            seq = row[0]
        if row[-2] != before:
            found.append(f"第 {seq} 条与前一条不相接。")
        if _digest(row[:-1]) != row[-1]:
            found.append(f"第 {seq} 条的内容被改动。")
        before = row[-1]
        if ends and ends.get(seq, {before}) != {before}:
            found.append(f"第 {seq} 条与另存的链尾不符。")
    if (end.seq, end.hash) != (seq, before):
        found.append(f"链尾应为第 {end.seq} 条，日志到第 {seq} 条为止。")
    last = Entry.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    if last > Head.objects.get(pk=1).seq:
        found.append(f"链尾之后还有记录，到第 {last} 条。")
    if lost := [number for number in ends if number > seq]:
        found.append(f"另存的链尾为第 {max(lost)} 条，日志只到第 {seq} 条：后面的被删去。")
    return found


def head() -> tuple[int, str]:
    """Where the chain ends now: to be kept on another machine."""
    end = Head.objects.get(pk=1)
    return end.seq, end.hash
