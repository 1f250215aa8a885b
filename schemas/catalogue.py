"""The registry: every delivered table, found by walking the modules of this package.

A module that declares `DEPARTMENT` is a department; its name is the department's key and every `Table` it
defines is one of its tables. A new department is a new module: nothing here changes.
"""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from types import ModuleType

import schemas
from schemas.types import Department, PersonColumns, Table

__all__ = ["TABLES", "ColumnSpec", "PersonColumns", "TableSpec"]

# Modules that are no department. Not imported here: some of them import this registry.
_OTHERS = frozenset({"catalogue", "facts", "marts", "published", "request", "types"})


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One column as the contract has it. `type` is "code" when there are codes; `unit` is Chinese, "" without one."""

    name: str
    header: str
    type: str
    required: bool
    codes: tuple[str, ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One delivered table. `label` is its Chinese name, `grain` the first line of its model's docstring."""

    department: str
    table: str
    department_label: str
    label: str
    kind: str
    model: type[Table]
    columns: tuple[ColumnSpec, ...]
    persons: tuple[PersonColumns, ...]
    grain: str
    nightly: bool = True

    @property
    def key(self) -> str:
        """`department.table`, as findings and facts name their source."""
        return f"{self.department}.{self.table}"

    @property
    def is_event(self) -> bool:
        """Whether history adds up over batches (otherwise every batch is the full content)."""
        return self.kind == "event"

    @property
    def headers(self) -> dict[str, str]:
        """Chinese header -> canonical column name."""
        return {column.header: column.name for column in self.columns}

    def column(self, name: str) -> ColumnSpec:
        """The column of that canonical name; KeyError when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.key} has no column {name}")


def _columns(model: type[Table]) -> tuple[ColumnSpec, ...]:
    return tuple(
        ColumnSpec(
            name=name,
            header=column.title,
            type=column.metadata["type"],
            required=not column.nullable,
            codes=column.metadata["codes"],
            unit=column.metadata["unit"],
        )
        for name, column in model.to_schema().columns.items()
    )


def tables_of(module: ModuleType, department: Department) -> list[TableSpec]:
    """Tables of one department's module, in the order they are written there."""
    key = module.__name__.rpartition(".")[2]
    models = [
        value
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Table) and value.__module__ == module.__name__
    ]
    return [
        TableSpec(
            department=key,
            table=model.Config.name,
            department_label=department.label,
            label=model.Config.title,
            kind=model.Config.metadata["kind"],
            model=model,
            columns=_columns(model),
            persons=tuple(model.Config.metadata["persons"]),
            grain=(model.__doc__ or "").strip().splitlines()[0],
            nightly=department.nightly,
        )
        for model in models
    ]


def _discover() -> dict[str, TableSpec]:
    """All tables by key, departments sorted by their declared order."""
    names = [module.name for module in pkgutil.iter_modules(schemas.__path__) if module.name not in _OTHERS]
    modules = [importlib.import_module(f"schemas.{name}") for name in names]
    found = [(module.DEPARTMENT, module) for module in modules if hasattr(module, "DEPARTMENT")]
    found.sort(key=lambda pair: (pair[0].order, pair[1].__name__))
    return {spec.key: spec for department, module in found for spec in tables_of(module, department)}


TABLES: dict[str, TableSpec] = _discover()
"""Every delivered table by "department.table", in the order of the contract."""
