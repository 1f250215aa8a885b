"""YAML in which every scalar stays the text that was written, except true, false and nothing.

PyYAML reads 0.1 as a float, 010 as eight, 2026-07-01 as a date and `on` as true. Policy files and rule heads
hold money, codes and the key "on", so nothing may be guessed before the field's own type is known.
A key written twice is a fault here, not a silent overwrite.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from typing import Any

import yaml

_MERGE = "tag:yaml.org,2002:merge"


class YamlError(ValueError):
    """The text is no YAML of this kind; the message says where."""


class _TextLoader(yaml.CSafeLoader):
    """libyaml's safe loader (ten times the pace of the Python one) without its implicit numbers, dates and yes/no."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            if key_node.tag == _MERGE:
                continue
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise YamlError(f"第{key_node.start_mark.line + 1}行:键 {key} 写了两次")
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


_TextLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_TextLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:~|null|)$"), ["~", "n", ""])
_TextLoader.add_implicit_resolver(_MERGE, re.compile(r"^<<$"), ["<"])


def load_text(text: str) -> Any:
    """Mappings, lists and texts of a YAML document; `true`, `false` and null as such.

    Raises YamlError with the line of the fault.
    """
    try:
        return yaml.load(text, Loader=_TextLoader)
    except yaml.MarkedYAMLError as fault:
        line = f"第{fault.problem_mark.line + 1}行:" if fault.problem_mark else ""
        raise YamlError(f"{line}不是合格的 YAML({fault.problem or fault.context})") from fault
    except yaml.YAMLError as fault:
        raise YamlError("不是合格的 YAML(含有不允许的字符)") from fault
