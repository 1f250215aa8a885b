"""Which module may name which. Files are read with `ast`; nothing is imported or run.

The rules stand in docs/decisions/0001-the-walk-and-its-layers.md; a fault is one sentence a person can act on.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

MAY_IMPORT = {
    "schemas": {"schemas"},
    "transforms": {"transforms", "schemas"},
    "flows": {"flows", "transforms", "schemas"},
    "review": {"review"},
    "review/pipeline": {"review", "flows", "transforms", "schemas"},  # the desk's one door (decision 0022)
}
# What reaches outside: a transform is given its day, its texts and its frames as arguments.
WORLD = {
    "prefect", "os", "pathlib", "io", "shutil", "glob", "tempfile", "subprocess", "socket", "urllib", "http",
    "requests", "httpx", "fsspec", "time", "secrets", "uuid", "getpass", "platform", "sqlite3", "multiprocessing",
}  # fmt: skip
# Names of those modules that touch nothing: a path that is never opened, a file that is only memory.
HARMLESS = {"pathlib.PurePath", "pathlib.PurePosixPath", "io.BytesIO", "io.StringIO"}
READERS = {"python_calamine", "fastexcel", "openpyxl", "xlrd", "pyarrow.csv", "csv"}
READING_CALLS = {"read_csv", "scan_csv", "read_csv_batched", "read_excel"}
FILE_CALLS = READING_CALLS | {
    "read_parquet", "scan_parquet", "read_ipc", "scan_ipc", "read_json", "read_ndjson", "scan_ndjson", "read_text",
    "read_bytes", "write_text", "write_bytes", "write_parquet", "write_csv", "write_excel", "write_ipc", "write_json",
    "sink_parquet", "sink_csv", "sink_ipc", "sink_ndjson",
}  # fmt: skip
CLOCK_CALLS = {"now", "today", "utcnow"}
SEEDED = {"Random", "default_rng", "Generator", "SeedSequence", "PCG64"}
FILE_SQL = re.compile(r"\bATTACH\s+(IF|OR|'|\{|\?|\$)|\bread_(csv|parquet|json)\w*\s*\(|\bCOPY\b.+\bTO\b", re.S)
WAREHOUSE = "flows/warehouse.py"
READING_MODULES = re.compile(r"flows/(reference|reading/\w+)\.py")  # the centre's own texts; delivered files


def faults(path: str, source: str, departments: frozenset[str] = frozenset()) -> list[str]:
    """Sentences saying which arrows of the module at `path` (from the repository's root) are wrong; empty when none."""
    layer = "review/pipeline" if path.startswith("review/pipeline/") else PurePosixPath(path).parts[0]
    tree = ast.parse(source)
    found = [
        *_layer_faults(layer, tree),
        *_prefect_faults(path, tree),
        *_department_faults(path, tree, departments),
        *_warehouse_faults(path, tree),
        *_reader_faults(path, tree),
    ]
    if layer in ("transforms", "schemas"):
        found += _purity_faults(layer, tree)
    return [f"{path}: {fault}" for fault in dict.fromkeys(found)]


def imported(tree: ast.Module) -> Iterator[str]:
    """Full dotted names a module imports anywhere in it, lazily or dynamically too; `from a import b` gives a.b."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and _called(node)[-1] in ("import_module", "__import__") and node.args:
            yield _leading_text(node.args[0])


def _leading_text(node: ast.expr) -> str:
    """The constant a string expression begins with: f"schemas.{name}" gives "schemas."; empty when it has none."""
    first = node.values[0] if isinstance(node, ast.JoinedStr) and node.values else node
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""


def _called(node: ast.Call) -> tuple[str, ...]:
    """The dotted name of a call: con.sql(...) gives ("con", "sql"); a call on an expression its last name."""
    names: list[str] = []
    target: ast.expr = node.func
    while isinstance(target, ast.Attribute):
        names.append(target.attr)
        target = target.value
    if isinstance(target, ast.Name):
        names.append(target.id)
    return tuple(reversed(names)) or ("",)


def _calls(tree: ast.Module) -> Iterator[tuple[tuple[str, ...], ast.Call]]:
    return ((_called(node), node) for node in ast.walk(tree) if isinstance(node, ast.Call))


def _texts(tree: ast.Module) -> Iterator[str]:
    """Every string of a module but its docstrings."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def _within(name: str, packages: set[str]) -> bool:
    return any(name == package or name.startswith(package + ".") for package in packages)


def _layer_faults(layer: str, tree: ast.Module) -> Iterator[str]:
    for name in imported(tree):
        top = name.split(".")[0]
        if name.startswith("."):
            yield f"relative import {name}: write the full name, so that the arrow can be seen"
        elif top in MAY_IMPORT and top not in MAY_IMPORT.get(layer, set(MAY_IMPORT)):
            yield f"{layer} must not import {top} ({name})"
        elif layer == "review/pipeline" and (top == "django" or (top == "review" and not _own(name))):
            yield f"{layer} knows nothing of the desk's pages and tables ({name})"
        elif top == "tests":
            yield f"{layer} must not import tests"


def _own(name: str) -> bool:
    return _within(name, {"review.pipeline"})


def _purity_faults(layer: str, tree: ast.Module) -> Iterator[str]:
    for name in imported(tree):
        if _within(name, WORLD) and name not in HARMLESS:
            yield f"{layer} must not import {name}: pass what it gives as an argument"
    for called, node in _calls(tree):
        if called in (("open",), ("input",), ("print",)) or (len(called) > 1 and called[-1] in FILE_CALLS):
            yield f"{layer} must not open files or talk: {'.'.join(called)}(...) belongs in flows"
        if called[-1] in CLOCK_CALLS and not node.args and not node.keywords and len(called) > 1:
            yield f"{layer} must not read the clock: {'.'.join(called)}(); the day is an argument"
        if "random" in called[:-1] and called[-1] not in SEEDED:
            yield f"{layer} must not use chance without a seed: {'.'.join(called)}(...)"
        if called[-1] in ("Random", "default_rng") and not node.args and not node.keywords:
            yield f"{layer} must not use chance without a seed: {'.'.join(called)}()"
    for text in _texts(tree):
        if match := FILE_SQL.search(text):
            yield f"{layer} must not read or write files through SQL: {match.group()[:30]!r}"


def _prefect_faults(path: str, tree: ast.Module) -> Iterator[str]:
    if any(_within(name, {"prefect"}) for name in imported(tree)) and not _defines_a_flow(tree):
        yield "prefect is imported but no @flow stands here: only the module of a flow may import it"


def _defines_a_flow(tree: ast.Module) -> bool:
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for decorator in node.decorator_list:
                target = decorator.func if isinstance(decorator, ast.Call) else decorator
                if isinstance(target, ast.Name) and target.id == "flow":
                    return True
    return False


def _department_faults(path: str, tree: ast.Module, departments: frozenset[str]) -> Iterator[str]:
    own = PurePosixPath(path).stem
    blind = path.startswith(("transforms/link/", "transforms/rules/"))
    for name in imported(tree):
        named = (set(name.split(".")) & departments) - ({own} if own in departments else set())
        if named and own in departments:
            yield f"department modules must not import one another ({name})"
        elif named and blind:
            yield f"linking and rules must not know departments ({name})"
    if path.startswith("transforms/link/"):
        # A person is a person whoever delivered the record; rules, though, speak of delivered tables in their examples.
        for text in _texts(tree):
            if text.split(".")[0] in departments:
                yield f"linking must not name a department ({text!r})"


def _warehouse_faults(path: str, tree: ast.Module) -> Iterator[str]:
    if path == WAREHOUSE:
        return
    bare = any(name == "duckdb.connect" for name in imported(tree))
    for called, node in _calls(tree):
        if called == ("duckdb", "connect") or (bare and called == ("connect",)):
            target = next((k.value for k in node.keywords if k.arg == "database"), node.args[0] if node.args else None)
            if target is not None and not (isinstance(target, ast.Constant) and target.value == ":memory:"):
                yield f"only {WAREHOUSE} opens DuckDB files"
    if any(re.search(r"\bATTACH\s+(IF|OR|'|\{|\?|\$)", text) for text in _texts(tree)):
        yield f"only {WAREHOUSE} attaches DuckDB files"


def _reader_faults(path: str, tree: ast.Module) -> Iterator[str]:
    if READING_MODULES.fullmatch(path):
        return
    for name in imported(tree):
        if _within(name, READERS):
            yield f"only the reading modules of flows open delivered files ({name})"
    for called, _ in _calls(tree):
        if len(called) > 1 and called[-1] in READING_CALLS:
            yield f"only the reading modules of flows open delivered files ({'.'.join(called)})"
