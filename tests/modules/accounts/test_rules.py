"""Limits, waits, places, codes and passwords, decided without a clock or a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from hrapp.modules.accounts import rules
from hrapp.modules.accounts.password_rule import COMMON, LONG, OWN, REPEATS, SHORT, password_problem


def test_whoever_sees_protected_data_has_shorter_sessions() -> None:
    assert rules.limits(True, "factor") == rules.Limits(timedelta(minutes=30), timedelta(hours=12))
    assert rules.limits(False, "single") == rules.Limits(timedelta(hours=12), timedelta(days=7))
    assert rules.limits(False, "password").whole == timedelta(minutes=15), "between password and factor"
    assert rules.limits(True, "door") == rules.USUAL


def test_waiting_grows_to_a_minute_and_no_further() -> None:
    waits = [rules.wait_after(n).total_seconds() for n in range(1, 14)]
    assert waits == [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_a_row_of_failures_is_told_ever_more_rarely() -> None:
    assert [n for n in range(1, 100) if rules.is_told(n)] == [5, 10, 20, 40, 80]


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9%eth0", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_an_address_counts_for_its_network(address: str, place: str) -> None:
    assert rules.place(address) == place


@pytest.mark.parametrize(
    ("typed", "phone"),
    [
        ("138 0013 8000", "13800138000"),
        ("+86-138-0013-8000", "13800138000"),
        ("008613800138000", "13800138000"),
        ("010-12345678", "01012345678"),
        ("8612345678", "8612345678"),
        ("E004", ""),
        ("12", ""),
        ("１３８００１３８０００", ""),
    ],
)
def test_a_telephone_number_is_its_digits(typed: str, phone: str) -> None:
    assert rules.as_phone(typed) == phone


def test_a_browser_has_a_name_people_recognise() -> None:
    chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"
    wechat = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 MicroMessenger/8.0"
    assert (rules.browser_name(chrome), rules.browser_name(wechat)) == ("Chrome · Windows", "微信 · Android")
    assert rules.browser_name("curl/8") == ""


def test_a_code_fits_half_a_minute_early_or_late_and_never_twice() -> None:
    seed, now = pyotp.random_base32(), datetime(2026, 10, 15, 2, 0, 10, tzinfo=UTC)
    present = int(now.timestamp()) // 30
    codes = pyotp.TOTP(seed)
    for step in (-1, 0, 1):
        assert rules.fitting_step(seed, codes.generate_otp(present + step), now, 0) == present + step
    for step in (-2, 2):
        assert rules.fitting_step(seed, codes.generate_otp(present + step), now, 0) is None
    assert rules.fitting_step(seed, codes.generate_otp(present), now, present) is None, "used already"
    assert rules.fitting_step(seed, "", now, 0) is None


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("four plain words of mine", None),
        ("窗外的桂花又开了十二年", SHORT),
        ("窗外的桂花又开了，十二年前也是", None),
        ("kT9#mfe2Lq", SHORT),
        ("x9" * 101, LONG),
        ("aaaaaaaaaaaaaaa", REPEATS),
        ("abcdabcdabcd", REPEATS),
        ("password1234", COMMON),
        ("P@ssw0rd2026!", COMMON),
        ("iloveyou123456", COMMON),
        ("woaini5201314", COMMON),
        ("woaini1314520!", COMMON),
        ("123456789012", COMMON),
        ("qwertyuiop123", COMMON),
        ("zhangwei19900101", COMMON),
        ("wangfang900101", COMMON),
        ("1qaz2wsx3edc", COMMON),
        ("hrapp2026hrapp", COMMON),
        ("trustno1trustno1", COMMON),
        ("unser e004 und mehr", OWN),
        ("莫兰的密码不告诉任何人呀", OWN),
        ("13800138000 is mine", OWN),
        ("星河科技欢迎你每天来上班呀", OWN),
    ],
)
def test_what_is_tried_first_is_refused_and_length_is_enough(password: str, problem: str | None) -> None:
    assert password_problem(password, ("e004", "莫兰", "13800138000", "星河科技", "")) == problem
