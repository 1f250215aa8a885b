"""What can stop a night, and how it ends.

HeduiError
├── UsageError      wrong option, file or setting          exit 2
├── NightStoppedError nothing published, see the message      exit 1
└── AnotherRunError   another night is running on this home   exit 1
"""

from __future__ import annotations


class HeduiError(Exception):
    """An expected stop: the message is in Chinese, says what to do and holds no personal value."""

    exit_code = 1


class UsageError(HeduiError):
    """The command was given something that cannot be used."""

    exit_code = 2


class NightStoppedError(HeduiError):
    """The night could not be published; what was published before stays in force."""


class AnotherRunError(HeduiError):
    """A second run on the same home."""
