"""`hedui alerts`: lists, filters and counts the alerts of the published file. Tells no name and no number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flows.errors import UsageError
from flows.published import File, opened
from flows.settings import Settings
from transforms.masking import mask_text

WORDS = {
    "level": {"红": "red", "黄": "yellow", "蓝": "blue"},
    "state": {
        "新增": "new",
        "持续": "ongoing",
        "再现": "reopened",
        "已消除": "resolved",
        "未消除": "open",
        "全部": "all",
    },
    "life": {
        "新增": "new",
        "持续": "ongoing",
        "再现": "reopened",
        "冻结": "frozen",
        "数据已消除": "resolved",
        "已办结": "closed",
        "已并入": "merged",
    },
}
"""What people write for a code; the code itself will do as well."""
COUNTS = {
    "rule": "alerts.rule_id",
    "level": "alerts.level",
    "state": "alerts.state",
    "life": "alerts.life",
    "township": "coalesce(place.full_name, left(alerts.division_code, 9), '')",
    "program": "coalesce(alerts.program, '')",
    "class": "rules.class",
    "household": "coalesce(alerts.household_no, '')",
    "held": "coalesce(alerts.held_back, '')",
}
"""What `--count` may count by."""
_LIFE = ("shown", "life", "held_back", "overdue", "sheet_id", "respond_by", "close_by")
_SHOWN = (
    *("alert_id", "rule_id", "title", "level", "state", "confidence", "frozen", "household_no", "program"),
    *("person_key", "division_code", "opened_on", "due_on", "explanation", "changed_since_last"),
)
_FROM = """
    FROM alerts
    LEFT JOIN rules ON alerts.rule_id = rules.rule_id
    LEFT JOIN (
        SELECT left(code, 9) AS code, max(full_name) AS full_name FROM divisions_now
        WHERE length(code) = 9 OR (length(code) = 12 AND right(code, 3) = '000') GROUP BY ALL
    ) AS place ON left(alerts.division_code, 9) = place.code
    LEFT JOIN divisions_now AS village ON alerts.division_code = village.code
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for; None asks nothing. `township`: code (or its beginning) or part of the name."""

    rule: str | None = None
    level: str | None = None
    state: str | None = None
    life: str | None = None
    township: str | None = None
    household: str | None = None
    rule_class: str | None = None
    program: str | None = None
    since: date | None = None
    overdue: bool = False
    shown: bool | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """`rows`: plain objects in order of urgency, or counts; `total`: how many alerts answer what was asked."""

    night: date
    total: int
    rows: list[dict[str, Any]]


def listed(settings: Settings, asked: Asked, limit: int | None = None) -> Found:
    """Alerts, the most urgent first: red before yellow before blue, then by due day, then by id."""
    with opened(settings) as file:
        where, values = _where(file, asked)
        there = set(file.columns("alerts"))
        columns = [name for name in (*_SHOWN, *_LIFE) if name in there]
        picked = ", ".join(f"alerts.{name}" for name in columns)
        rows = file.rows(
            f"SELECT {picked}, rules.class, coalesce(village.full_name, place.full_name) AS division {_FROM} {where} "
            "ORDER BY list_position(['red', 'yellow', 'blue'], alerts.level), alerts.due_on, alerts.alert_id"
            + ("" if limit is None else f" LIMIT {int(limit)}"),
            values,
        )
        total = file.rows(f"SELECT count(*) AS n {_FROM} {where}", values)[0]["n"]
        return Found(file.night, total, [_masked(row) for row in rows])


def counted(settings: Settings, asked: Asked, by: str) -> Found:
    """Alerts by one thing, the most first. Raises UsageError for a thing that is not counted by."""
    if by not in COUNTS:
        raise UsageError(f"不能按“{by}”计数，应为 {'、'.join(COUNTS)} 之一。")
    with opened(settings) as file:
        _demand(file, [{"life": "life", "held": "held_back"}[by]] if by in ("life", "held") else [], f"--count {by}")
        where, values = _where(file, asked)
        levels = ", ".join(
            f"count(*) FILTER (WHERE alerts.level = '{one}') AS {one}" for one in WORDS["level"].values()
        )
        rows = file.rows(
            f"SELECT {COUNTS[by]} AS {by}, count(*) AS alerts, {levels} {_FROM} {where} GROUP BY 1 ORDER BY 2 DESC, 1",
            values,
        )
        return Found(file.night, sum(row["alerts"] for row in rows), rows)


def _where(file: File, asked: Asked) -> tuple[str, list[object]]:
    """Conditions with their bound values. Without a state or life asked for, what is not over is meant."""
    there = set(file.columns("alerts"))
    parts: list[str] = []
    values: list[object] = []

    def add(condition: str, *given: object) -> None:
        parts.append(condition)
        values.extend(given)

    state = _code("state", asked.state)
    if asked.life is not None:
        _demand(file, ["life"], "--life")
        add("alerts.life = ?", _code("life", asked.life))
    elif state in (None, "open"):
        over = (
            "alerts.life NOT IN ('resolved', 'closed', 'merged')" if "life" in there else "alerts.state <> 'resolved'"
        )
        add(over if state is None else "alerts.state <> 'resolved'")
    if state not in (None, "open", "all"):
        add("alerts.state = ?", state)
    if asked.level is not None:
        add("alerts.level = ?", _code("level", asked.level))
    for column, given in (("rule_id", asked.rule), ("household_no", asked.household), ("program", asked.program)):
        if given is not None:
            add(f"alerts.{column} = ?", given)
    if asked.rule_class is not None:
        add("rules.class = ?", asked.rule_class)
    if asked.township is not None:
        add("(starts_with(alerts.division_code, ?) OR contains(place.full_name, ?))", asked.township, asked.township)
    if asked.since is not None:
        add("alerts.opened_on >= ?", asked.since)
    if asked.overdue:
        add("alerts.overdue <> 'none'" if "overdue" in there else "alerts.due_on < ? AND alerts.state <> 'resolved'")
        values += [] if "overdue" in there else [file.night]
    if asked.shown is not None:
        _demand(file, ["shown", "held_back"], "--shown 和 --held-back")
        add("alerts.shown" if asked.shown else "NOT alerts.shown AND alerts.held_back IS NOT NULL")
    return (f"WHERE {' AND '.join(parts)}" if parts else ""), values


def _demand(file: File, columns: list[str], option: str) -> None:
    there = file.columns("alerts")
    if any(column not in there for column in columns):
        raise UsageError(f"这个发布文件由旧版程序生成，没有 {option} 所需的内容。请重新运行 hedui nightly。")


def _code(what: str, given: str | None) -> str | None:
    words = WORDS[what]
    code = words.get(given or "", given)
    if code is not None and code not in words.values():
        raise UsageError(f"“{given}”不能使用，应为 {'、'.join(words)} 之一。")
    return code


def _masked(row: dict[str, Any]) -> dict[str, Any]:
    """Texts with whatever looks like a number masked: rules write none, a department's free text might."""
    return {
        name: mask_text(value) if isinstance(value, str) and name in _TEXTS else value for name, value in row.items()
    }


_TEXTS = ("explanation", "changed_since_last", "title")
