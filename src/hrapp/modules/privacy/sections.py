"""The section `privacy` of the company file."""

from __future__ import annotations

from typing import Any

import msgspec

from hrapp.kernel import settings_store
from hrapp.modules.privacy.settings import KEY, PrivacySettings


class PrivacyFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    privacy: PrivacySettings


async def apply_privacy(file: PrivacyFile) -> bool:
    return await settings_store.write(KEY, msgspec.to_builtins(file.privacy))


async def export_privacy() -> dict[str, Any]:
    stored = await settings_store.read(KEY)
    return {KEY: msgspec.to_builtins(msgspec.convert(stored, PrivacySettings))} if stored else {}
