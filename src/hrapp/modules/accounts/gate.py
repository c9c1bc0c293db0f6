"""What the kernel asks of accounts: who is this browser, and is it still they?"""

from __future__ import annotations

from hrapp.kernel import clock
from hrapp.kernel.access import Viewer
from hrapp.kernel.errors import Invalid
from hrapp.kernel.text import gettext as _
from hrapp.kernel.work import emit, unit_of_work
from hrapp.modules.accounts import actions, factors, sessions, throttle
from hrapp.modules.accounts.events import ProofFailed
from hrapp.modules.accounts.queries import account_by_id, active_standing_of, factor_of, viewer_of
from hrapp.modules.accounts.rules import SEEN_EVERY


class Gate:
    """Provides the kernel's SignIn port."""

    async def viewer(self, token: str) -> tuple[Viewer, bytes] | None:
        return await viewer_of(token)

    async def standing(self, account: str) -> Viewer | None:
        return await active_standing_of(account, clock.today())

    async def seen(self, viewer: Viewer) -> None:
        """After a page, in a unit of its own, and only once a minute: pages that read stay pages that read."""
        last, now = viewer.session.seen_at, clock.now()
        if last is not None and now - last >= SEEN_EVERY:
            async with unit_of_work(viewer.actor):
                await sessions.seen(viewer.session.id, now)

    async def asks(self, viewer: Viewer) -> str:
        factor = await factor_of(viewer.account)
        return "code" if factor and factor.confirmed_at else "password"

    async def prove(self, viewer: Viewer, password: str, code: str) -> str:
        """Whoever has a factor shows that one: a password may be kept by the browser."""
        try:
            if await self.asks(viewer) == "code":
                await factors.check(viewer.account, code, f"proof:{viewer.session.id}")
            else:
                await self._password(viewer, password)
        except Invalid:
            throttle.failed()
            await emit(ProofFailed(object=viewer.account, person=viewer.person))
            raise
        return await sessions.renamed(viewer.session.id)

    async def _password(self, viewer: Viewer, password: str) -> None:
        account = await account_by_id(viewer.account)
        if account is None or not await actions.is_password(account, password, f"proof:{viewer.session.id}"):
            raise Invalid({"password": _("This is not your current password.")})
