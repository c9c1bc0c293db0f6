"""Errors are told without the figures in them."""

from __future__ import annotations

import logging

import pytest

from hrapp.kernel.redacting import tell_errors_without_figures, without_figures


@pytest.mark.parametrize(
    ("told", "redacted"),
    [
        (
            "invalid input for query argument $5: Decimal('83914.27')",
            "invalid input for query argument $5: Decimal('…')",
        ),
        ("83914 and 83,914.27 and 8.50", "… and … and …"),
        ("身份证号440106199003071979重复", "身份证号…重复"),
        ("Key (blind)=(44010619900307197X) exists", "Key (blind)=(…) exists"),
        ('File "/usr/lib/python3.11/asyncio/base.py", line 1234, in run', None),
        ("no case 01M89SXMVFH2H2ZJFM661ASPX5 on 2026-10-15", None),
    ],
)
def test_figures_go_and_the_rest_stays(told: str, redacted: str | None) -> None:
    assert without_figures(told) == (told if redacted is None else redacted)


def test_a_traceback_in_any_log_is_told_without_them(caplog: pytest.LogCaptureFixture) -> None:
    usual = logging.getLogRecordFactory()
    tell_errors_without_figures()
    tell_errors_without_figures()
    try:
        try:
            raise ValueError(f"base pay {83914.27}")
        except ValueError:
            logging.getLogger("anybody").exception("it failed")
    finally:
        logging.setLogRecordFactory(usual)
    assert "ValueError: base pay …" in caplog.text and "83914" not in caplog.text
