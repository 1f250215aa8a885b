"""Facts from human resources and social security (人社): all of them are kinds of income."""

from __future__ import annotations

import polars as pl

from transforms.facts.keyed import Builders, Keyed


def contributions(keyed: Keyed) -> pl.LazyFrame:
    """One month's contribution; the base stands for the month's wage."""
    return keyed.with_person("contributor").with_columns(
        kind=pl.lit("contribution"), scheme="insurance", yuan_month="base_yuan_month", status="paid_status"
    )


def pensions(keyed: Keyed) -> pl.LazyFrame:
    """A pension in payment or stopped."""
    return keyed.with_person("pensioner").with_columns(
        scheme=pl.col("kind"), kind=pl.lit("pension"), yuan_month="monthly_yuan", from_on="start_on"
    )


def unemployment(keyed: Keyed) -> pl.LazyFrame:
    """An unemployment registration with its benefit, if any."""
    return keyed.with_person("jobseeker").with_columns(
        kind=pl.lit("unemployment"), yuan_month="benefit_yuan_month", from_on="benefit_from", until_on="benefit_until"
    )


def employments(keyed: Keyed) -> pl.LazyFrame:
    """A registered employment with the agreed wage, if any."""
    return keyed.with_person("employee").with_columns(
        kind=pl.lit("employment"), yuan_month="wage_yuan_month", from_on="started_on", until_on="ended_on"
    )


BUILDERS: Builders = {
    "human_resources.contributions": (("income", contributions),),
    "human_resources.pensions": (("income", pensions),),
    "human_resources.unemployment": (("income", unemployment),),
    "human_resources.employments": (("income", employments),),
}
