"""What a verification result was worked out from, item by item, for people to check it by hand."""

from __future__ import annotations

import polars as pl

AMOUNTS = {
    "declared_income_yuan_month": "申报家庭月收入",
    "verified_income_yuan_month": "核对家庭月收入",
    "income_yuan_month": "采用的家庭月收入",
    "income_per_head_yuan": "人均月收入",
    "standard": "低保标准(人月)",
    "edge_ceiling_yuan": "低保边缘线(人月)",
    "disposable_income_year": "上年度人均可支配收入",
    "rigid_expense_year_yuan": "近12个月刚性支出",
}
WORDS = {
    "members": "家庭人口",
    "members_unauthorised": "未授权成员",
    "several_homes": "多套住房",
    "non_residential": "非居住用房",
    "home_bought": "近12个月购房",
}
_POLICY = {
    "standard": "standard",
    "edge_ceiling_yuan": "edge_multiple",
    "disposable_income_year": "disposable_income_year",
}


def verification_items(results: pl.DataFrame, policy_values: pl.DataFrame) -> pl.DataFrame:
    """Grain: one item of one household row. What is not known has no item.

    `results`: of sql/rules/verification/outcome.sql. `policy_values`: of transforms.policy.resolve. Columns:
    household_no, program, item, amount_yuan, value, source_table, record_no, policy_source.
    """
    source = policy_values.select("locality", "residence", "parameter", policy_source="source")
    key = ["household_no", "program", "record_no", "locality", "residence"]
    parts = []
    for column, item in AMOUNTS.items():
        rows = results.filter(pl.col(column).is_not_null()).select(
            *key,
            item=pl.lit(item),
            amount_yuan=pl.col(column).cast(pl.Decimal(18, 2)),
            value=pl.lit(None, pl.String),
            parameter=pl.lit(_POLICY.get(column), pl.String),
        )
        parts.append(rows)
    for column, item in WORDS.items():
        text = pl.col(column)
        if results.schema[column] == pl.Boolean:
            text = pl.when(text).then(pl.lit("是")).otherwise(pl.lit("否"))
        parts.append(
            results.filter(pl.col(column).is_not_null()).select(
                *key,
                item=pl.lit(item),
                amount_yuan=pl.lit(None, pl.Decimal(18, 2)),
                value=text.cast(pl.String),
                parameter=pl.lit(None, pl.String),
            )
        )
    return (
        pl.concat(parts)
        .join(source, on=["locality", "residence", "parameter"], how="left")
        .with_columns(source_table=pl.lit("civil_affairs.households"))
        .select("household_no", "program", "item", "amount_yuan", "value", "source_table", "record_no", "policy_source")
        .sort("household_no", "program", "item")
    )
