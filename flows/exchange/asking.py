"""Asking another centre: a package for the members of some households, each with an authorisation of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from flows.errors import UsageError
from flows.exchange.books import EXCHANGE
from flows.exchange.package import AUTHORISATIONS, PERSONS, recorded, write_package
from flows.journal import key_secret
from flows.newest import newest_of
from flows.settings import Settings
from flows.warehouse import open_readonly
from transforms.alert_evidence import fingerprint
from transforms.calendar import add_working_days
from transforms.exchange.asked import asked_marks
from transforms.exchange.records import ITEMS, level_between

ANSWER_DAYS = 10
"""Working days until an answer is late unless somebody says otherwise: a project default."""
PURPOSE = "社会救助"
PERSON_COLUMNS = {"person_no": "人员序号", "name": "姓名", "id_number": "公民身份号码"}
AUTHORISATION_COLUMNS = {
    "person_no": "人员序号",
    "purpose": "用途",
    "signed_on": "签署日期",
    "signed_by": "签署方式",
    "valid_until": "有效期至",
}
_KNOWN = "SELECT DISTINCT household_no, division_code FROM fact.household WHERE household_no IN (SELECT unnest(?))"
# of several authorisations of a person the one that holds longest; one that is only likely the member's own is none.
# sure: no likely link takes somebody else for the member, whose number would then leave
_MEMBERS = """
WITH certain AS (
    SELECT table_name, record_no, person_key FROM identity_links
    WHERE department = 'civil_affairs' AND certainty = 'certain'
)

SELECT
    counted.household_no, counted.person_key, counted.sure, persons.name, persons.id_number,
    own.signed_on, own.signed_by, own.valid_until
FROM (
    SELECT counted.household_no, counted.person_key, bool_or(certain.record_no IS NOT NULL) AS sure
    FROM mart.counted_member AS counted
    LEFT JOIN certain
        ON certain.table_name = 'household_members' AND counted.record_no = certain.record_no
        AND counted.person_key = certain.person_key
    GROUP BY ALL
) AS counted
INNER JOIN persons ON counted.person_key = persons.person_key
LEFT JOIN (
    SELECT * FROM mart.authorisation_in_force AS held
    SEMI JOIN certain
        ON certain.table_name = 'authorisations' AND held.record_no = certain.record_no
        AND held.person_key = certain.person_key
    QUALIFY row_number() OVER (
        PARTITION BY household_no, person_key ORDER BY valid_until DESC NULLS FIRST, signed_on DESC, record_no
    ) = 1
) AS own ON counted.household_no = own.household_no AND counted.person_key = own.person_key
WHERE counted.household_no IN (SELECT unnest(?))
ORDER BY counted.household_no, persons.id_number, counted.person_key
"""


@dataclass(frozen=True, slots=True)
class Sent:
    """A request as written. unauthorised, doubtful, numberless: members left out, and why they are."""

    request_no: str
    folder: Path
    level: str
    persons: int
    unauthorised: int
    doubtful: int
    numberless: int
    answer_by: date


def ask(
    settings: Settings, households: Sequence[str], to: str, out: Path, *,
    own: str | None = None, items: Sequence[str] = (), answer_by: date | None = None,
) -> Sent:  # fmt: skip
    """Write a request for the authorised members of `households` below `out` and put it into the book.

    own: division code of this centre; without it the part that all the households' codes share, at least six digits or
    what there is. Raises UsageError.
    """
    newest = newest_of(settings)
    wanted = sorted(set(households))
    asked_items = tuple(dict.fromkeys(items)) or tuple(ITEMS)
    if strange := sorted(set(asked_items) - set(ITEMS)):
        raise UsageError(f"核对项目不能识别:{'、'.join(strange)}。应为 {'、'.join(ITEMS)} 之中的。")
    with open_readonly(newest.lake.stable) as con:
        known = con.execute(_KNOWN, [wanted]).pl()
        members = con.execute(_MEMBERS, [wanted]).pl()
    if missing := sorted(set(wanted) - set(known["household_no"])):
        raise UsageError(f"没有这些家庭:{'、'.join(missing[:10])}{'等' if len(missing) > 10 else ''}。")
    here = own or _shared(known["division_code"].drop_nulls().to_list())
    for code, option in ((here, "--from"), (to, "--to")):
        if not (code.isascii() and code.isdigit()) or not 2 <= len(code) <= 12:
            raise UsageError(f"{option} 的区划代码应为2至12位数字,不是“{code}”。")
    # a county asks its own city or province by saying who it is; without --from the code is only that of the households
    if to == here or (own is None and here.startswith(to)):
        raise UsageError(
            "被请求的单位就是本单位。--to 应为另一处的区划代码;向上级请求的,用 --from 写明本单位的区划代码。"
        )
    known_ones = members.filter("sure")
    authorised = known_ones.filter(pl.col("signed_on").is_not_null())
    people = authorised.filter(pl.col("id_number").is_not_null()).unique(
        "person_key", keep="first", maintain_order=True
    )
    if people.is_empty():
        raise UsageError("这些家庭没有一名成员既有有效授权又有有效证号,没有写出请求。")
    until = answer_by or add_working_days(newest.today, ANSWER_DAYS)
    if until < newest.today:
        raise UsageError(f"请对方答复的期限 {until} 已经过去,没有写出请求。")
    number = "Q" + fingerprint(here, to, str(newest.today), *asked_items, *sorted(people["person_key"]), size=8)
    people = people.with_columns(person_no=pl.int_range(1, pl.len() + 1).cast(pl.String()), purpose=pl.lit(PURPOSE))
    level = level_between(here, to)
    said = {
        "kind": "request", "request_no": number, "from_division": here, "to_division": to, "level": level,
        "purpose": PURPOSE, "items": asked_items, "asked_on": newest.today, "answer_by": until,
    }  # fmt: skip
    marks = asked_marks(people.rename({"id_number": "number"}), number, key_secret(newest.lake))
    tables = {
        PERSONS: people.select(pl.col(name).alias(header) for name, header in PERSON_COLUMNS.items()),
        AUTHORISATIONS: people.select(
            pl.col(name).cast(pl.String()).alias(header) for name, header in AUTHORISATION_COLUMNS.items()
        ),
    }
    book = EXCHANGE.read(newest.lake)
    if book.filter((pl.col("request_no") == number) & (pl.col("kind") == "asked")).height:
        raise UsageError(f"今天已向 {to} 提出过同样的请求 {number},未再写出。")
    checksum = write_package(out / number, said, tables)
    with recorded(out / number):
        EXCHANGE.append(newest.lake, {
            "as_of": newest.as_of, "kind": "asked", "request_no": number, "from_division": here, "to_division": to,
            "level": level, "persons": people.height, "items": list(asked_items), "answer_by": until,
            "done_on": newest.today, "sha256": checksum, "counts": None, "asked_of": marks,
            "recorded_at": newest.now.isoformat(),
        })  # fmt: skip
    unauthorised = known_ones.filter(pl.col("signed_on").is_null())["person_key"].n_unique()
    doubtful = members.filter(~pl.col("sure"))["person_key"].n_unique()
    numberless = authorised.filter(pl.col("id_number").is_null())["person_key"].n_unique()
    return Sent(number, out / number, level, people.height, unauthorised, doubtful, numberless, until)


def _shared(codes: Sequence[str]) -> str:
    """The beginning that all codes share, no longer than a county's six digits."""
    if not codes:
        return ""
    low, high = min(codes), max(codes)
    length = next((n for n, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), min(len(low), len(high)))
    return low[: min(6, length - length % 2)]
