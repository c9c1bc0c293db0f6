"""What rbac answers the kernel with: who may what, and whether there are two to be asked."""

from __future__ import annotations

from hrapp.modules.rbac.access import Access
from hrapp.modules.rbac.actions import both_claimed


class Policy(Access):
    async def two_are_there(self) -> bool:
        return await both_claimed()
