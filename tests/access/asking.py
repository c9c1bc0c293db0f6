"""Pages of a generated organisation, asked for by its people: the answer beside the model's."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import httpx

from hrapp.kernel.registry import Registry
from hrapp.kernel.shell import SESSION_COOKIE
from hrapp.kernel.work import unit_of_work
from hrapp.modules.accounts.api import account_by_id, open_session

from ..browser import application
from .model import Right, World, _active, may


@dataclass(frozen=True)
class Answer:
    url: str
    account: str
    status: int
    model: bool

    @property
    def agrees(self) -> bool:
        """What is open opens; of what is closed nobody learns more than that there is nothing for them."""
        return self.status == 200 if self.model else self.status in (403, 404)


def pages_of_a_person(house: Registry, rights: Sequence[Right]) -> list[tuple[str, Right]]:
    """Every page about one person, whichever modules there are."""
    known = {right.name: right for right in rights}
    return [
        (path, known[page.opt["permission"]])
        for page in house.each(lambda m: m.pages)
        for path in sorted(page.paths)
        if "GET" in page.http_methods and "{person:str}" in path and path.count("{") == 1
    ]


async def answers(house: Registry, world: World, rights: Sequence[Right], most: int, seed: int = 1) -> list[Answer]:
    """A sample of all (who, page, about whom), half of it about what the model opens."""
    chance = random.Random(seed)
    every = [
        (account, path, subject, may(world, account, right, subject))
        for account in world.accounts
        if _active(world, account)
        for path, right in pages_of_a_person(house, rights)
        for subject in world.people
    ]
    chance.shuffle(every)
    open_, closed = [e for e in every if e[3]][: most // 2], [e for e in every if not e[3]][: most // 2]
    tokens: dict[str, str] = {}
    found = []
    transport = httpx.ASGITransport(app=application(), raise_app_exceptions=False)  # type: ignore[arg-type]
    for account, path, subject, allowed in (*open_, *closed):
        if account not in tokens:
            tokens[account] = await _session(account)
        async with httpx.AsyncClient(transport=transport, base_url="http://hrapp.test") as client:
            client.cookies.set(SESSION_COOKIE, tokens[account])
            url = path.replace("{person:str}", subject)
            answer = await client.get(url)
        found.append(Answer(url, account, answer.status_code, allowed))
    return found


async def _session(account: str) -> str:
    async with unit_of_work():
        row = await account_by_id(account)
        assert row
        return await open_session(row, "test", strength="door")
