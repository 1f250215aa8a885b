"""`hedui link report`: the page's figures are those stored, and it stands alone without a name or a number."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pytest

from flows.errors import UsageError
from flows.lake import Lake
from flows.linking import figures
from flows.linking.report import report
from flows.linking.stored import stored
from tests.conftest import RunNights
from tests.transforms.link.open_night import MODEL

NIGHT = date(2026, 11, 22)


class Page(HTMLParser):
    """Tables of a page by their section, every tag with its attributes, and all text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._section = ""
        self._cell: list[str] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "section":
            self._section = dict(attrs)["id"] or ""
        elif tag == "tr":
            self.tables.setdefault(self._section, []).append([])
        elif tag in ("td", "th"):
            self._cell = []

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self._cell is not None:
            self.tables[self._section][-1].append("".join(self._cell).strip())
            self._cell = None

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if self._cell is not None:
            self._cell.append(data)


@pytest.fixture(scope="module")
def written(city_a: RunNights, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return report(city_a.home, tmp_path_factory.mktemp("report") / "new" / "页.html")


@pytest.fixture(scope="module")
def page(written: Path) -> Page:
    return Page(written.read_text("utf-8"))


def read(city: RunNights, name: str) -> pl.DataFrame:
    return pl.read_parquet(Lake(city.home).night(NIGHT) / "link" / f"{name}.parquet")


def whole(text: str) -> int:
    return 0 if text in ("·", "—") else int(text.replace(",", ""))


def test_pairs_by_rule(page: Page, city_a: RunNights) -> None:
    told = [tuple(map(whole, row[1:3])) for row in page.tables["blocking"][1:]]
    assert told == read(city_a, "blocks").select("pairs", "new_pairs").rows()


def test_every_pair_is_in_the_distribution(page: Page, city_a: RunNights) -> None:
    assert sum(whole(row[-1]) for row in page.tables["weights"][1:]) == read(city_a, "pairs").height


def test_levels_and_their_pairs(page: Page, city_a: RunNights) -> None:
    rows = page.tables["levels"][1:]
    assert rows[0][:4] == ["姓名", "相同", "0.9", "本市频率"]
    named = sum(whole(row[-1]) for row in rows if row[0] == "姓名")
    assert named == read(city_a, "pairs")["name_level"].drop_nulls().len()


def test_methods_of_every_table(page: Page, city_a: RunNights) -> None:
    links = {
        path.stem: pl.read_parquet(path, columns=["method", "certainty"])
        for path in (Lake(city_a.home).night(NIGHT) / "link" / "links").glob("*.parquet")
    }
    head, *rows, last = page.tables["methods"]
    assert len(rows) == len(links)
    every = pl.concat(links.values())
    told = {word: whole(count) for word, count in zip(head[1:], last[1:], strict=True)}
    assert told["人员引用"] == every.height == sum(whole(row[1]) for row in rows)
    assert told["疑似同一人"] == every.filter(pl.col("certainty") == "likely").height > 0
    assert told["单独一人"] == every.filter(pl.col("method") == "unlinked").height > 0
    assert sum(told.values()) == 2 * every.height
    members = next(row for row in rows if row[0] == "民政 · 家庭成员")
    assert whole(members[1]) == links["civil_affairs.household_members"].height


def test_people_by_size(page: Page, city_a: RunNights) -> None:
    people = read(city_a, "people").height
    assert sum(whole(cell) for cell in page.tables["sizes"][-1][1:-1]) == people


def test_errors_are_the_sums_of_probabilities(page: Page, city_a: RunNights) -> None:
    linked = read(city_a, "units").drop_nulls(["group", "match_probability"])
    total = next(row for row in page.tables["errors"] if row[0].startswith("错关联 · 合计"))
    assert whole(total[1].removesuffix(" 处")) == linked.height
    assert float(total[2]) == pytest.approx((1 - linked["match_probability"]).sum(), abs=0.06)


def test_what_changed_is_what_the_two_nights_say(page: Page, city_a: RunNights) -> None:
    tonight = read(city_a, "events").filter(pl.col("night") == NIGHT)
    assert len(page.tables.get("changes", [[]])) - 1 == min(tonight.height, 40)
    lake = Lake(city_a.home)
    before, now = (
        set(pl.read_parquet(lake.night(night) / "link" / "people.parquet")["person_key"])
        for night in (date(2026, 11, 21), NIGHT)
    )
    merged = set(tonight.filter(pl.col("kind") == "merge")["from_key"])
    assert now - before
    text = "".join(page.texts)
    assert f"新出现 {len(now - before)} 人" in text
    assert f"不再出现 {len(before - now - merged)} 人" in text


def test_events_are_listed_by_key() -> None:
    happened = [
        {"kind": kind, "from_key": f"P{turn}", "to_key": "Q", "reason": "原人员的记录已全部归入现人员:3 处记录"}
        for turn, kind in enumerate(["merge", "split"] * 21)
    ]
    told = figures.changes({"merges": 21, "splits": 21, "new": 1, "gone": 0}, happened)
    assert list(told.rows[:2]) == [("合并", "P0", "Q", "3 处记录"), ("拆分", "P1", "Q", "3 处记录")]
    assert (len(told.rows), told.notes) == (40, ("另有 2 项未列出。",))


def test_what_was_capped_is_said() -> None:
    rows = [("number", "证号", 5, 5, 5, None, 0, 0), ("family", "同住户", 4, 2, 7, 900, 3, 1200)]
    columns = ["rule", "says", "pairs", "new_pairs", "together", "largest", "capped", "capped_units"]
    told = figures.blocking(pl.DataFrame(rows, schema=columns, orient="row"))
    assert "3 个过大的比对组未比对,1,200 个待定单元" in told.lead[1]
    assert list(told.rows[1]) == ["同住户", "4", "2", "7", "900", "3", "1,200"]
    assert told.rows[0][4] == "—"


def test_a_night_without_pairs_has_no_empty_picture() -> None:
    nothing = pl.DataFrame(schema={"bits": pl.Int32, "outcome": pl.String, "pairs": pl.UInt32})
    told = figures.distribution(nothing, MODEL)
    assert (told.pictures, told.rows) == ((), ())
    assert "没有" in told.lead[0]


def test_every_picture_has_words_and_a_table(page: Page, written: Path) -> None:
    pictures = [attributes for tag, attributes in page.tags if tag == "svg" and attributes.get("role") == "img"]
    assert len(pictures) == 6
    assert all(attributes["aria-label"] for attributes in pictures)
    html = written.read_text("utf-8")
    for section in html.split("<section ")[1:]:
        assert 'role="img"' not in section or "<table>" in section
    named = re.findall(r'\bid="([^"]+)"', html)
    assert len(named) == len(set(named)), "pictures must not share ids"


def test_the_page_stands_alone(page: Page, written: Path) -> None:
    assert not {"script", "link", "img", "iframe", "object", "use"} & {tag for tag, _ in page.tags}
    for _, attributes in page.tags:
        for name in ("src", "href", "xlink:href"):
            assert (attributes.get(name) or "#").startswith("#")
    html = written.read_text("utf-8")
    assert "@import" not in html
    assert not re.search(r"url\((?!#)", html)


def test_nobody_is_named(page: Page, city_a: RunNights) -> None:
    people = read(city_a, "people")
    text = "\n".join(page.texts)
    assert not [number for number in people["id_number"].drop_nulls() if number in text]
    named = set(people["name"].drop_nulls().filter(people["name"].drop_nulls().str.len_chars() >= 3))
    assert not [name for name in named if name in text]


def test_by_default_it_goes_into_the_home(city_a: RunNights, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(city_a.home / "journal", home / "journal")
    shutil.copytree(city_a.home / "lake" / "nights", home / "lake" / "nights")
    path = report(home, None)
    assert path == home / "reports" / "link-2026-11-22.html"
    assert [*path.parent.iterdir()] == [path]
    assert report(home, None).read_bytes() == path.read_bytes()


def test_what_is_missing_is_said(city_a: RunNights, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="还没有发布过的夜"):
        stored(tmp_path)
    home = tmp_path / "old"
    shutil.copytree(city_a.home / "journal", home / "journal")
    with pytest.raises(UsageError, match="旧版本"):
        stored(home)
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="无法写出"):
        report(city_a.home, tmp_path / "file" / "x.html")


@pytest.mark.long
def test_a_browser_shows_it_without_scrolling_sideways(written: Path, tmp_path: Path) -> None:
    """Chromium lays the page out at 1280 pixels; its own measure of the page must not be wider."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium fonts-noto-cjk")
    probe = """<script>document.title = [
        document.documentElement.scrollWidth, innerWidth, document.querySelectorAll('section').length,
        [...document.querySelectorAll('.picture svg')].filter(s => s.getBoundingClientRect().width > 400).length,
    ]</script>"""
    html = written.read_text("utf-8").replace("default-src 'none'", "script-src 'unsafe-inline'")
    copy = tmp_path / "page.html"
    copy.write_text(html.replace("</body>", probe + "</body>"), "utf-8")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--window-size=1280,720", f"--user-data-dir={tmp_path}"]
    done = subprocess.run([browser, *flags, "--dump-dom", copy.as_uri()], capture_output=True, text=True, check=True)
    title = re.search(r"<title>([\d,]+)</title>", done.stdout)
    assert title, done.stderr
    wide, window, sections, pictures = map(int, title[1].split(","))
    assert wide <= window <= 1280
    assert sections == html.count("<section ")
    assert pictures == 6
