"""The resident identity card number of GB 11643: 17 digits and a check digit."""

from __future__ import annotations

import re
from datetime import date

_FORM = re.compile(r"[1-9][0-9]{16}[0-9X]")
_CHECK_DIGITS = "10X98765432"
MALE, FEMALE = "男", "女"


def check_digit(first_17: str) -> str:
    """ISO 7064 MOD 11-2."""
    return _CHECK_DIGITS[sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(first_17)) % 11]


def is_valid(number: str) -> bool:
    return bool(_FORM.fullmatch(number)) and check_digit(number[:17]) == number[17] and birth_date(number) is not None


def birth_date(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def gender(number: str) -> str:
    """The 17th digit is odd for men."""
    return MALE if int(number[16]) % 2 else FEMALE
