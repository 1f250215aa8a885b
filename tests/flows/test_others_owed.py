"""One home through a night with all of it: asked, answered, contested; then what is published, and the workbooks."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from flows.night import SHANGHAI
from tests.conftest import SmallCity
from tests.flows.nights import THIRD, Nights, hedui, told

MORNING = datetime(2026, 11, 23, 9, tzinfo=SHANGHAI)
# without the record it is anchored on, an alert cannot be found
_CONTESTED = """
SELECT household_no, anchor_table || '/' || anchor_record_no, alert_id FROM alerts
WHERE state <> 'resolved' AND shown AND rule_id LIKE 'CB-%' AND household_no IS NOT NULL
ORDER BY rule_id, alert_id LIMIT 1
"""


@pytest.fixture(scope="module")
def home(small_city: SmallCity, tmp_path_factory: pytest.TempPathFactory) -> Nights:
    folder = tmp_path_factory.mktemp("owed")
    shutil.copytree(small_city.whole.inbox, folder / "inbox")
    return small_city.whole.copy(folder / "home", folder / "inbox")


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.clock.now", lambda: MORNING)


def households(city: Nights, but: str = "") -> str:
    asked = f"SELECT DISTINCT household_no FROM mart.authorised_member WHERE household_no <> '{but}' ORDER BY 1 LIMIT 6"
    rows = city.ask(asked)
    return ",".join(number for (number,) in rows)


@pytest.mark.long
def test_asked_answered_contested_and_published(home: Nights, tmp_path: Path) -> None:
    (household, record, alert_id) = home.ask(_CONTESTED)[0]
    opened = hedui(
        *("dispute", "open", record, "--household", household, "--ground", "内容不符"),
        *("--note", "家庭出示了证明", "--by", "赵登记", "--home", home.home),
    )
    assert opened.code == 0, opened
    number = opened.out.split("登记异议 ")[1].split("，")[0]
    assert number in hedui("dispute", "list", "--home", home.home).out
    told(
        hedui("dispute", "answer", number, "--outcome", "成立", "--note", "n", "--by", "赵登记", "--home", home.home),
        *(2, "以外的人"),
    )
    asked = hedui(
        "exchange",
        "ask",
        "--households",
        households(home, household),
        "--to",
        "5001",
        "--out",
        tmp_path,
        "--home",
        home.home,
    )
    assert asked.code == 0, asked
    (package,) = tmp_path.glob("Q*")
    people = (package / "persons.csv").read_text("utf-8").splitlines()
    assert people[0] == '"人员序号","姓名","公民身份号码"'  # and nothing else of anybody
    answered = hedui("exchange", "answer", package, "--out", tmp_path, "--home", home.home)
    assert answered.code == 0, answered
    reply = tmp_path / f"{package.name}-answer"
    got = hedui("exchange", "receive", reply, "--inbox", home.inbox, "--home", home.home)
    assert got.code == 0, got
    again = ("exchange", "receive", reply, "--inbox", home.inbox, "--home", home.home)
    told(hedui(*again), 2, "已经收过")
    assert home.run().ran == (THIRD,)
    assert home.run().ran == ()
    assert home.ask("SELECT direction, state FROM exchange_requests ORDER BY 1") == [
        ("in", "answered"),
        ("out", "answered"),
    ]
    rows = home.ask("SELECT count(*) FROM identity_links WHERE department = 'exchange'")[0][0]
    assert rows >= 6 * (len(people) - 1)
    assert home.ask("SELECT status FROM feeds WHERE department = 'exchange'") == [("accepted",)]
    assert home.ask("SELECT dispute_id, state, suspends FROM disputes") == [(number, "waiting", True)]
    assert home.ask(f"SELECT state <> 'resolved', shown, held_back FROM alerts WHERE alert_id = '{alert_id}'") == [
        (True, False, "disputed")
    ]
    proof = hedui("explain", alert_id, "--home", home.home).out
    assert "暂缓交办：所依据的记录有异议" in proof
    assert f"有异议 {number}，了结前不得只以这条记录为据" in proof
    unbalanced = "SELECT count(*) FROM alerts WHERE (state <> 'resolved') <> (shown OR held_back IS NOT NULL)"
    assert home.ask(unbalanced) == [(0,)]


def test_a_package_that_was_changed_on_the_way_is_refused(home: Nights, tmp_path: Path) -> None:
    asked = ("exchange", "ask", "--households", households(home), "--items", "死亡", "--to", "5101")
    assert hedui(*asked, "--out", tmp_path, "--home", home.home).code == 0
    (package,) = tmp_path.glob("Q*")
    with (package / "persons.csv").open("a") as file:
        file.write('"99","某人","999901198001010010"\n')
    told(hedui("exchange", "answer", package, "--out", tmp_path, "--home", home.home), 2, "校验值不符")
    manifest = json.loads((package / "manifest.json").read_text("utf-8"))
    manifest["exchange"]["items"] = ["银行存款"]
    (package / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    told(hedui("exchange", "answer", package, "--out", tmp_path, "--home", home.home), 2, "银行存款")
    told(hedui("exchange", "answer", tmp_path, "--out", tmp_path, "--home", home.home), 2, "不是异地核对的包")


def test_a_list_of_households_that_is_no_text_is_told(home: Nights, tmp_path: Path) -> None:
    asked = ("exchange", "ask", "--to", "5001", "--out", tmp_path / "out", "--home", home.home, "--file")
    (tmp_path / "homes.txt").write_bytes("家庭".encode("gbk"))
    told(hedui(*asked, tmp_path / "homes.txt"), 2, "不是 UTF-8 文本")
    (tmp_path / "homes.txt").write_text("\ufeffJT-NONE-1,JT-NONE-2、JT-NONE-3\n", "utf-8")
    told(hedui(*asked, tmp_path / "homes.txt"), 2, "没有这些家庭:JT-NONE-1、JT-NONE-2、JT-NONE-3")


@pytest.fixture(scope="module")
def requested(home: Nights, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county's request to its own city."""
    out = tmp_path_factory.mktemp("requested")
    asked = ("exchange", "ask", "--households", households(home), "--items", "死亡", "--to", "9999", "--from", "999901")
    assert hedui(*asked, "--out", out, "--home", home.home).code == 0
    return next(out.glob("Q*"))


def resealed(package: Path, change: Callable[[dict[str, Any]], object], **files: str) -> None:
    """Change a package as somebody would who makes the checksums fit."""
    for name, text in files.items():
        (package / f"{name}.csv").write_text(text, "utf-8")
    path = package / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    for entry in manifest["exchange"]["files"]:
        raw = (package / entry["file"]).read_bytes()
        entry |= {"sha256": hashlib.sha256(raw).hexdigest()}
    change(manifest["exchange"])
    path.write_text(json.dumps(manifest), "utf-8")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda one: one["files"].pop(), "清单中没有 authorisations.csv"),  # laid beside: nobody vouches for it
        (lambda one: one["files"][1].update(rows=999), "authorisations.csv 有"),
        (lambda one: one.update(purpose="催收"), "用途不是社会救助"),
        (lambda one: one.update(answer_by="2026-13-45"), "不是 hedui-exchange/1 的清单"),
        (lambda one: one.update(level="张三"), "不是 hedui-exchange/1 的清单"),
        (lambda one: one.update(items=[]), "不是 hedui-exchange/1 的清单"),
        (lambda one: one.update(items=["死亡", "死亡"]), "写了两次"),
        (lambda one: one["files"].append(one["files"][0] | {"file": "../persons.csv"}), "不是 hedui-exchange/1 的清单"),
    ],
)
def test_a_request_that_cannot_be_trusted_is_not_answered(
    home: Nights, requested: Path, tmp_path: Path, change: Callable[[dict[str, Any]], object], said: str
) -> None:
    package = tmp_path / requested.name
    shutil.copytree(requested, package)
    resealed(package, change)
    told(hedui("exchange", "answer", package, "--out", tmp_path, "--home", home.home), 2, said)
    assert not list(tmp_path.glob("*-answer"))


def test_a_package_that_the_book_does_not_take_is_not_left_to_be_sent(
    home: Nights, requested: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.appended._write", _full)
    told(hedui("exchange", "answer", requested, "--out", tmp_path / "a", "--home", home.home), 2, "未能写入")
    asked = ("exchange", "ask", "--households", households(home), "--to", "5301", "--home", home.home)
    told(hedui(*asked, "--out", tmp_path / "b"), 2, "未能写入")
    assert [*(tmp_path / "a").iterdir(), *(tmp_path / "b").iterdir()] == []
    told(hedui(*asked, "--out", tmp_path / "c", "--answer-by", "2026-11-01"), 2, "已经过去")


def _full(path: Path, lines: bytes) -> None:
    raise OSError(28, "No space left on device")


def test_an_answer_about_somebody_else_is_not_taken(home: Nights, tmp_path: Path) -> None:
    asked = ("exchange", "ask", "--households", households(home), "--items", "死亡,不动产", "--to", "5201")
    assert hedui(*asked, "--out", tmp_path, "--home", home.home).code == 0
    (package,) = tmp_path.glob("Q*")
    assert hedui("exchange", "answer", package, "--out", tmp_path, "--home", home.home).code == 0
    reply, number = tmp_path / f"{package.name}-answer", package.name
    (file,) = reply.glob("*.csv")
    good = file.read_text("utf-8")
    somebody = good.splitlines()[1].split(",")[5].strip('"')
    other = home.ask(f"SELECT id_number FROM persons WHERE id_number <> '{somebody}' ORDER BY id_number DESC LIMIT 1")
    (asked_number,) = other[0]
    assert asked_number not in good
    receive = ("exchange", "receive", reply, "--inbox", home.inbox, "--home", home.home)
    for text, said in (
        (good.replace(somebody, asked_number), "请求以外的人"),
        (good.replace(f'"{somebody}"', '""'), "请求以外的人"),
        (good.replace('"死亡"', '"养老金"'), "请求以外的核对项目"),
        (good.replace(f'"{number}-', '"QX-'), "反馈流水号应以"),
        (good.replace('"2026-11-23"', '"2099-01-01"').replace(",2026-11-23", ",2099-01-01"), "反馈日期应在"),
    ):
        assert text != good, said
        resealed(reply, lambda _: None, **{file.stem: text})
        told(hedui(*receive), 2, said)
    resealed(reply, lambda one: one.update(files=[]))
    told(hedui(*receive), 2, "不是 hedui-exchange/1 的清单")


def test_coverage_is_counted_from_the_list_and_the_workbooks_hold_it(home: Nights, tmp_path: Path) -> None:
    parts = home.ask("""
        SELECT topic, class, people, covered + missing + unknown
        FROM care_coverage WHERE township IS NULL AND class <> '全部'
    """)
    listed = home.ask("SELECT topic, class, count(DISTINCT person_key) FROM care_list GROUP BY ALL")
    assert {(topic, kind): people for topic, kind, people, _ in parts} == {(a, b): n for a, b, n in listed}
    assert all(people == told_ for *_, people, told_ in parts)
    missed = "SELECT count(*) FROM care_list WHERE topic = '{}' AND NOT covered"
    for topic, rule in (("重度残疾人护理补贴", "LB-01"), ("困难残疾人生活补贴", "LB-02"), ("父母双缺儿童", "LB-14")):
        standing = (
            f"SELECT count(*) FROM alerts WHERE rule_id = '{rule}' AND last_seen = '{THIRD}' AND confidence = 'certain'"
        )
        assert home.ask(missed.format(topic)) >= home.ask(standing), topic
    dead = "SELECT count(*) FROM after_death JOIN persons USING (person_key) WHERE persons.died_on IS NULL"
    assert home.ask(dead) == [(0,)]
    said = hedui("lists", "--out", tmp_path / "lists", "--home", home.home)
    assert said.code == 0, said
    payers = {payer for (payer,) in home.ask("SELECT DISTINCT payer FROM after_death")}
    for payer in payers:
        (book,) = (tmp_path / "lists").glob(f"身后名单_{payer}_*.xlsx")
        rows = CalamineWorkbook.from_path(book).get_sheet_by_index(0).to_python()
        assert len(rows) - 2 == home.ask(f"SELECT count(*) FROM after_death WHERE payer = '{payer}'")[0][0]
        number = rows[1].index("公民身份号码")
        assert all("*" in str(row[number]) for row in rows[2:] if row[number])
