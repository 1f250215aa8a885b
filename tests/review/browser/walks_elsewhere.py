"""Walks that need no alert of one's own: pairs, drawn households, requests, numbers, rules, log, looks, accounts."""

from __future__ import annotations

from pathlib import Path

from review.models import Act, Entry, Request
from review.pipeline.identity import VERDICTS
from review.pipeline.sample import sample_to_review
from tests.flows.verify.asked_again import HEADERS
from tests.review.browser.walking import done, enter, follow, press
from tests.review.browser.walks import Desk, walks
from tests.review.conftest import PASSWORD
from tests.review.working import look


@walks("judge")
def pairs_are_judged_each_way(desk: Desk) -> None:
    page = desk.page
    page.goto("/identity/")
    follow(page, "从第 1 对开始")
    page.locator("details.opening summary").click()
    page.get_by_label("说明").fill("两条记录是否同一人须看全名")
    with page.expect_navigation():
        page.locator("details.opening button").click()
    assert page.locator("section.opened tbody tr").count() == 2
    for verdict, word in VERDICTS:
        press(page, word, page.locator("#judge"))
        assert f"已记录：{word}" in done(page)
        assert Act.objects.filter(kind="judge", by=desk.user).latest("id").said["verdict"] == verdict


@walks("sample")
def drawn_household_gets_its_result(desk: Desk) -> None:
    number = sample_to_review(desk.home, desk.user.division)[0]["sample_id"]
    page = desk.page
    page.goto("/sample/")
    with page.expect_navigation():
        page.get_by_role("row").filter(has_text=number).get_by_role("link", name="记录结果").click()
    page.get_by_label("抽查结果").select_option("抽查-未见问题")
    page.get_by_label("核查的方式").fill("入户核查无误")
    press(page, "记录结果")
    assert "已记录" in done(page)
    assert Act.objects.get(kind="sample", by=desk.user).subject == number
    assert page.get_by_role("row").filter(has_text=number).get_by_role("link").count() == 0


@walks("verify")
def request_is_taken_in(desk: Desk) -> None:
    """Its answer is walked in test_files_walked.py; here a file without rows that can be answered is enough."""
    file = desk.folder / "请求.csv"
    file.write_text(",".join(HEADERS.values()) + "\n", "utf-8")
    desk.page.goto("/")
    follow(desk.page, "核对请求")
    with desk.page.expect_download() as template:
        desk.page.get_by_role("link", name="空表").click()
    assert Path(template.value.path()).read_bytes().startswith(b"PK")
    desk.page.locator("#file").set_input_files(file)
    press(desk.page, "上传并核对")
    assert str(Request.objects.get(by=desk.user).number) in desk.page.url


@walks("numbers")
def figures_are_pictures_with_tables(desk: Desk) -> None:
    page = desk.by_menu("统计")
    page.wait_for_load_state("load")
    pictures = page.locator(".figures img")
    assert pictures.count() >= 2
    assert pictures.evaluate_all("(every) => every.every((one) => one.complete && one.naturalWidth > 100)")
    page.locator(".figures summary").first.click()
    assert page.locator(".figures table").first.is_visible()


@walks("rules")
def rule_is_read(desk: Desk) -> None:
    page = desk.by_menu("规则")
    link = page.locator("td a").first
    number = link.inner_text()
    with page.expect_navigation():
        link.click()
    assert number in page.locator("main").inner_text()
    assert page.locator("h1").inner_text()


@walks("log")
def log_is_filtered_checked_and_exported(desk: Desk) -> None:
    look(desk.office["wang"], desk.alert)
    page = desk.by_menu("日志")
    page.locator("#account").fill("wang")
    press(page, "筛选")
    assert set(page.locator("tbody tr td:nth-child(3)").all_inner_texts()) == {"wang"}
    with page.expect_download() as file:
        page.get_by_role("link", name="导出 csv").click()
    assert "wang" in Path(file.value.path()).read_text("utf-8-sig")
    follow(page, "现在检查全链")
    assert "完好" in page.locator("main").inner_text()


@walks("looked")
def who_looked_and_the_letter(desk: Desk) -> None:
    look(desk.office["wang"], desk.alert)
    page = desk.by_menu("查阅记录")
    page.locator("#who").fill(desk.alert.pk)
    press(page, "查询")
    assert "wang" in page.locator("main").inner_text()
    follow(page, "给当事人的打印页")
    assert "核对员" in page.locator("main").inner_text()


@walks("accounts")
def lock_is_seen_and_lifted(desk: Desk) -> None:
    wang, page = desk.opened(None), desk.page
    for _ in range(5):
        enter(wang, "wang", "not this one")
    assert wang.locator("h1").inner_text() == "账号已锁定"
    enter(wang, "wang")  # the right one does not help now
    assert wang.locator("h1").inner_text() == "账号已锁定"
    desk.by_menu("账号管理")
    rows = page.locator("#result_list tbody tr")
    locked = rows.filter(has_text="锁定至")
    assert locked.count() == 1
    assert "wang" in locked.inner_text()
    locked.get_by_role("checkbox").check()
    page.locator('select[name="action"]').select_option("unlocked")
    with page.expect_navigation():
        page.locator('button[name="index"]').click()
    assert "已解除锁定" in page.locator(".messagelist").inner_text()
    assert rows.filter(has_text="锁定至").count() == 0
    enter(wang, "wang", PASSWORD)
    assert wang.locator("h1").inner_text() == "工作列表"
    assert Entry.objects.filter(act="解除登录锁定", account=desk.user.username, subject="wang").count() == 1


@walks("accounts")
def switched_off_account_is_out_at_once(desk: Desk) -> None:
    wang, page = desk.opened(None), desk.page
    enter(wang, "wang")
    page.goto("/admin/review/user/")
    follow(page, "wang")
    page.locator('[name="is_active"]').uncheck()
    with page.expect_navigation():
        page.locator('[name="_save"]').click()
    wang.goto("/")
    assert "/login/" in wang.url
    enter(wang, "wang")
    assert "/login/" in wang.url
    assert wang.get_by_role("alert").inner_text()
