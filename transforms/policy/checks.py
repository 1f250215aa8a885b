"""Checks between values: days without gap or overlap, 特困 against last year's 低保, a county against its floor.

Faults refuse the file; warnings are told with the night. A figure that breaks a rule and yet is what was published is
confirmed with `reason`: the fault becomes a warning, for then the rules have to find it, not the file's reader.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain as one_after_another
from itertools import pairwise

from transforms.policy.dated import RESIDENCES, Dated, PolicyFile, chain_of, value_on

NATIONAL_TEKUN_MULTIPLE = Decimal("1.3")
_DAY = timedelta(days=1)
_Found = tuple[list[str], list[str]]


def check_dates(policy: PolicyFile) -> list[str]:
    """Faults of one file's days: a span that ends before it begins, that overlaps the next, or leaves days unsaid."""
    spans: dict[str, dict[date, date | None]] = {}
    for value in policy.values:
        spans.setdefault(value.parameter, {})[value.valid_from] = value.valid_until
    faults = []
    for parameter, ends in spans.items():
        days = sorted(ends.items())
        told = f"{policy.file},{parameter}:{policy.name} "
        faults += [
            f"{told}{begin} 起的值截止 {end},早于起用日;请改正 valid_until"
            for begin, end in days
            if end and end < begin
        ]
        for (begin, end), (follows, _) in pairwise(days):
            if end and end >= follows:
                faults.append(
                    f"{told}{begin} 起的值截止 {end},与 {follows} 起的值重叠;请改为 {follows - _DAY} 或删去 valid_until"
                )
            elif end and begin <= end < follows - _DAY:
                faults.append(
                    f"{told}{end + _DAY} 至 {follows - _DAY} 没有取值;请补上,未知的写空值和原因:"
                    "{value: , reason: 未查到}"
                )
    return faults


def check_standards(policies: Sequence[PolicyFile]) -> _Found:
    """Faults and warnings of the standards of all files, each compared along its own chain of prefixes.

    Of one value and one residence only the first day that fails is told: the later ones follow from it.
    """
    faults: list[str] = []
    warnings: list[str] = []
    for policy in policies:
        chain = chain_of(policies, policy.locality)
        first: dict[tuple[bool, Dated, str], str] = {}
        for broken, value, residence, said in one_after_another(_floor(policy, chain), _tekun(policy, chain)):
            first.setdefault((broken, value, residence), said)
        for (broken, value, _), said in first.items():
            told = f"{policy.file},{value.parameter}:{policy.name} {value.valid_from} 起 {said}"
            if not broken:
                warnings.append(told)
            elif value.reason:
                warnings.append(f"{told};已注明:{value.reason}")
            else:
                faults.append(f"{told};请改正,确与公布文件一致的加 reason 说明")
    return list(dict.fromkeys(faults)), list(dict.fromkeys(warnings))


_Said = tuple[bool, Dated, str, str]


def _tekun(policy: PolicyFile, chain: Sequence[PolicyFile]) -> Iterator[_Said]:
    """特困 standard at least 1.3 times (or what the place says) the 低保 standard of the year before's last day."""
    for value, residence, day in _asked(policy, chain, "tekun_standard", "standard"):
        eve = date(day.year - 1, 12, 31)
        last = value_on(chain, "standard", residence, eve)
        multiple = value_on(chain, "tekun_multiple_min", residence, day) or NATIONAL_TEKUN_MULTIPLE
        if not isinstance(last, Decimal):
            yield False, value, residence, f"特困标准无法与上年度低保标准比较:{eve} 的低保标准未知"
        elif isinstance(multiple, Decimal) and isinstance(value.value, Decimal) and value.value < last * multiple:
            least = f"{_plain(multiple)} 倍({_plain(last)} × {_plain(multiple)} = {_plain(last * multiple)} 元)"
            yield (
                True,
                value,
                residence,
                f"{residence}特困标准 {_plain(value.value)} 元,低于{eve.year}年低保标准的 {least}",
            )


def _floor(policy: PolicyFile, chain: Sequence[PolicyFile]) -> Iterator[_Said]:
    """低保 standard at least the guidance floor in force, the place's own or its prefecture's or province's."""
    for value, residence, day in _asked(policy, chain, "standard", "standard_guidance_floor"):
        floor = value_on(chain, "standard_guidance_floor", residence, day)
        if isinstance(floor, Decimal) and isinstance(value.value, Decimal) and value.value < floor:
            least = f"{day} 的最低指导标准 {_plain(floor)} 元"
            yield True, value, residence, f"{residence}低保标准 {_plain(value.value)} 元,低于 {least}"


def _asked(
    policy: PolicyFile, chain: Sequence[PolicyFile], parameter: str, other: str
) -> Iterator[tuple[Dated, str, date]]:
    """Each known value of a parameter, per residence, on the days when it or what it is compared with may change.

    Those days are its first, every later New Year's Day, and the first days of `other`, up to the year after the last
    day the files name: from there on nothing changes any more.
    """
    named = [value.valid_from for file in chain for value in file.values if value.parameter in (parameter, other)]
    last_year = max(named, default=date.min).year + 1
    starts = sorted({value.valid_from for value in policy.values if value.parameter == parameter})
    for value in policy.values:
        if value.parameter != parameter or value.value is None:
            continue
        follows = next((start for start in starts if start > value.valid_from), None)
        end = value.valid_until or (follows - _DAY if follows else date(last_year, 12, 31))
        years = (date(year, 1, 1) for year in range(value.valid_from.year + 1, last_year + 1))
        days = sorted({day for day in (*years, *named) if value.valid_from < day <= end} | {value.valid_from})
        for residence in (value.residence,) if value.residence else RESIDENCES:
            yield from ((value, residence, day) for day in days)


def _plain(amount: Decimal) -> str:
    text = format(amount, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
