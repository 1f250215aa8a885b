"""`python -m review COMMAND`: Django's commands with the desk's settings."""

from __future__ import annotations

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main() -> None:
    """Run one command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "review.settings")
    try:
        from django.conf import settings

        _ = settings.DEBUG  # read them, so that what is wrong with them is said in one sentence
    except ImproperlyConfigured as why:
        raise SystemExit(str(why)) from None
    execute_from_command_line([sys.argv[0] if sys.argv[0].endswith("review") else "python -m review", *sys.argv[1:]])


if __name__ == "__main__":
    main()
