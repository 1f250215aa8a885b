"""How each act of review/access.py is done at a browser: what must be there first, the clicks, what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from review.models import Act, Alert, Entry, User
from review.pipeline.process import NAMED
from review.sheets.out import Wanted, make
from review.unmasking import ACT
from tests.review.browser.walking import act, done, follow, now, press, unmask
from tests.review.sheets.sheet_files import answered
from tests.review.working import ADVERSE, TO, ago, doing


@dataclass(frozen=True)
class Desk:
    """Somebody of one role at a browser, an open alert of the place, and colleagues: wang checks, zhang decides."""

    user: User
    page: Page
    alert: Alert
    office: dict[str, User]
    home: Path
    folder: Path
    opened: Callable[[User | None], Page]

    def case(self) -> Page:
        self.page.goto(f"/alerts/{self.alert.pk}/")
        return self.page

    def by_menu(self, name: str) -> Page:
        """A page as the menu leads there, from one that every role has."""
        self.page.goto("/account/")
        follow(self.page, name)
        return self.page

    def before(self, path: list[tuple[str, str, dict[str, str]]]) -> None:
        """What colleagues did earlier."""
        for by, kind, said in path:
            doing(self.office[by], kind, self.alert, **said)

    def held(self) -> None:
        """The alert is the person's own; a supervisor takes it out of a colleague's hand."""
        doing(self.office["wang"] if self.user.role == "supervisor" else self.user, "claim", self.alert)

    def tick(self) -> str:
        """The first alert of the list, ticked."""
        self.page.goto("/")
        box = self.page.locator('tbody input[name="alert_id"]').first
        box.check()
        return box.get_attribute("value") or ""


Walk = Callable[[Desk], None]
WALKS: dict[str, list[Walk]] = {}
"""Act -> how it is walked."""


def walks(name: str) -> Callable[[Walk], Walk]:
    """Put a walk down under its act."""

    def add(walk: Walk) -> Walk:
        WALKS.setdefault(name, []).append(walk)
        return walk

    return add


@walks("look")
def from_the_list_to_the_case(desk: Desk) -> None:
    desk.page.goto("/")
    row = desk.page.locator("tbody tr[data-id]").first
    number = row.get_attribute("data-id")
    with desk.page.expect_navigation():
        row.locator("a.open").click()
    assert desk.page.locator("#acts").is_visible()
    assert Entry.objects.filter(act="看预警", account=desk.user.username, subject=number).exists()


@walks("unmask")
def names_of_the_household(desk: Desk) -> None:
    number = unmask(desk.case())
    assert len(number) == 18
    assert "*" not in number
    assert Entry.objects.filter(act=ACT, account=desk.user.username, subject_kind="person", outcome="done").exists()


@walks("claim")
def one_is_claimed(desk: Desk) -> None:
    act(desk.case(), "claim")
    assert "认领：已记下" in done(desk.page)
    assert (now(desk.alert).owner, now(desk.alert).stage) == (desk.user, "claimed")


@walks("claim")
def several_are_claimed(desk: Desk) -> None:
    number = desk.tick()
    press(desk.page, "认领")
    assert "已认领 1 条" in desk.page.locator("main").inner_text()
    assert Alert.objects.get(pk=number).owner == desk.user


@walks("release")
def it_is_put_back(desk: Desk) -> None:
    desk.held()
    act(desk.case(), "release")
    assert (now(desk.alert).owner, now(desk.alert).stage) == (None, "new")


@walks("hand_over")
def a_colleague_gets_it(desk: Desk) -> None:
    desk.held()
    act(desk.case(), "hand_over", to="zhang")
    assert now(desk.alert).owner == desk.office["zhang"]


@walks("dispatch")
def one_is_sent(desk: Desk) -> None:
    act(desk.case(), "dispatch", to=desk.alert.township)
    assert (now(desk.alert).sent_to, now(desk.alert).stage) == (desk.alert.township, "dispatched")


@walks("dispatch")
def several_are_sent(desk: Desk) -> None:
    number = desk.tick()
    town = desk.page.locator("#town option").last.get_attribute("value")
    desk.page.locator("#town").select_option(town)
    press(desk.page, "转办")
    assert Alert.objects.get(pk=number).sent_to == town


@walks("accept")
def it_is_accepted(desk: Desk) -> None:
    desk.before([("zhang", "dispatch", {})])
    act(desk.case(), "accept")
    assert now(desk.alert).stage == "accepted"


@walks("return")
def it_goes_back(desk: Desk) -> None:
    desk.before([("zhang", "dispatch", {})])
    act(desk.case(), "return", reason="该户不住本乡镇")
    assert (now(desk.alert).stage, now(desk.alert).sent_to) == ("returned", "")


@walks("feedback")
def it_is_answered(desk: Desk) -> None:
    desk.before([("zhang", "dispatch", {})])
    act(desk.case(), "feedback", finding="属实", words="入户看过,情况属实")
    assert now(desk.alert).stage == "fed_back"


@walks("read_in")
def sheet_is_read_back(desk: Desk) -> None:
    _, alerts, data = make(desk.user, Wanted(desk.alert.township, "tonight", rule_id=desk.alert.rule_id))
    file = desk.folder / "填好.xlsx"
    file.write_bytes(answered(data))
    desk.page.goto("/sheets/")
    desk.page.locator("#file").set_input_files(file)
    press(desk.page, "上传并预览")
    press(desk.page, f"写入 {len(alerts)} 条反馈")
    assert f"已写入 {len(alerts)} 条" in done(desk.page)
    assert set(Act.objects.filter(kind="feedback", by=desk.user).values_list("alert", flat=True)) == {
        one.pk for one in alerts
    }


@walks("step")
def every_step_of_the_path(desk: Desk) -> None:
    page = desk.case()
    act(page, "step", step="check", how="入户核查", on=ago(61))
    act(page, "step", step="notice", how="书面告知", on=ago(60), answer_by=ago(30))
    act(page, "step", step="window_ended", how="期满未陈述", on=ago(29))
    act(page, "step", step="answer", how="书面陈述,迟到也听", on=ago(28))
    desk.before([ADVERSE])
    page = desk.case()
    act(page, "step", step="review", how="决定书载明复核途径")
    act(page, "step", step="dispute", how="当事人书面异议")
    act(page, "step", step="reply", how="复核后答复", outcome="upheld")
    assert [one.said["step"] for one in Act.objects.filter(kind="step", by=desk.user).order_by("id")] == [
        "check", "notice", "window_ended", "answer", "review", "dispute", "reply"
    ]  # fmt: skip
    assert set(Act.objects.values_list("said__step", flat=True)) - {None} == set(NAMED)


@walks("decide")
def it_is_decided_against_the_household(desk: Desk) -> None:
    desk.before(TO["heard"])
    act(desk.case(), "decide", **ADVERSE[2])
    assert "须另一人签字" in done(desk.page)
    assert (now(desk.alert).stage, now(desk.alert).owner) == ("decided", desk.user)


@walks("decide")
def it_is_closed(desk: Desk) -> None:
    act(desk.case(), "decide", code="不属实-数据滞后", reason="来源已经更正,系统未同步")
    assert now(desk.alert).stage == "decided"


@walks("sign")
def second_signature(desk: Desk) -> None:
    desk.before(TO["decided"])
    act(desk.case(), "sign")
    assert "签字：已记下" in done(desk.page)
    assert Act.objects.get(kind="sign").signs == Act.objects.get(kind="decide")


@walks("ticket")
def correction_is_asked_for(desk: Desk) -> None:
    which = desk.case().locator('form[action$="/acts/ticket/"] [name="which"] option').last.get_attribute("value")
    act(desk.page, "ticket", which=which or "", found="数值与产权证不符")
    assert "请部门更正：已记下" in done(desk.page)
    made = Act.objects.get(kind="ticket", by=desk.user)
    assert f"{made.said['table']}/{made.said['record']}" == which


@walks("undo")
def it_is_undone_on_the_case_and_in_my_acts(desk: Desk) -> None:
    for address in (f"/alerts/{desk.alert.pk}/", "/mine/acts/"):
        made = doing(desk.user, "accept" if desk.user.role == "clerk" else "claim", desk.alert)
        desk.page.goto(address)
        press(desk.page, "撤销")
        assert "已撤销" in done(desk.page)
        made.refresh_from_db()
        assert made.undone_at is not None
        assert now(desk.alert).stage == desk.alert.stage


@walks("export")
def sheet_goes_out(desk: Desk) -> None:
    desk.page.goto("/sheets/")
    desk.page.get_by_label("乡镇街道").select_option(desk.alert.township)
    with desk.page.expect_download() as file:
        desk.page.get_by_role("button", name="下载核查表").click()
    assert Path(file.value.path()).read_bytes().startswith(b"PK")
    assert Entry.objects.filter(act="下载核查表", account=desk.user.username, subject=desk.alert.pk).exists()
