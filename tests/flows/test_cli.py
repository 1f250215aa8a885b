"""The command: wrong use ends with 2 and one Chinese sentence, an accident with 1 and a private file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flows.settings import Settings, day_of, load
from tests.conftest import SmallCity
from tests.flows.nights import FIRST, THIRD, Said, hedui, told


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty working folder, and nothing of ours in the environment."""
    for name in [name for name in os.environ if name.upper().startswith("HEDUI_")]:
        monkeypatch.delenv(name)
    folder = tmp_path / "nowhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


WRONG: dict[str, tuple[str, str]] = {
    "no inbox": ("--inbox nowhere", "找不到收件目录 nowhere"),
    "an empty inbox": ("--inbox empty", "没有可处理的批次"),
    "nothing up to the day": ("--as-of 2026-11-19", "没有可处理的批次(截至 2026-11-19)"),
    "no policy": ("--policy nowhere.yml", "找不到政策参数文件"),
    "a policy folder without a file": ("--policy empty", "找不到政策参数文件"),
    "policy that is no text": ("--policy binary.yml", "不是 UTF-8 文本"),
    "policy that is a folder": ("--policy folder", "无法读取"),
    "policy that is no YAML": ("--policy broken.yml", "broken.yml"),
    "a policy value of a wrong kind": ("--policy wrong.yml", "standard"),
    "no site file": ("--site nowhere.yml", "找不到本地对照文件"),
    "an unknown site": ("--site broken.yml", "broken.yml"),
    "no divisions": ("--divisions nowhere.csv", "找不到区划名称文件"),
    "divisions without a column": ("--divisions columns.csv", "缺列"),
    "a bad day": ("--as-of 2026-02-30", "2026-02-30"),
    "a day written otherwise": ("--as-of 20261122", "20261122"),
    "an unknown option": ("--inbx x", "没有选项 --inbx"),
    "a word too many": ("x", "无法识别"),
    "an option without value": ("--home", "--home 缺少值"),
    "a release that names nothing": ("--release civil_affairs.payment@2026-11-20", "civil_affairs.payment@2026-11-20"),
    "a release without a day": ("--release civil_affairs.payments", "release"),
    "no settings file": ("--config nowhere.toml", "找不到配置文件"),
    "settings that are no TOML": ("--config broken.toml", "第 2 行"),
    "settings that are no text": ("--config binary.toml", "UTF-8"),
    "an unknown setting": ("--config unknown.toml", "inbix:没有这一项"),
    "a setting of a wrong kind": ("--config wrong.toml", "threads:应为整数"),
    "a home that is a file": ("--home columns.csv", "无法使用运行目录"),
}
FILES = {
    "binary.yml": b"\xff\xfe\x00",
    "broken.yml": b"locality: [",
    "wrong.yml": 'locality: "9999"\nname: 示例市\nstandard: {values: {2025-01-01: much}}\n'.encode(),
    "columns.csv": b"code,name\n1,2\n",
    "broken.toml": b'home = "x"\ninbox = "x\n',
    "binary.toml": b"\xff\xfe\x00",
    "unknown.toml": b'inbix = "x"\n',
    "wrong.toml": b'threads = "many"\n',
}


@pytest.mark.parametrize(
    ("case", "way"), [*((case, ["--plain"]) for case in WRONG), ("a policy value of a wrong kind", [])]
)
def test_wrong_use(small_city: SmallCity, nowhere: Path, case: str, way: list[str]) -> None:
    for name, content in FILES.items():
        (nowhere / name).write_bytes(content)
    (nowhere / "empty").mkdir()
    (nowhere / "folder" / "x.yml").mkdir(parents=True)
    words, message = WRONG[case]
    before = small_city.whole.contents()
    given = ["--inbox", small_city.whole.inbox, "--home", small_city.whole.home]
    said = hedui("nightly", *way, *given, *words.split())
    told(said, 2, message)
    assert small_city.whole.contents() == before
    assert {path.name for path in nowhere.iterdir()} == {*FILES, "empty", "folder"}


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("HEDUI_INBIX", "x", "没有这样的环境变量:HEDUI_INBIX"),
        ("HEDUI_AS_OF", "20261122", "as_of"),
        ("HEDUI_AS_OF", "2026-02-30", "没有这一天"),
        ("HEDUI_THREADS", "many", "threads:应为整数"),
        ("HEDUI_THREADS", "0", "threads"),
        ("HEDUI_MEMORY_LIMIT", "lots", "memory_limit"),
        ("HEDUI_RELEASE", "housing.rentals@2026-11-20", "JSON 列表"),
        ("HEDUI_INBOX", "nowhere", "找不到收件目录"),
    ],
)
def test_wrong_environment(monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str) -> None:
    monkeypatch.setenv(name, value)
    monkeypatch.setenv("HEDUI_HOME", "home")
    told(hedui("nightly"), 2, message)
    assert not Path("home").exists()


def test_wrong_use_of_the_other_commands() -> None:
    told(hedui("sample", "--people", 10, "--out", "x"), 2, "--people")
    told(hedui("sample"), 2, "--out")
    told(hedui("nightli"), 2, "无法识别")
    told(hedui("sample", "--start", "x", "--out", "x"), 2, "x")
    told(hedui("sample", "--damage", "x", "--out", "x"), 2, "none、field、hard")
    told(hedui("sample", "--clean", "--damage", "hard", "--out", "x"), 2, "--clean")


def test_command_line_over_environment_over_file_over_default(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    default = load(None)
    assert default.model_dump() == Settings().model_dump()
    (nowhere / "hedui.toml").write_text('inbox = "of_file"\nhome = "of_file"\npolicy = "of_file"\nas_of = 2026-11-20\n')
    monkeypatch.setenv("HEDUI_INBOX", "of_environment")
    monkeypatch.setenv("HEDUI_HOME", "of_environment")
    monkeypatch.setenv("HEDUI_RELEASE", '["housing.rentals@2026-11-20"]')
    monkeypatch.setenv("HEDUI_SITE", "")  # empty is not given
    settings = load(None, inbox=Path("of_command"), home=None)
    assert (str(settings.inbox), str(settings.home), str(settings.policy)) == (
        "of_command",
        "of_environment",
        "of_file",
    )
    assert (settings.as_of, settings.site) == (FIRST, None)
    assert settings.release == ("housing.rentals@2026-11-20",)
    assert settings.divisions == default.divisions
    (nowhere / "other.toml").write_text('policy = "of_other"\n')
    assert str(load(Path("other.toml")).policy) == "of_other"


@pytest.mark.parametrize(
    "text", ["2026-1-2", "20260102", "2026-01-02T00:00", " 2026-01-02", "2026-02-30", "٢٠٢٦-٠١-٠٢"]
)
def test_a_day_is_written_in_one_way(text: str) -> None:
    with pytest.raises(ValueError, match=r"[日天]"):
        day_of(text)


def test_a_quiet_run_says_so_by_either_way(small_city: SmallCity, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEDUI_INBOX", str(small_city.whole.inbox))
    monkeypatch.setenv("HEDUI_HOME", str(small_city.whole.home))
    before = small_city.whole.contents()
    for words in (["nightly"], ["nightly", "--plain"]):
        assert hedui(*words) == Said(0, f"没有新的交付,{THIRD} 的结果仍然有效:{small_city.whole.stable}\n", "")
    assert small_city.whole.contents() == before


def test_sample_and_real_city_are_never_mixed(small_city: SmallCity) -> None:
    before = small_city.whole.contents()
    told(hedui("nightly", "--home", small_city.whole.home), 2, "真实数据", "--home")
    assert small_city.whole.contents() == before


def test_a_mistaken_inbox_does_not_settle_what_a_home_holds(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    told(hedui("nightly", "--inbox", tmp_path / "inbox", "--home", tmp_path / "home"), 2, "没有可处理的批次")
    assert not (tmp_path / "home" / "journal" / "home.json").exists()
