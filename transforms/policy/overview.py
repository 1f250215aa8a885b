"""What a place's policy says on a day, and what it leaves unsaid: for the commands, not for the night."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from transforms.policy.dated import RESIDENCES, Dated, PolicyFile, chain_of, entry_on, value_on
from transforms.policy.parameters import PARAMETERS, Parameter

_PLACES_OF = {"household": RESIDENCES, "row": ("",), "both": ("", *RESIDENCES), "centre": ("",)}


@dataclass(frozen=True, slots=True)
class Said:
    """One parameter at one residence ('' = both) of a place on a day; entry None = no file of the chain has it."""

    parameter: Parameter
    residence: str
    entry: Dated | None
    file: str | None

    @property
    def known(self) -> bool:
        """Whether there is a value to run rules with."""
        return self.entry is not None and self.entry.value is not None


@dataclass(frozen=True, slots=True)
class Asking:
    """A rule by what it asks of the policy. policy_by: as in a rule's head; the verification is one by household."""

    id: str
    title: str
    parameters: tuple[str, ...]
    policy_by: str = "household"


def said_on(policies: Sequence[PolicyFile], locality: str, day: date) -> tuple[Said, ...]:
    """Every parameter of a locality, in order of the registry; a split value gives one row a residence."""
    chain = chain_of(policies, locality)
    said = []
    for name, parameter in PARAMETERS.items():
        found = {residence: entry_on(chain, name, residence, day) for residence in RESIDENCES}
        if found["城镇"] == found["农村"]:
            found = {"": found["城镇"]}
        said += [
            Said(parameter, residence, *((None, None) if entry is None else (entry[0], entry[1].file)))
            for residence, entry in found.items()
        ]
    return tuple(said)


def skipped_on(
    policies: Sequence[PolicyFile], locality: str, day: date, rules: Iterable[Asking]
) -> tuple[tuple[Asking, tuple[str, ...]], ...]:
    """Rules that cannot run there, or not for one kind of residence, with the parameters they miss; in their order."""
    chain = chain_of(policies, locality)
    missing = [
        (
            rule,
            tuple(
                name
                for name in rule.parameters
                if any(value_on(chain, name, residence, day) is None for residence in _PLACES_OF[rule.policy_by])
            ),
        )
        for rule in rules
    ]
    return tuple((rule, names) for rule, names in missing if names)


def newest_day(policy: PolicyFile) -> date:
    """The last day on which a known value begins: what to look at where nobody names a day."""
    known = [value.valid_from for value in policy.values if value.value is not None]
    return max(known or [value.valid_from for value in policy.values], default=date(2000, 1, 1))


def find_place(policies: Sequence[PolicyFile], asked: str) -> PolicyFile | None:
    """The place of a prefix, file name, name, or a longer division code; the longest prefix that fits."""
    for policy in policies:
        if asked in (policy.locality, policy.name, policy.file, policy.file.rpartition(".")[0]):
            return policy
    if not (asked.isascii() and asked.isdigit()):
        return None
    return next(iter(chain_of(policies, asked)), None)
