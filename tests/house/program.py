"""What of a `hedui ...` call that a page shows the program does not have."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from typer.main import get_command

from flows.cli import app


def unknown(call: Sequence[str]) -> set[str]:
    """Sub-commands and options in the words after `hedui` that do not exist; empty if all do."""
    words, command = list(call), get_command(app)
    while words and words[0] in getattr(command, "commands", {}):
        command = command.commands[words.pop(0)]
    flags = {"--help"}
    valued: set[str] = set()
    for parameter in command.params:
        (flags if getattr(parameter, "is_flag", False) else valued).update(parameter.opts + parameter.secondary_opts)
    found = {word for word in words if word.startswith("--")} - flags - valued
    if getattr(command, "commands", None):  # what is no option, nor the value of one, was meant as a sub-command
        found |= {word for before, word in pairwise(["", *words]) if before not in valued and not word.startswith("-")}
    return found
