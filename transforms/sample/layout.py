"""How each table of the sample is delivered: format, encoding and the way its dates are written."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Layout:
    """`encoding` is for csv only. `prefix` begins the record numbers. Dates and months are strftime patterns."""

    prefix: str
    format: str
    encoding: str = "GB18030"
    date: str = "%Y-%m-%d"
    month: str = "%Y%m"
    bom: bool = False


EXCEL_ROWS = 50_000
"""A longer table is delivered as csv."""
CHINESE_DATE = "%Y年%-m月%-d日"
LAYOUTS: dict[str, Layout] = {
    "civil_affairs.households": Layout("HH", "xlsx"),
    "civil_affairs.household_members": Layout("HM", "csv", date="%Y/%-m/%-d"),
    "civil_affairs.authorisations": Layout("AU", "csv", "UTF-8", date="%Y%m%d", bom=True),
    "civil_affairs.benefits": Layout("BE", "csv"),
    "civil_affairs.payments": Layout("PA", "csv", "GBK", date="%Y%m%d"),
    "civil_affairs.marriages": Layout("MR", "csv", date="%Y-%m-%d"),
    "civil_affairs.deaths": Layout("DE", "csv", "UTF-8", date=CHINESE_DATE, bom=True),
    "civil_affairs.staff_relatives": Layout("SR", "xlsx"),
    "civil_affairs.village_officials": Layout("VO", "xlsx"),
    "civil_affairs.temporary_aid": Layout("TA", "xlsx"),
    "civil_affairs.disabilities": Layout("DI", "csv", "GBK", date="%Y/%-m/%-d"),
    "civil_affairs.children": Layout("CH", "xlsx"),
    "civil_affairs.elder_care": Layout("EC", "csv", "GBK", date=CHINESE_DATE),
    "medical_insurance.enrolments": Layout("EN", "csv"),
    "medical_insurance.settlements": Layout("ST", "parquet"),
    "housing.properties": Layout("PR", "csv", date="%Y/%-m/%-d"),
    "housing.rentals": Layout("RT", "xlsx"),
    "housing.sale_contracts": Layout("SA", "csv", "UTF-8", date=CHINESE_DATE),
    "human_resources.contributions": Layout("CO", "csv", month="%Y-%m"),
    "human_resources.pensions": Layout("PN", "parquet"),
    "human_resources.unemployment": Layout("UN", "csv", "GBK", date=CHINESE_DATE),
    "human_resources.employments": Layout("EM", "csv", "UTF-8", date="%Y/%-m/%-d"),
}
EXTRA_COLUMN = ("medical_insurance.enrolments", "系统批次", "YB2026")
"""A column nobody asked for: table, header, value."""


def layout_of(key: str, rows: int) -> Layout:
    """The layout of a table; what is too long for Excel comes as GB18030 csv."""
    layout = LAYOUTS[key]
    if layout.format == "xlsx" and rows > EXCEL_ROWS:
        return Layout(layout.prefix, "csv")
    return layout
