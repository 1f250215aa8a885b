"""Bringing a night in: alerts of the newest published file into the desk's database, as often as one likes.

Only rows whose content changed are written, only their published columns, in one transaction: who looks meanwhile, or
after the import was killed, sees the night before. What staff did on an alert stays. An alert that the file no longer
has is taken off the work lists; its row and acts remain.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from django.db import connection, models, transaction
from django.utils import timezone

from review.models import Alert, Night
from review.pipeline.alerts import Published, alerts_published, how_read, newest_run
from review.work.night import reopen

_OWN = {"owner", "stage", "sent_to", "touched_at", "version", "appeared_at", "alert_id"}
IMPORTED = tuple(
    field.name for field in Alert._meta.concrete_fields if field.name not in _OWN | {"digest", "brought_at"}
)
"""Columns that the import writes."""
_FIELDS = tuple(field for field in Alert._meta.concrete_fields if field.name in {"alert_id", *IMPORTED})
_CUT = [
    (field.name, field.max_length)
    for field in _FIELDS
    if field.name in {"who", "place", "township_name", "program", "title", "rule_title"} and field.max_length
]
"""What is only read is cut to its column, which PostgreSQL would otherwise refuse with the whole night."""
_PORTION = 2000


class OlderNightError(Exception):
    """The published file is of an earlier night than the desk already has. Nothing was changed."""


def bring_in(home: Path) -> Night:
    """Take the newest published file in; a run that is there already is not read again, and told as without change.

    Raises NothingPublishedError, OlderNightError, and what the database raises.
    """
    last = Night.objects.order_by("id").last()
    as_of, run_id = newest_run(home)
    if last is not None and (last.as_of, last.run_id, last.shape) == (as_of, run_id, _shape()):
        return Night(as_of=as_of, run_id=run_id, brought_at=last.brought_at, added=0, changed=0, total=last.total)
    _not_older(as_of)
    return take_in(alerts_published(home))


def take_in(found: Published) -> Night:
    """The alerts of one published file into the database, in one transaction. Raises as `bring_in`."""
    rows = found.alerts.select("alert_id", *IMPORTED).with_columns(pl.col(name).str.head(most) for name, most in _CUT)
    digests = _digests(rows)
    now = timezone.now()
    with _room(), transaction.atomic():
        _one_at_a_time()
        _not_older(found.as_of)
        known = {one[0]: one[1:] for one in Alert.objects.values_list("alert_id", "digest", "appeared_at")}
        ids = rows["alert_id"].to_list()
        differs = [known.get(one, ("",))[0] != digest for one, digest in zip(ids, digests, strict=True)]
        made = rows.with_columns(pl.Series("digest", digests, dtype=pl.String)).filter(
            pl.Series(differs, dtype=pl.Boolean)
        )
        _write(made, known, now)
        gone = known.keys() - set(ids)
        for some in _portions(sorted(gone), 500):
            Alert.objects.filter(alert_id__in=some).exclude(digest="").update(
                shown=False, held_back="", held_back_why="", digest="", brought_at=now
            )
        reopen(found.as_of)
        _counted_anew()
        added = sum(one not in known for one in made["alert_id"].to_list())
        return Night.objects.create(
            as_of=found.as_of, run_id=found.run_id, brought_at=now, added=added, changed=len(made) - added,
            total=len(rows), shape=_shape(),
        )  # fmt: skip


@contextmanager
def _room() -> Iterator[None]:
    """SQLite keeps the pages of the indexes in memory meanwhile: with its usual 2 MB, most of the time goes there."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        usual = cursor.execute("PRAGMA cache_size").fetchone()[0]
        cursor.execute("PRAGMA cache_size = -262144")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = {int(usual)}")


def _one_at_a_time() -> None:
    """A second import waits for the first. On SQLite the transaction itself does that."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(7733001)")


def _counted_anew() -> None:
    """PostgreSQL plans by what it last counted, and would read the whole table until it counts by itself."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(Alert._meta.db_table)}")


def _not_older(as_of: date) -> None:
    newest = Night.objects.order_by("as_of").last()
    if newest is not None and as_of < newest.as_of:
        raise OlderNightError(
            f"已发布的是 {as_of} 夜，工作台已有 {newest.as_of} 夜：没有带入，列表保持不变。请核对主目录是否正确，"
            "或等下一夜发布后再带入。"
        )


def _shape() -> str:
    return hashlib.blake2b(f"{how_read()}{IMPORTED}".encode(), digest_size=16).hexdigest()


def _digests(rows: pl.DataFrame) -> list[str]:
    """One short text for the content of each row."""
    texts = rows.select(
        pl.concat_str([pl.col(name).cast(pl.String).fill_null("\x00") for name in IMPORTED], separator="\x1f")
    ).to_series()
    return [hashlib.blake2b(text.encode(), digest_size=16).hexdigest() for text in texts.to_list()]


def _write(made: pl.DataFrame, known: dict[str, tuple[Any, ...]], now: Any) -> None:
    """Insert rows or put their published columns in place of the old ones; columns of the desk keep what they have.

    Through model objects a night of 100,000 takes a minute on SQLite. When an alert first stood before staff
    (appeared_at) is kept.
    """
    columns = [_column(field, made[field.name]) for field in _FIELDS]
    moment = connection.ops.adapt_datetimefield_value(now)
    written = ["digest", "brought_at", "appeared_at"]
    others = [field for field in Alert._meta.concrete_fields if field not in _FIELDS and field.name not in written]
    fresh = {field.name: field.get_default() for field in others if not field.null}
    pairs = zip(made["alert_id"].to_list(), made["shown"].to_list(), strict=True)
    appeared = [
        connection.ops.adapt_datetimefield_value(known[one][1]) if one in known and known[one][1] else moment if shown
        else None for one, shown in pairs
    ]  # fmt: skip
    size = len(made)
    constant = [[value] * size for value in fresh.values()]
    values = zip(*columns, made["digest"].to_list(), [moment] * size, appeared, *constant, strict=True)
    names = [*(field.name for field in _FIELDS), *written, *fresh]
    _put(names, [*IMPORTED, *written], _portions_of(values, _PORTION))


def _column(field: models.Field[Any, Any], values: pl.Series) -> list[Any]:
    if not isinstance(field, models.DateField):
        return values.to_list()
    adapt = connection.ops.adapt_datefield_value
    adapted = {day: adapt(day) for day in values.unique().to_list()}
    return [adapted[day] for day in values.to_list()]


def _put(names: Sequence[str], kept: Iterable[str], portions: Iterable[list[tuple[Any, ...]]]) -> None:
    """Insert rows, or on a known alert renew its columns `kept`. Names are the model's own; values are bound.

    PostgreSQL takes them by COPY into a table of this transaction first: row by row the server needs a minute.
    """
    quote = connection.ops.quote_name
    table, columns = quote(Alert._meta.db_table), ", ".join(map(quote, names))
    renewed = ", ".join(f"{quote(name)} = excluded.{quote(name)}" for name in kept)
    conflict = f"ON CONFLICT ({quote('alert_id')}) DO UPDATE SET {renewed}"
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            places = ", ".join(["%s"] * len(names))
            for some in portions:
                cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places}) {conflict}", some)
            return
        cursor.execute(f"CREATE TEMPORARY TABLE brought AS SELECT {columns} FROM {table} WITH NO DATA")
        with cursor.copy(f"COPY brought ({columns}) FROM STDIN") as copy:
            for some in portions:
                for row in some:
                    copy.write_row(row)
        cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM brought {conflict}")
        cursor.execute("DROP TABLE brought")


def _portions(every: list[str], size: int) -> Iterator[list[str]]:
    return (every[start : start + size] for start in range(0, len(every), size))


def _portions_of(every: Iterable[tuple[Any, ...]], size: int) -> Iterator[list[tuple[Any, ...]]]:
    held: list[tuple[Any, ...]] = []
    for one in every:
        held.append(one)
        if len(held) == size:
            yield held
            held = []
    if held:
        yield held
