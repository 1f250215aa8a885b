"""Facts from civil affairs (民政)."""

from __future__ import annotations

import polars as pl

from transforms.facts.keyed import Builders, Keyed, person_of, references, rows_as_they_are


def marriages(keyed: Keyed) -> pl.LazyFrame:
    """One row for each side, so that "the spouse of a person" is one join whoever asks."""
    both = keyed.with_persons("husband", "wife")

    def side(me: str, partner: str) -> pl.LazyFrame:
        return both.with_columns(
            side=pl.lit(me),
            person_key=f"{me}_key",
            person_apart_key=f"{me}_apart_key",
            partner_key=f"{partner}_key",
            partner_apart_key=f"{partner}_apart_key",
        )

    return pl.concat([side("husband", "wife"), side("wife", "husband")])


def staff_relatives(keyed: Keyed) -> pl.LazyFrame:
    """The filing names two people: the handler and the relative."""
    return keyed.with_persons("handler", "relative")


def children(keyed: Keyed) -> pl.LazyFrame:
    """The child with both parents, where named."""
    return keyed.with_persons("child", "father", "mother").rename(
        {"child_key": "person_key", "child_apart_key": "person_apart_key"}
    )


BUILDERS: Builders = {
    "civil_affairs.households": (("household", rows_as_they_are),),
    "civil_affairs.household_members": (("member", person_of("member")), ("person_reference", references)),
    "civil_affairs.authorisations": (("authorisation", person_of("signatory")),),
    "civil_affairs.benefits": (("benefit", person_of("recipient")), ("person_reference", references)),
    "civil_affairs.payments": (("payment", person_of("recipient")),),
    "civil_affairs.marriages": (("marriage", marriages),),
    "civil_affairs.deaths": (("death", person_of("deceased")),),
    "civil_affairs.staff_relatives": (("staff_relative", staff_relatives),),
    "civil_affairs.village_officials": (("office", person_of("official")),),
    "civil_affairs.temporary_aid": (("temporary_aid", person_of("recipient")),),
    "civil_affairs.disabilities": (("disability_card", person_of("holder")),),
    "civil_affairs.children": (("child", children),),
    "civil_affairs.elder_care": (("visit", person_of("elder")),),
}
