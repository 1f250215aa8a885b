"""Dated values of a locality, and which of them holds on a day along the chain of its prefixes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from transforms.policy.parameter import Value

RESIDENCES = ("城镇", "农村")


@dataclass(frozen=True, slots=True)
class Dated:
    """One value of one parameter from one day on. residence '' = for both; value None = known to be unknown.

    valid_until: the last day, None where it holds until the next value. reason: why it is unknown, or why a value that
    looks wrong is right.
    """

    parameter: str
    valid_from: date
    residence: str
    value: Value | None
    source: str | None
    mark: str | None
    valid_until: date | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """One locality: the division prefix it holds for, its name, its dated values in day order."""

    file: str
    locality: str
    name: str
    values: tuple[Dated, ...]
    # By parameter: a night asks every parameter of every place for every stretch of days.
    _of: dict[str, list[Dated]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        for value in self.values:
            self._of.setdefault(value.parameter, []).append(value)

    def on(self, parameter: str, day: date) -> tuple[Dated, ...]:
        """The values in force on a day: one for '', or one a residence, or none when not yet in force.

        A value past its last day is unknown, not the old one and not the wider prefix's.
        """
        dated = [value for value in self._of.get(parameter, ()) if value.valid_from <= day]
        if not dated:
            return ()
        newest = max(value.valid_from for value in dated)
        return tuple(
            value if value.valid_until is None or day <= value.valid_until else replace(value, value=None)
            for value in dated
            if value.valid_from == newest
        )


def chain_of(policies: Sequence[PolicyFile], locality: str) -> list[PolicyFile]:
    """The files asked in turn for one locality: longest prefix first. No other place's file is ever among them."""
    fitting = [policy for policy in policies if locality.startswith(policy.locality)]
    return sorted(fitting, key=lambda policy: len(policy.locality), reverse=True)


def entry_on(chain: Sequence[PolicyFile], parameter: str, residence: str, day: date) -> tuple[Dated, PolicyFile] | None:
    """What the first file with the key in force says for a residence, known or not; its split decides alone."""
    for policy in chain:
        dated = policy.on(parameter, day)
        if dated:
            fitting = next((value for value in dated if value.residence in ("", residence)), None)
            return None if fitting is None else (fitting, policy)
    return None


def value_on(chain: Sequence[PolicyFile], parameter: str, residence: str, day: date) -> Value | None:
    """The value in force, None where it is unknown."""
    found = entry_on(chain, parameter, residence, day)
    return None if found is None else found[0].value
