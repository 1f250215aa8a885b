"""What the rule guard knows of a value: over what time an amount stands, and which protected attributes it tells.

A kind is worked out from the kinds of what a value is made of. What cannot be is a `KindError`, in Chinese.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from schemas.grains import COMPATIBLE, LABELS, Grain

MONTHS_OF_A_YEAR = 12


class KindError(ValueError):
    """Amounts that must not meet. The message says in Chinese what was done with which periods."""


@dataclass(frozen=True, slots=True)
class Kind:
    """grain: None for what is no amount. limit: it comes from policy. monthly_rows: its column has a row a month,
    but for records of the kinds named (schemas.grains.MONTHLY_ROWS); None where it has not.

    average: it is the mean of the last twelve months (schemas.grains.AVERAGES).
    factor: what it makes of a monthly amount that it multiplies (a number of months or years). constant: a number.
    place: it names whose policy holds. traits: protected attributes that it tells.
    """

    grain: Grain | None = None
    limit: bool = False
    monthly_rows: frozenset[str] | None = None
    heads: bool = False
    average: bool = False
    factor: Literal["months", "years"] | None = None
    constant: Fraction | None = None
    place: bool = False
    traits: frozenset[str] = frozenset()

    def with_traits(self, traits: Iterable[str]) -> Kind:
        """The same kind, telling these attributes as well."""
        return replace(self, traits=self.traits | frozenset(traits))

    def plain(self) -> Kind:
        """No amount any more; what it tells of people it still tells."""
        return Kind(traits=self.traits)


NOTHING = Kind()


def traits_of(kinds: Iterable[Kind]) -> frozenset[str]:
    """All attributes that some of the kinds tell."""
    return frozenset().union(*(kind.traits for kind in kinds))


def alike(kinds: Iterable[Kind], done: str) -> Kind:
    """Kind of values that are compared, added or take one another's place. Raises KindError for different periods."""
    given = list(kinds)
    amounts = [kind for kind in given if kind.grain]
    grains = sorted({kind.grain for kind in amounts if kind.grain})
    if len(grains) > 1 and frozenset(grains) not in COMPATIBLE:
        raise KindError(f"{done}不同时段的金额:{'与'.join(LABELS[grain] for grain in grains)}")
    traits = traits_of(given)
    if not amounts:
        heads = any(kind.heads for kind in given)
        return Kind(heads=heads, place=any(kind.place for kind in given), traits=traits)
    limit = all(kind.limit for kind in amounts)
    monthly = next((kind.monthly_rows for kind in amounts if kind.monthly_rows is not None), None)
    average = all(kind.average for kind in amounts)
    return Kind(amounts[0].grain, limit, monthly, average=average, traits=traits)


def times(left: Kind, right: Kind) -> Kind:
    """Kind of a product. Raises KindError for two amounts, a month taken for a year, and a hidden division."""
    traits = left.traits | right.traits
    if left.grain and right.grain:
        raise KindError("两个金额相乘")
    amount, by = (left, right) if left.grain else (right, left)
    if left.constant is not None and right.constant is not None:
        return Kind(constant=left.constant * right.constant, traits=traits)
    if amount.grain is None:
        factor = left.factor or right.factor
        if factor == "years" and MONTHS_OF_A_YEAR in (left.constant, right.constant):
            factor = "months"
        return Kind(factor=factor, heads=left.heads or right.heads, traits=traits)
    made = replace(amount, traits=traits)
    if by.factor:
        return replace(made, grain=_spanning(amount, by.factor))
    if by.constant is not None:
        return _scaled(made, by.constant)
    return made


def _spanning(amount: Kind, factor: str) -> Grain:
    """A limit stated as so many months or years of a standard. Raises KindError for anything else."""
    wanted = "month" if factor == "months" else "year"
    if not amount.limit or amount.grain != wanted:
        raise KindError(f"{LABELS[amount.grain or 'once']}的金额乘以月数或年数:只有政策标准可以这样推算")
    return "once"


def _scaled(amount: Kind, by: Fraction) -> Kind:
    if amount.grain == "month" and by and by % MONTHS_OF_A_YEAR == 0:
        if amount.average and by == MONTHS_OF_A_YEAR:
            return replace(amount, grain="twelve", average=False)
        if not amount.limit:
            raise KindError("把一个月的金额乘以12当作全年")
        return replace(amount, grain="year" if by == MONTHS_OF_A_YEAR else "once")
    if amount.grain != "month" and 0 < abs(by) < 1:
        raise KindError(f"把{LABELS[amount.grain or 'once']}的金额摊到各月(虚拟收入)")
    return amount


def over(left: Kind, right: Kind) -> Kind:
    """Kind of a quotient. An amount is divided by people, or by an amount of its own period; never by months."""
    traits = left.traits | right.traits
    if left.constant is not None and right.constant:
        return Kind(constant=left.constant / right.constant, traits=traits)
    if right.grain:
        if left.grain:
            alike((left, right), "相除")
        return Kind(traits=traits)
    if left.grain is None:
        return Kind(traits=traits)
    if right.heads or (left.grain == "month" and right.factor is None and not _months(right.constant)):
        return replace(left, traits=traits)
    raise KindError(f"把{LABELS[left.grain]}的金额摊到各月(虚拟收入)")


def _months(constant: Fraction | None) -> bool:
    return constant is not None and constant % MONTHS_OF_A_YEAR == 0


def added_up(kind: Kind, concurrent: bool) -> Kind:
    """Kind of a sum over rows. `concurrent`: only rows that stand beside one another in a month are added."""
    if kind.grain == "once" or (kind.grain == "month" and kind.monthly_rows is not None and not concurrent):
        return replace(kind, grain="total", monthly_rows=None)
    return replace(kind, monthly_rows=None, constant=None)


def averaged(kind: Kind) -> Kind:
    """Kind of a mean: there is none of an amount. Raises KindError."""
    if kind.grain:
        raise KindError("取金额的平均数(虚拟收入)")
    return kind.plain()
