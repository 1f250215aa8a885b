"""The house itself: what may lie at the top, what may never be written down, and that the pins agree."""

from __future__ import annotations

import importlib
import re
import tomllib

import pytest
import yaml

from tests.house.tree import ROOT, files, text

TOP = {
    ".ci", ".gitignore", ".pre-commit-config.yaml", "CHANGELOG.md", "LICENSE", "README.md", "README.zh-CN.md", "data",
    "docs", "flows", "prefect.yaml", "pyproject.toml", "requirements.lock", "review", "schemas", "sql", "tests",
    "transforms",
}  # fmt: skip

# A personal machine or a private index must not show in a public tree.
REGISTRY = re.compile(r"(?:https?|file)://[^ \"]*/(?:simple|packages)(?:/|\"|$)|files\.pythonhosted\.org", re.M)
MACHINE = re.compile(r"(?:^|[^a-zA-Z0-9_./-])/(?:work|root|opt|home)/", re.M)
OPEN_ENDS = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b|raise Not" + r"ImplementedError")

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
DIRECT = PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")


def written(name: str, pattern: re.Pattern[str]) -> list[str]:
    """Places of a text file that match; a table of data (csv) or a binary file is not read."""
    content = None if name.endswith(".csv") else text(name)
    return [] if content is None else [match.group() for match in pattern.finditer(content)]


def test_nothing_else_at_the_top() -> None:
    assert {name.split("/")[0] for name in files()} - TOP == set()


@pytest.mark.parametrize("pattern", [REGISTRY, MACHINE], ids=["registry address", "machine path"])
def test_no_traces_of_a_machine(pattern: re.Pattern[str]) -> None:
    assert {name: found for name in files() if (found := written(name, pattern))} == {}


def test_nothing_is_left_open() -> None:
    code = [name for name in files() if name.endswith((".py", ".sql"))]
    assert {name: found for name in code if (found := written(name, OPEN_ENDS))} == {}


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (REGISTRY, "--index-url https://mirror.example/py" + "pi/simple/"),
        (REGISTRY, 'url = "https://host.example/packages' + '/ab/x.whl"'),
        (MACHINE, "see /ro" + "ot/.cache"),
        (MACHINE, "home = '/wo" + "rk/main'"),
        (OPEN_ENDS, "# TO" + "DO later"),
    ],
)
def test_traces_are_found(pattern: re.Pattern[str], line: str) -> None:
    assert pattern.search(line)


@pytest.mark.parametrize("line", ["docs/work/notes", "https://docs.example/simplest", "a / work / b", "network/opt/x"])
def test_ordinary_words_are_no_traces(line: str) -> None:
    assert not REGISTRY.search(line)
    assert not MACHINE.search(line)


def test_uv_lock_is_ignored() -> None:
    assert "uv.lock" in (ROOT / ".gitignore").read_text("utf-8").split()
    assert "uv.lock" not in files()


def pinned(requirement: str) -> tuple[str, str]:
    """Name and version of an exact pin; ValueError for anything looser."""
    match = re.fullmatch(r"([A-Za-z0-9._-]+)(?:\[[a-z,]+\])?==([0-9][0-9A-Za-z.]*)", requirement)
    if match is None:
        raise ValueError(f"{requirement}: not an exact pin")
    return match[1].lower().replace("_", "-"), match[2]


@pytest.mark.parametrize("requirement", DIRECT)
def test_pins_are_exact_and_locked(requirement: str) -> None:
    name, version = pinned(requirement)
    assert re.search(rf"^{re.escape(name)}(\[[^]]*\])?=={re.escape(version)}( ;.*)? \\$", LOCK, re.M)


@pytest.mark.parametrize("requirement", ["polars", "polars>=2.1", "polars==2.*", "polars==2.1.0,<3", "polars~=2.1"])
def test_loose_pin_is_refused(requirement: str) -> None:
    with pytest.raises(ValueError, match="not an exact pin"):
        pinned(requirement)


def test_lock_holds_hashes_and_no_address() -> None:
    entries = re.findall(r"^[a-z0-9][^\n]*", LOCK, re.M)
    assert len(entries) > len(DIRECT)
    assert all(re.match(r"[a-z0-9._-]+(\[[^]]*\])?==\S+", entry) for entry in entries)
    assert all(entry.endswith("\\") for entry in entries), "an entry without a hash"
    assert "://" not in LOCK
    assert "--index" not in LOCK
    assert "--find-links" not in LOCK


def test_deployments_are_the_nightly_flow_and_the_requests() -> None:
    """The module-path entrypoint is what a worker can start in an empty folder (docs/decisions/0002)."""
    deployed = yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8"))
    nightly, requests = deployed["deployments"]
    assert deployed["pull"] is None
    assert nightly["concurrency_limit"] == requests["concurrency_limit"] == 1
    assert requests["entrypoint"] == "flows.verify.watch.verification_requests"
    assert nightly["schedules"] == [{"cron": "30 1 * * *", "timezone": "Asia/Shanghai", "slug": "nightly"}]
    assert deployed["prefect-version"] == next(pin.partition("==")[2] for pin in DIRECT if pin.startswith("prefect=="))
    module, _, name = nightly["entrypoint"].rpartition(".")
    flow = getattr(importlib.import_module(module), name)
    assert type(flow).__name__ == "Flow"
    assert set(nightly.get("parameters") or {}) <= set(flow.parameters.properties)
