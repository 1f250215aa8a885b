"""`python -m review COMMAND`: Django's commands with the desk's settings."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run one command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "review.settings")
    execute_from_command_line([sys.argv[0] if sys.argv[0].endswith("review") else "python -m review", *sys.argv[1:]])


if __name__ == "__main__":
    main()
