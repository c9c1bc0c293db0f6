"""The first accounts of a company: made before there is anybody in it, and taken by whoever holds the code.

An account that sees other people's data must be somebody's own, or nobody could keep it from deciding about itself.
So the first HR lead and general manager say who they are when they take theirs; whoever looks after the machine need
not be an employee.
"""

from __future__ import annotations

from datetime import date

import msgspec

from hrapp.kernel.database import DB
from hrapp.kernel.errors import Invalid
from hrapp.kernel.text import gettext as _
from hrapp.kernel.work import emit
from hrapp.modules.accounts.events import AccountMade
from hrapp.modules.accounts.queries import AccountRow, account_by_id, given_roles
from hrapp.modules.people.api import canonical_no, first_person, named

OF_A_PERSON = frozenset({"hr", "general_manager"})


class Who(msgspec.Struct, frozen=True):
    """What somebody says of themselves; empty where nobody was asked."""

    emp_no: str = ""
    name: str = ""
    hire_date: str = ""


NOBODY_ASKED = Who()


async def own_up(account: AccountRow, who: Who) -> AccountRow:
    """Who takes an account of a role that needs somebody: bound to the person of that 工号, who is made when there is
    none yet. Anybody else's account goes on as it is."""
    if account.person is not None or not await given_roles(account.id) & OF_A_PERSON:
        return account
    person = await _person(who)
    emp_no = canonical_no(who.emp_no)
    taken = await DB.fetch(
        "update accounts_account set person = $2, login = lower($3) where id = $1 and person is null and not exists"
        " (select 1 from accounts_account o where o.id <> $1 and (o.person = $2 or o.login = lower($3))) returning id",
        account.id,
        person,
        emp_no,
    )
    if not taken:
        raise Invalid({"emp_no": _("There is an account with this number already. Ask IT to use `hrapp user add`.")})
    await emit(AccountMade(object=account.id, person=person))
    bound = await account_by_id(account.id)
    assert bound is not None
    return bound


async def _person(who: Who) -> str:
    errors = {
        field: _("This is the first account of its kind. Please say who you are.")
        for field in ("emp_no", "name")
        if not getattr(who, field).strip()
    }
    if errors:
        raise Invalid(errors)
    found = await named(who.emp_no)
    if found is not None:
        if "".join(found.name.split()) != "".join(who.name.split()):
            raise Invalid({"name": _("The person with this number has another name. Check both.")})
        return found.id
    return await first_person(who.emp_no, who.name, _day(who.hire_date))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Invalid({"hire_date": _("Please enter the day you were hired, such as 2020-03-01.")}) from None
