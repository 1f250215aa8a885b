"""The arrows between layers: flows -> transforms -> schemas, and nothing back."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from schemas.catalogue import TABLES
from tests.house.arrows import faults
from tests.house.tree import ROOT, files, modules, text

DEPARTMENTS = frozenset(table.department for table in TABLES.values())
FOUR = frozenset({"civil_affairs", "medical_insurance", "housing", "human_resources"})


@pytest.mark.parametrize("path", modules("flows", "transforms", "schemas", "review"))
def test_module_keeps_the_arrows(path: str) -> None:
    assert faults(path, text(path) or "", DEPARTMENTS) == []


@pytest.mark.parametrize(
    ("path", "source", "fault"),
    [
        ("schemas/facts.py", "from transforms.facts import Keyed", "schemas must not import transforms"),
        ("schemas/facts.py", "def f():\n    import flows.cli", "schemas must not import flows"),
        ("schemas/facts.py", "from .catalogue import TABLES", "relative import"),
        ("schemas/catalogue.py", "import os", "must not import os"),
        ("transforms/alerts.py", "import flows", "transforms must not import flows"),
        ("transforms/alerts.py", "import importlib\nimportlib.import_module('flows.files')", "must not import flows"),
        ("transforms/alerts.py", "from prefect import task", "prefect is imported but no @flow"),
        ("transforms/alerts.py", "from os import environ", "must not import os.environ"),
        ("transforms/alerts.py", "from pathlib import Path", "must not import pathlib"),
        ("transforms/alerts.py", "open('x')", "must not open files"),
        ("transforms/alerts.py", "import polars as pl\npl.scan_parquet(p)", "must not open files"),
        ("transforms/alerts.py", "frame.write_parquet(p)", "must not open files"),
        ("transforms/alerts.py", "con.sql(\"SELECT * FROM read_parquet('x')\")", "through SQL"),
        ("transforms/alerts.py", "import time", "must not import time"),
        ("transforms/alerts.py", "from datetime import datetime\nx = datetime.now()", "must not read the clock"),
        ("transforms/alerts.py", "import datetime\nx = datetime.date.today()", "must not read the clock"),
        ("transforms/alerts.py", "import random\nx = random.choice(y)", "chance without a seed"),
        ("transforms/alerts.py", "import random\nx = random.Random()", "chance without a seed"),
        ("transforms/alerts.py", "import numpy as np\nx = np.random.rand(3)", "chance without a seed"),
        ("transforms/alerts.py", "import numpy as np\nx = np.random.default_rng()", "chance without a seed"),
        ("transforms/alerts.py", "import tests.house.tree", "must not import tests"),
        ("transforms/stage/housing.py", "from transforms.stage import civil_affairs", "not import one another"),
        ("transforms/link/keys.py", "import schemas.housing", "must not know departments"),
        ("transforms/link/keys.py", "x = 'housing.properties'", "must not name a department"),
        ("transforms/rules/engine.py", "from transforms.stage.housing import quirks", "must not know departments"),
        ("transforms/rules/engine.py", "import duckdb\nduckdb.connect(name)", "only flows/warehouse.py opens"),
        ("flows/steps.py", "import duckdb\nduckdb.connect('x.duckdb')", "only flows/warehouse.py opens"),
        ("flows/steps.py", "import duckdb\nduckdb.connect(database=x)", "only flows/warehouse.py opens"),
        ("flows/steps.py", "from duckdb import connect\nconnect(x)", "only flows/warehouse.py opens"),
        ("flows/steps.py", "con.execute(f\"ATTACH '{path}' AS old\")", "only flows/warehouse.py attaches"),
        ("flows/steps.py", "import python_calamine", "only the reading modules"),
        ("flows/steps.py", "from pyarrow import csv", "only the reading modules"),
        ("flows/steps.py", "import polars as pl\npl.read_excel(x)", "only the reading modules"),
        ("flows/cli.py", "def f():\n    from prefect import flow", "prefect is imported but no @flow"),
        ("review/pages.py", "from flows import warehouse", "review must not import flows"),
        ("review/pages.py", "from transforms import alerts", "review must not import transforms"),
        ("review/pipeline/home.py", "from review.models import Alert", "knows nothing of the desk's pages"),
        ("review/pipeline/home.py", "import django.db", "knows nothing of the desk's pages"),
        ("flows/desk.py", "from review import models", "flows must not import review"),
    ],
)
def test_wrong_arrow_is_refused(path: str, source: str, fault: str) -> None:
    assert any(fault in found for found in faults(path, source, FOUR))


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("schemas/catalogue.py", "import pkgutil\nfrom schemas.types import column"),
        ("transforms/alerts.py", "from datetime import date\nimport polars as pl\nfrom schemas.facts import FACTS"),
        ("transforms/alerts.py", "from io import BytesIO\nfrom pathlib import PurePosixPath"),
        ("transforms/alerts.py", '"""Text of a docstring may say prefect, open(x) and datetime.now()."""'),
        ("transforms/alerts.py", "import duckdb\ncon = duckdb.connect(':memory:')\nalone = duckdb.connect()"),
        (
            "transforms/sample/city.py",
            "import random\nimport numpy as np\na = random.Random(7)\nb = np.random.default_rng(7)",
        ),
        ("transforms/stage/housing.py", "from schemas import housing\nfrom transforms.stage.fields import yuan"),
        ("transforms/facts.py", "TABLE = 'housing.properties'"),
        ("flows/warehouse.py", "import duckdb\nduckdb.connect(str(path))\ncon.execute(f\"ATTACH '{path}'\")"),
        ("flows/reading/excel_file.py", "import python_calamine\nimport os"),
        ("flows/reading/text.py", "import pyarrow.csv"),
        ("flows/nightly.py", "from prefect import flow\n@flow(name='nightly')\ndef nightly(): ..."),
        ("review/pages.py", "import django\nfrom review import queries"),
        ("review/pipeline/home.py", "from flows.published import opened\nfrom review.pipeline.masks import mask_name"),
    ],
)
def test_right_arrow_is_let_through(path: str, source: str) -> None:
    assert faults(path, source, FOUR) == []


def test_the_command_line_starts_without_what_is_slow_to_load() -> None:
    """`hedui --help` must not wait for polars, nor `hedui nightly --plain` two seconds for prefect."""
    program = "import sys, flows.cli; print(*{'prefect', 'polars', 'pyarrow', 'duckdb'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.returncode) == ("", 0), done.stderr


# What would make a night differ from its replay, or reach past the tables a rule declares.
FORBIDDEN_IN_SQL = (
    "current_date", "current_timestamp", "now(", "today(", "random(", "uuid(", "gen_random_uuid(", "any_value(",
    "read_csv", "read_parquet", "read_json", "attach ", "install ", "copy ",
)  # fmt: skip


def sql_faults(statement: str) -> list[str]:
    """Words no file in sql/ may use; the head of a rule and line comments are left out."""
    body = statement.rpartition("---*/")[2].lower()
    code = "\n".join(line.partition("--")[0] for line in body.splitlines())
    return [word for word in FORBIDDEN_IN_SQL if re.search(rf"(?<![a-z_]){re.escape(word)}", code)]


@pytest.mark.parametrize("path", [name for name in files() if name.startswith("sql/") and name.endswith(".sql")])
def test_sql_is_repeatable(path: str) -> None:
    assert sql_faults(text(path) or "") == []


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("/*---\nsentence: now()\n---*/\nSELECT as_of FROM night -- not now()", []),
        ("SELECT household_random(x), known(y) FROM t", []),
        ("SELECT now()", ["now("]),
        ("SELECT CURRENT_DATE", ["current_date"]),
        ("SELECT any_value(x) FROM t", ["any_value("]),
        ("SELECT * FROM read_csv('x')", ["read_csv"]),
    ],
)
def test_unrepeatable_sql_is_refused(statement: str, words: list[str]) -> None:
    assert sql_faults(statement) == words
