"""The front door of privacy: how long a class of data is kept, in words."""

from hrapp.modules.privacy.rules import MONTHS


def words_in_months(data: str) -> str:
    return f"{MONTHS[data]} months" if data in MONTHS else "stays"


__all__ = ["words_in_months"]
