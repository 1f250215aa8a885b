"""Walks nights in forked children, so that a test can kill many of them without paying for the imports each time.

    python -m tests.faults.forker      in: a line "INBOX HOME AS_OF"    out: the child's pid
                                       in: a line "end"                 out: how it ended

A child stands as a zombie until it is asked for, so its pid cannot meanwhile be somebody else's.

Nothing here has run polars or DuckDB before the fork: their threads would not survive it.
"""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

from flows.resources import code_version
from flows.rulebase import parsed_rules
from tests.flows.nights import Nights


def walk(inbox: str, home: str, as_of: str) -> int:
    """Run what is due; the exit code of the command."""
    return Nights(Path(inbox), Path(home)).run(date.fromisoformat(as_of)).exit_code


def main() -> None:
    """Fork a child for each line, one at a time. What is pure Python is warmed up for all of them."""
    parsed_rules()
    code_version()
    while line := sys.stdin.readline():
        child = os.fork()
        if child == 0:
            code = 99
            try:
                code = walk(*line.split())
            finally:
                os._exit(code)
        print(child, flush=True)
        sys.stdin.readline()
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
