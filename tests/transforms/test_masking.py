"""Masking of values, and of whatever slips into a log. All numbers are invented (prefix 9999)."""

import io
import logging

import pytest

from transforms.masking import MaskingFilter, mask_account, mask_id_number, mask_name, mask_phone, mask_text

NUMBER = "99990119930710962X"


@pytest.mark.parametrize(
    ("mask", "value", "shown"),
    [
        (mask_id_number, NUMBER, "999***********962X"),
        (mask_id_number, "999901930710962", "999********0962"),
        (mask_id_number, "1234567", "*******"),
        (mask_id_number, "", ""),
        (mask_id_number, None, None),
        (mask_name, "张三", "张*"),
        (mask_name, "欧阳修文", "欧***"),
        (mask_name, "阿依古丽·买买提", "阿***·***"),
        (mask_name, "丁", "丁"),
        (mask_name, None, None),
        (mask_phone, "13800001234", "138****1234"),
        (mask_phone, "86001234", "******34"),
        (mask_phone, None, None),
        (mask_account, "6222000011112222", "************2222"),
        (mask_account, None, None),
    ],
)
def test_mask(mask, value, shown) -> None:
    assert mask(value) == shown


@pytest.mark.parametrize(
    "text",
    [
        f"行 7 证号{NUMBER}无效",
        "number 999901199307109621, seen",
        "999901930710962",
        "99990119930710962",
        "９９９９０１１９９３０７１０９６２Ｘ",
        f"'{NUMBER}'",
        "9999011993\u200b07109621",
        "卡号6222000011112222333",
        "电话13800001234",
    ],
)
def test_mask_text_hides_the_middle(text: str) -> None:
    masked = mask_text(text)
    assert "****" in masked
    for middle in ("199307109", "930710", "９９３０７", "0000111", "80000"):
        assert middle not in masked


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-22 01:30:00",
        "rows 10000000",
        "a1b2c3d4e5f60718293a4b5c6d7e8f901234567890123456789",
        "99990123456789",
        "9.13800001234",
    ],
)
def test_mask_text_leaves_the_rest(text: str) -> None:
    assert mask_text(text) == text


def _logged(log, *arguments, **options) -> str:
    screen = io.StringIO()
    handler = logging.StreamHandler(screen)
    handler.addFilter(MaskingFilter())
    logger = logging.Logger("test")
    logger.addHandler(handler)
    getattr(logger, log)(*arguments, **options)
    return screen.getvalue()


def test_filter_masks_message_and_arguments() -> None:
    assert _logged("warning", "row %s of %s", 7, NUMBER) == "row 7 of 999***********962X\n"


def test_filter_masks_a_traceback() -> None:
    try:
        raise ValueError(f"bad {NUMBER}")
    except ValueError:
        shown = _logged("exception", "failed")
    assert "ValueError" in shown
    assert NUMBER not in shown


def test_filter_leaves_of_exceptions_kind_and_place_only() -> None:
    name = "王" + "小明"
    try:
        try:
            raise KeyError(name)
        except KeyError as cause:
            raise ValueError(f"row {name}") from cause
    except ValueError as error:
        shown = _logged("exception", "no row: %s", error) + _logged("error", error)
        shown += _logged("error", "%(a)s", {"a": error})
    assert "no row: ValueError" in shown
    assert "KeyError\n" in shown
    assert "test_masking.py" in shown
    assert name not in shown


def test_text_of_an_exception_made_by_another_handler_is_made_anew() -> None:
    try:
        raise ValueError(NUMBER[:3] + "王小明")
    except ValueError as error:
        record = logging.LogRecord("x", logging.ERROR, "x", 1, "failed", (), (ValueError, error, error.__traceback__))
    record.exc_text = "ValueError: 王小明"
    MaskingFilter().filter(record)
    assert record.exc_text.endswith("\nValueError\n")


def test_filter_survives_arguments_that_do_not_fit() -> None:
    assert "999***********962X" in _logged("error", "no place for it", NUMBER)
