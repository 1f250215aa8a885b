"""Benefits in payment, as the rules would have them."""

from __future__ import annotations

import numpy as np
import polars as pl

from transforms.sample.aid import ACTIVE, APPLYING, DESTITUTE, EDGE, MINIMUM, Aid
from transforms.sample.draw import (
    NEVER,
    NOBODY,
    Ints,
    Mask,
    age_on,
    amounts,
    chance,
    coded,
    dates,
    month_first,
    month_number,
    stream,
    weighted,
    years_later,
)
from transforms.sample.frames import FOREVER, between, persons, table
from transforms.sample.health import Cards
from transforms.sample.homes import Homes
from transforms.sample.people import People
from transforms.sample.places import Villages

ELDER_AGE = 80
CHILD_AGE = 18
HEATING_FROM = (10, 15)
_STANDARD = 104_000


def season_start(today: int, last: int) -> int:
    """First day of the latest heating season that begins by the last night."""
    for year in range(int(month_number(np.array([last]))[0]) // 12 + 1970, 1969, -1):
        month = (year - 1970) * 12 + HEATING_FROM[0] - 1
        start = int(month_first(np.array([month]))[0]) + HEATING_FROM[1] - 1
        if start <= last:
            return start
    raise ValueError(f"no heating season before day {today}")


def _part(program: str, who: Ints, fen: Ints | int, start: Ints, end: Ints, **more: Ints) -> dict[str, Ints | str]:
    """One kind of benefit: arrays by recipient. `more` may hold household, persons, mode and first night."""
    return {"program": program, "who": who, "fen": np.broadcast_to(fen, len(who)), "start": start, "end": end, **more}


def _household_parts(
    aid: Aid, rng: np.random.Generator, declared: Ints, sizes: Ints, season: int
) -> list[dict[str, Ints | str]]:
    """What households receive: minimum allowance, support and care of the destitute, heating."""
    parts = []
    since = np.where(aid.approved < NEVER, aid.approved, 0)
    paid = aid.status != APPLYING
    for program, name in ((MINIMUM, "最低生活保障"), (DESTITUTE, "特困供养")):
        of = np.flatnonzero((aid.program == program) & paid)
        gap = np.maximum(_STANDARD * sizes[of] - declared[of], 5000) // 100 * 100
        fen = gap if program == MINIMUM else np.full(len(of), 135_200)
        mode = np.full(len(of), -1) if program == MINIMUM else chance(rng, len(of), 0.7).astype(np.int64)
        common = {"household": of, "persons": sizes[of], "night": aid.admitted[of]}
        parts.append(_part(name, aid.applicant[of], fen, since[of], aid.ended[of], mode=mode, **common))
    of = np.flatnonzero((aid.program == DESTITUTE) & (aid.status == ACTIVE) & chance(rng, len(aid), 0.5))
    parts.append(
        _part(
            "特困照料护理费", aid.applicant[of], 26_000, since[of], aid.ended[of], household=of, night=aid.admitted[of]
        )
    )
    of = np.flatnonzero(np.isin(aid.program, (MINIMUM, DESTITUTE)) & (aid.status == ACTIVE))
    start = np.maximum(since[of], season)
    parts.append(
        _part("采暖补贴", aid.applicant[of], 180_000, start, aid.ended[of], household=of, night=aid.admitted[of])
    )
    return parts


def _personal_parts(
    people: People, aid: Aid, cards: Cards, rng: np.random.Generator, today: int, nights: int
) -> list[dict[str, Ints | str]]:
    """What single people receive for their age or disability."""
    turns = years_later(people.birth, ELDER_AGE)
    start = month_first(month_number(turns) + 1)
    old = np.flatnonzero((turns <= today + nights) & (people.died > today - 330) & (turns < people.died))
    household = np.maximum(aid.member_of, 0)
    fen = np.where(age_on(people.birth, today)[old] >= 90, 20_000, 10_000)
    parts = [_part("高龄津贴", old, fen, start[old], people.died[old])]
    grade = cards.grade_of(len(people))
    # One care subsidy or the other (care_subsidies_choose_one of the demo city).
    cared_for = np.isin(grade, (0, 1))
    served = np.flatnonzero(aid.members((MINIMUM,)) & (turns <= today) & chance(rng, len(people), 0.6) & ~cared_for)
    parts.append(
        _part("养老服务补贴", served, 15_000, np.maximum(start[served], today - 700), aid.ended[household[served]])
    )
    entitled = aid.members((MINIMUM,)) | (aid.members((EDGE,)) & chance(rng, len(people), 0.7))
    poor = np.flatnonzero((grade >= 0) & entitled)
    of = household[poor]
    parts.append(_part("困难残疾人生活补贴", poor, 10_000, aid.approved[of], aid.ended[of], night=aid.admitted[of]))
    destitute = aid.members((DESTITUTE,))
    waiting = destitute & (aid.admitted[household] > 0)
    severe = np.flatnonzero(((grade == 0) | (grade == 1)) & (~destitute | waiting))
    since = np.maximum(today - rng.integers(40, 2500, len(severe)), people.birth[severe] + 40)
    end = np.where(waiting[severe], aid.approved[household[severe]], NEVER)
    parts.append(_part("重度残疾人护理补贴", severe, 12_000, since, end))
    return parts


def child_part(children: pl.DataFrame, people: People, today: int) -> list[dict[str, Ints | str]]:
    """Basic living allowances of orphans and of children nobody in fact brings up, until they are of age."""
    parts = []
    for category, program in (("孤儿", "孤儿基本生活费"), ("事实无人抚养儿童", "事实无人抚养儿童基本生活费")):
        who = children.filter(pl.col("category") == category)["@child"].to_numpy()
        parts.append(
            _part(
                program,
                who,
                150_000,
                np.minimum(np.maximum(people.birth[who] + 60, today - 900), today - 2),
                years_later(people.birth[who], CHILD_AGE),
            )
        )
    return parts


def benefits(
    people: People,
    homes: Homes,
    place: Villages,
    aid: Aid,
    cards: Cards,
    declared: Ints,
    children: pl.DataFrame,
    seed: int,
    today: int,
    nights: int,
) -> pl.DataFrame:
    """The register of recipients. `_until` is the last day of entitlement (also one that a later night brings).

    `_account` is the person whose account is paid: often the applicant's for a household on aid, else one's own.
    """
    rng = stream(seed, "benefits")
    sizes = np.bincount(aid.member_of[aid.member_of >= 0], minlength=len(aid)).astype(np.int64)
    parts = [
        *_household_parts(aid, rng, declared, sizes, season_start(today, today + nights - 1)),
        *_personal_parts(people, aid, cards, rng, today, nights),
        *child_part(children, people, today),
    ]
    counts = [len(part["who"]) for part in parts]
    who, fen, start, end = (_joined(parts, name, counts, 0) for name in ("who", "fen", "start", "end"))
    household = _joined(parts, "household", counts, NOBODY)
    heads = _joined(parts, "persons", counts, 0)
    active = aid.members((0, 1, 2, 3, 4))
    shares = active[who] & chance(rng, len(who), 0.5)
    account = np.where(shares, aid.applicant[np.maximum(aid.member_of[who], 0)], who)
    number = aid.numbers.gather(pl.Series(np.maximum(household, 0)))
    leaving = np.where(end > today, end, 0)
    columns = {
        "program": pl.concat(
            [pl.repeat(part["program"], count, eager=True) for part, count in zip(parts, counts, strict=True)]
        ),
        "household_no": pl.select(pl.when(pl.Series(household != NOBODY)).then(number)).to_series(),
        "@recipient": persons(who),
        "monthly_yuan": amounts(fen),
        "persons": amounts(np.maximum(heads, 1), heads == 0),
        "start_on": dates(start),
        "end_on": dates(end, leaving > 0),
        "division_code": place.code.gather(pl.Series(homes.village_of(who))),
        "support_mode": coded(("集中", "分散"), _joined(parts, "mode", counts, -1)),
        "_account": persons(account),
        "_institution": pl.Series(_joined(parts, "mode", counts, -1) == 0),
        "_until": dates(end),
    }
    columns |= _care(seed, _joined(parts, "mode", counts, -1), today)
    frame = table(len(who), columns).with_columns(pl.Series("_from", _joined(parts, "night", counts, 0)))
    for night in range(1, nights):
        rows = np.flatnonzero(leaving == today + night)
        if len(rows):
            ends = frame.filter(pl.col("_row").is_in(pl.Series(rows).implode())).select("_row", end_on="_until")
            frame = between(frame, rows, night, FOREVER, ends.unique("_row"))
    return frame


def _care(seed: int, mode: Ints, today: int) -> dict[str, pl.Series]:
    """Care of the destitute (`mode` 0 in an institution, 1 dispersed): assessed this year, agreed where dispersed.

    Who needs full care and is dispersed has said that he will not move.
    """
    rng = stream(seed, "care")
    size = len(mode)
    grade = np.where(mode >= 0, weighted(rng, (2, 3, 5), size), -1)
    unwilling = (mode == 1) & ((grade == 0) | chance(rng, size, 0.3))
    return {
        "care_grade": coded(("全护理", "半护理", "全自理"), grade),
        "assessed_on": dates(today - rng.integers(20, 300, size), mode < 0),
        "care_agreement_on": dates(today - rng.integers(20, 900, size), mode != 1),
        "wishes_institution": coded(("愿意", "不愿意"), np.where(unwilling, 1, -1)),
    }


def _joined(parts: list[dict[str, Ints | str]], name: str, counts: list[int], default: int) -> Ints:
    arrays = [part.get(name, np.full(count, default)) for part, count in zip(parts, counts, strict=True)]
    return np.concatenate(arrays).astype(np.int64)


def free_of_benefits(people: People, benefit: pl.DataFrame) -> Mask:
    """By person: in no row of the register."""
    free = np.ones(len(people), dtype=bool)
    free[benefit["@recipient"].to_numpy()] = False
    return free
