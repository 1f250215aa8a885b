"""Households on aid: chosen among the homes that the records of all departments show to be poor.

Because they are chosen by what the records say, a clean city passes every verification and every rule by itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from transforms.sample.draw import NEVER, NOBODY, Ints, Mask, age_on, amounts, chance, coded, dates, stream, weighted
from transforms.sample.frames import table
from transforms.sample.health import Cards
from transforms.sample.homes import Homes
from transforms.sample.people import People
from transforms.sample.places import Villages, addresses
from transforms.sample.property import RESIDENTIAL, Units
from transforms.sample.work import FLEXIBLE, INSTITUTION, Work

PROGRAMS = ("最低生活保障", "特困供养", "低保边缘", "刚性支出困难", "临时救助")
MINIMUM, DESTITUTE, EDGE, RIGID, TEMPORARY = range(5)
STATUSES = ("在享", "申请中", "停发", "已退出")
ACTIVE, APPLYING, STOPPED, LEFT = range(4)
_SHARES = (0.58, 0.13, 0.15, 0.07, 0.07)
_HOUSEHOLDS_A_PERSON = 0.055
# Fen a head and month; below every standard the demo policy ever had (1,000 and 1.5 x 1,000 yuan).
_LIMITS = (95_000, 95_000, 140_000, 140_000, 140_000)
_CHECK_PERIODS = (330, 160, 75)
"""Days between two checks of an A, B or C household: a little less than the rules allow."""
_ABOVE_FLOOR = 110_000
"""Fen a head that households without an allowance declare at least: above the floor that is watched."""


@dataclass(frozen=True, slots=True)
class Aid:
    """Arrays by household; `member_of` by person (household index, NOBODY outside). A household that changes on a
    later night has its night in `admitted` (applying until then) or `leaving`; others have 0."""

    home: Ints
    program: Ints
    status: Ints
    applied: Ints
    approved: Ints
    ended: Ints
    category: Ints
    applicant: Ints
    member_of: Ints
    admitted: Ints
    leaving: Ints

    def __len__(self) -> int:
        return len(self.home)

    @property
    def numbers(self) -> pl.Series:
        """Household numbers."""
        return "JT" + pl.Series(np.arange(len(self)) * 7 % 10 + np.arange(len(self)) * 10 + 26_000_000).cast(pl.String)

    def members(self, programs: tuple[int, ...], statuses: tuple[int, ...] = (ACTIVE,)) -> Mask:
        """By person: member of a household with one of these programs and statuses (admitted ones count as active)."""
        chosen = np.isin(self.program, programs) & np.isin(self.status, statuses)
        return (self.member_of >= 0) & chosen[np.maximum(self.member_of, 0)]


def declared_income(people: People, work: Work, today: int) -> Ints:
    """What each person declares, in fen a month: honest, and never more than the records show."""
    # who lost a job this quarter has not come to say so yet
    wage = np.where((work.occupation <= INSTITUTION) & (work.ended >= today - 92), work.wage * 9 // 10, 0)
    pension = np.where(work.pension == 2, np.maximum(work.pension_fen - 18_000, 0), work.pension_fen)
    flexible = np.where(work.occupation == FLEXIBLE, 80_000, 0)
    return (wage + pension + flexible) // 100 * 100


def _eligible(people: People, homes: Homes, work: Work, units: Units, blocked: Ints, today: int) -> tuple[Mask, Ints]:
    """Homes without property that disqualifies and without anyone blocked; and their income a head in fen."""
    living = np.flatnonzero(people.living)
    home = homes.home[living]
    income = np.maximum(work.income_bound(), declared_income(people, work, today))[living]
    per_head = np.bincount(home, weights=income, minlength=len(homes)) / homes.size
    residential = np.bincount(home, weights=units.owners(RESIDENTIAL, len(people))[living], minlength=len(homes))
    business = np.bincount(home, weights=units.owners(("商业", "办公"), len(people))[living], minlength=len(homes))
    official = np.bincount(home, weights=work.occupation[living] == INSTITUTION, minlength=len(homes))
    # Two rows of one shared unit count twice here, which only makes the choice stricter.
    fine = (residential <= 1) & (business == 0) & (official == 0) & (homes.size <= 6)
    fine[np.unique(homes.home[blocked])] = False
    return fine, np.ceil(per_head).astype(np.int64)


def _choose_homes(
    rng: np.random.Generator,
    people: People,
    homes: Homes,
    work: Work,
    cards: Cards,
    fine: Mask,
    per_head: Ints,
    today: int,
) -> list[Ints]:
    """Homes for each program, none twice; the destitute live alone, old or severely disabled, without a pension."""
    age = age_on(people.birth, today)[homes.head]
    severe = np.isin(cards.grade_of(len(people))[homes.head], (0, 1))
    alone = (homes.size == 1) & ((age >= 62) | severe) & ~np.isin(work.pension[homes.head], (0, 1))
    # Who could be destitute is not on minimum allowance, who could have one alone is in no edge household.
    grave = np.isin(cards.grade_of(len(people)), (0, 1, 2))
    lone = (homes.size == 1) & ((age >= 59) | grave[homes.head])
    stricken = np.bincount(homes.home[people.living], weights=grave[people.living], minlength=len(homes)) > 0
    barred = {MINIMUM: lone, EDGE: stricken}
    wanted = round(int(people.living.sum()) * _HOUSEHOLDS_A_PERSON)
    free = fine.copy()
    chosen = []
    for program in (DESTITUTE, MINIMUM, EDGE, RIGID, TEMPORARY):
        fits = free & (per_head <= _LIMITS[program]) & (alone if program == DESTITUTE else age >= 22)
        fits &= ~barred.get(program, np.zeros(len(homes), dtype=bool))
        homes_of = rng.permutation(np.flatnonzero(fits))[: max(2, round(wanted * _SHARES[program]))]
        free[homes_of] = False
        chosen.append((program, homes_of))
    return [homes_of for _, homes_of in sorted(chosen, key=lambda pair: pair[0])]


def draw_aid(
    people: People,
    homes: Homes,
    work: Work,
    units: Units,
    cards: Cards,
    blocked: Ints,
    seed: int,
    today: int,
    nights: int,
) -> Aid:
    """Households of all programs and statuses. `blocked` are people whose homes take no part."""
    rng = stream(seed, "aid")
    fine, per_head = _eligible(people, homes, work, units, blocked, today)
    chosen = _choose_homes(rng, people, homes, work, cards, fine, per_head, today)
    home = np.concatenate(chosen)
    program = np.repeat(np.arange(len(chosen)), [len(part) for part in chosen])
    order = rng.permutation(len(home))
    home, program = home[order], program[order]
    size = len(home)
    status = weighted(rng, (80, 8, 4, 8), size)
    settled = today - 60 - rng.integers(0, 2200, size)
    applied = np.where(status == APPLYING, today - rng.integers(1, 30, size), settled)
    approved = np.where(status == APPLYING, NEVER, applied + rng.integers(20, 45, size))
    ended = np.where(status >= STOPPED, np.maximum(approved + 5, today - rng.integers(2, 500, size)), NEVER)
    admitted = np.zeros(size, dtype=np.int64)
    leaving = np.zeros(size, dtype=np.int64)
    if nights > 1:
        turn = rng.integers(1, nights, size)
        admitted = np.where((status == APPLYING) & chance(rng, size, 0.4), turn, 0)
        leaving = np.where((status == ACTIVE) & np.isin(program, (MINIMUM, EDGE)) & chance(rng, size, 0.02), turn, 0)
    status = np.where(admitted > 0, ACTIVE, status)
    approved = np.where(admitted > 0, today + admitted, approved)
    ended = np.where(leaving > 0, today + leaving, ended)
    household_of_home = np.full(len(homes), NOBODY, dtype=np.int64)
    household_of_home[home] = np.arange(size)
    member_of = np.where(people.living, household_of_home[np.maximum(homes.home, 0)], NOBODY)
    category = weighted(rng, (5, 3, 2), size)
    return Aid(
        home, program, status, applied, approved, ended, category, homes.head[home], member_of, admitted, leaving
    )


def households(
    aid: Aid,
    people: People,
    homes: Homes,
    place: Villages,
    work: Work,
    units: Units,
    handlers: int,
    seed: int,
    today: int,
) -> pl.DataFrame:
    """The register of households in every version: before and after admission or leaving.

    `_phase`, `_period` and `_approved` let the day of the last check move with the nights (see `checked_on`).
    """
    rng = stream(seed, "households")
    size = len(aid)
    village = homes.village[aid.home]
    members = np.flatnonzero(aid.member_of >= 0)
    declared = np.bincount(
        aid.member_of[members], weights=declared_income(people, work, today)[members], minlength=size
    ).astype(np.int64)
    heads = np.bincount(aid.member_of[members], minlength=size)
    declared = np.where(np.isin(aid.program, (EDGE, RIGID)), np.maximum(declared, _ABOVE_FLOOR * heads), declared)
    residential = units.owners(RESIDENTIAL, len(people))[aid.applicant]
    reported = np.maximum(aid.approved - stream(seed, "reports").integers(0, 15, size), aid.applied)
    columns = {
        "household_no": aid.numbers,
        "program": coded(PROGRAMS, aid.program),
        "status": coded(STATUSES, np.where(aid.leaving > 0, LEFT, aid.status)),
        "applied_on": dates(aid.applied),
        "approved_on": dates(aid.approved),
        "ended_on": dates(aid.ended),
        "division_code": place.code.gather(pl.Series(village)),
        "address": addresses(rng, place, village),
        "declared_income_yuan_month": amounts(declared),
        "declared_deposits_yuan": amounts(rng.integers(0, 30_000, size) * 100),
        "declared_home_count": pl.Series(np.minimum(residential, 1)),
        "handler_no": "JB" + pl.Series(rng.integers(1, handlers + 1, size)).cast(pl.String).str.zfill(4),
        "residence": coded(("农村", "城镇"), place.urban[village]),
        "category": coded(("A", "B", "C"), aid.category),
        "registered_members": pl.Series(np.bincount(aid.member_of[members], minlength=size)),
        "report_on": dates(np.where(aid.approved < NEVER, reported, NEVER)),
        "_phase": pl.Series(rng.integers(0, 5000, size)),
        "_period": pl.Series(np.array(_CHECK_PERIODS)[aid.category]),
    }
    limited = (aid.program == RIGID) | ((aid.program == EDGE) & chance(rng, size, 0.5))
    valid = today + rng.integers(60, 340, size)
    columns["valid_until"] = dates(valid, ~limited | (aid.approved >= NEVER))
    frame = table(size, columns)
    for night in range(1, int(max(aid.admitted.max(initial=0), aid.leaving.max(initial=0))) + 1):
        frame = _before(frame, aid, night)
    return frame.sort("_row", "_from")


def _before(frame: pl.DataFrame, aid: Aid, night: int) -> pl.DataFrame:
    """Add, for the households that change on a night, the version delivered until then."""
    admitted, leaving = (pl.Series(np.flatnonzero(nights == night)).implode() for nights in (aid.admitted, aid.leaving))
    applying, staying = pl.col("_row").is_in(admitted), pl.col("_row").is_in(leaving)
    earlier = frame.filter((applying | staying) & (pl.col("_from") == 0)).with_columns(
        pl.when(applying).then(pl.lit("申请中")).otherwise(pl.lit("在享")).alias("status"),
        *(pl.when(applying).then(None).otherwise(pl.col(name)).alias(name) for name in ("approved_on", "report_on")),
        pl.lit(None, dtype=pl.Date).alias("ended_on"),
        pl.when(applying).then(None).otherwise(pl.col("valid_until")).alias("valid_until"),
        pl.lit(night - 1, dtype=pl.Int64).alias("_to"),
    )
    later = pl.when(applying | staying).then(pl.lit(night, dtype=pl.Int64)).otherwise(pl.col("_from")).alias("_from")
    return pl.concat([frame.with_columns(later), earlier])


def checked_on(today: int, night: int) -> pl.Expr:
    """Day of a household's last check as it stands on a night, every `_period` days; null while applying."""
    day = pl.lit(today + night)
    turn = (day - (day + pl.col("_phase")) % pl.col("_period")).cast(pl.Int32).cast(pl.Date)
    return pl.when(pl.col("approved_on").is_not_null()).then(pl.max_horizontal(turn, "approved_on"))
