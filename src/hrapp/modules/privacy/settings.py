"""What the company says about personal data: its notice and how long it keeps what."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from hrapp.kernel import settings_store
from hrapp.modules.privacy.rules import LEAST, MONTHS, MOST

KEY = "privacy"


class PrivacySettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """`notice` replaces the text that hrapp has; a higher `notice_version` asks everybody to read it again."""

    notice_version: int = 1
    notice: str | None = None
    contact: str | None = None
    months: dict[str, int] = {}
    source: str | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.notice_version <= 10_000:
            raise ValueError("notice_version is a number from 1 on")
        for data, months in self.months.items():
            if data not in MONTHS:
                raise ValueError(f"{data} is no class of data that is kept for a time: {', '.join(MONTHS)}")
            if not LEAST.get(data, 1) <= months <= MOST:
                raise ValueError(f"months of {data}: from {LEAST.get(data, 1)} to {MOST}")

    @property
    def kept(self) -> Mapping[str, int]:
        return {**MONTHS, **self.months}


async def privacy_settings() -> PrivacySettings:
    return msgspec.convert(await settings_store.read(KEY), PrivacySettings)
