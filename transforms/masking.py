"""Masking of personal values for screens, messages and logs. A masked value is for reading only, never for joining."""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Iterator, Mapping

_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"
_DIGIT = f"[0-9０-９][{_INVISIBLE}']*"
# 15 to 19 digits, the last perhaps an X: citizen numbers (15, 18; 17 where the check digit is cut off) and bank
# accounts (16 to 19). Part of a longer word of letters and digits (a sha256, a hex key) is left alone.
_NUMBER = re.compile(rf"(?<![0-9A-Za-z０-９])(?:{_DIGIT}){{15,19}}[XxＸｘ]?(?![0-9A-Za-z０-９])")
_MOBILE = re.compile(r"(?<![0-9A-Za-z.])1[3-9]\d{9}(?![0-9A-Za-z])")
_NAME_DOTS = "·•・."


def mask_id_number(number: str | None) -> str | None:
    """Keep the first 3 and last 4 characters: 999***********1234. Shorter than 8: all stars. Null stays null.

    The first three say the province and city only; the birth date is never shown.
    """
    return None if number is None else _keep(number.strip(), 3, 4)


def mask_id_in_print(number: str | None) -> str | None:
    """Keep the first 6 and last 4 of a number in a verification report, as is usual there. Null stays null.

    Whoever reads the report asked for this person by the whole number; the birth date is not shown to others.
    """
    return None if number is None else _keep(number.strip(), 6, 4)


def mask_account(account: str | None) -> str | None:
    """Keep the last 4 characters of a bank account. Null stays null."""
    return None if account is None else _keep(account.strip(), 0, 4)


def mask_phone(phone: str | None) -> str | None:
    """Keep the first 3 and last 4 of a mobile number, 138****1234; of anything shorter the last 2. Null stays null."""
    if phone is None:
        return None
    digits = phone.strip()
    return _keep(digits, 3, 4) if len(digits) >= 11 else _keep(digits, 0, 2)


def mask_name(name: str | None) -> str | None:
    """Keep the first character and the dots of a minority name: 张**, 阿**·买***. Null stays null."""
    if name is None:
        return None
    text = name.strip()
    return text[:1] + "".join(mark if mark in _NAME_DOTS else "*" for mark in text[1:])


def mask_text(text: str) -> str:
    """Mask whatever in a free text looks like a citizen number, a bank account or a mobile number."""
    return _MOBILE.sub(lambda hit: _keep(hit[0], 3, 4), _NUMBER.sub(lambda hit: _keep(hit[0], 3, 4), text))


class MaskingFilter(logging.Filter):
    """Masks numbers in every log record that passes: message, arguments, traceback and stack. Never drops a record.

    Of an exception only kinds and places are left: its text may quote a row with names and addresses, which no
    pattern finds. Put it on a handler: a filter on a logger does not see the records of its children.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record in place; later handlers see the masked text too."""
        record.msg, record.args = mask_text(_message(record)), ()
        if record.exc_info and record.exc_info[1] is not None:
            # A text that another handler made before holds the message.
            record.exc_text = "".join(_kinds_and_places(record.exc_info[1]))
        if record.exc_text:
            record.exc_text = mask_text(record.exc_text)
            # A formatter that renders tracebacks itself (rich) would start again from the live exception.
            record.exc_info = None
        if record.stack_info:
            record.stack_info = mask_text(record.stack_info)
        return True


def _message(record: logging.LogRecord) -> str:
    """The formatted message, of an exception its kind; arguments that do not fit must not bring the night down."""
    given = record.args
    if isinstance(given, Mapping):
        record.args = {name: _plain(value) for name, value in given.items()}
    elif given:
        record.args = tuple(map(_plain, given))
    try:
        return str(_plain(record.msg)) % record.args if record.args else str(_plain(record.msg))
    except (TypeError, ValueError, KeyError):
        return f"{_plain(record.msg)} {record.args}"


def _plain(value: object) -> object:
    return type(value).__name__ if isinstance(value, BaseException) else value


def _kinds_and_places(error: BaseException) -> Iterator[str]:
    """A traceback without messages, from the first cause to the error itself."""
    chain, one = [error], error
    while (before := one.__cause__ or (None if one.__suppress_context__ else one.__context__)) and before not in chain:
        chain.append(one := before)
    for one in reversed(chain):
        yield from traceback.format_tb(one.__traceback__)
        yield f"{type(one).__name__}\n"


def _keep(text: str, first: int, last: int) -> str:
    """Stars for all but the first and last characters; stars only where that would leave too little hidden."""
    hidden = len(text) - first - last
    if hidden < 1:
        return "*" * len(text)
    return text[:first] + "*" * hidden + text[len(text) - last :]
