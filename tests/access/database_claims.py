"""What the database refuses and what it lets through, said as the login that asks: one statement and its answer each.

`{eve}` is Eve's id, `{eve_a}` her account's. What is `given` was written before, by somebody with every right; after a
claim all of it is taken back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import asyncpg

from ..cast import PEOPLE
from ..proving import prove

WEB, PAY, IMPORT, OWNER, SEAL = "hrapp_web", "hrapp_pay", "hrapp_import", "hrapp_owner", "hrapp_seal"
REFUSED = "refused"
SOME = "some"  # at least one row, or a number above nought
NONE = "none"


@dataclass(frozen=True)
class Claim:
    said: str
    role: str
    who: str | None
    sql: str
    answer: Any
    given: tuple[str, ...] = ()
    forged: bool = False  # a name without a proof that belongs to it
    at: int | None = None  # when the proof was made, and for which connection
    other: int = 0
    then: tuple[str, ...] = ()  # what is done to a right proof afterwards


async def names(connection: Any) -> dict[str, str]:
    found = {}
    for name, (emp_no, *_) in PEOPLE.items():
        found[name] = await connection.fetchval("select id from people_person where emp_no = $1", emp_no)
        found[f"{name}_a"] = await connection.fetchval("select id from accounts_account where person = $1", found[name])
    return found


async def first_wrong(connection: Any, known: dict[str, str], about: str = "") -> str:
    """The first claim that does not hold; "" when all do. Those that speak of `about` are asked first."""
    for claim in sorted(CLAIMS, key=lambda each: about not in f"{each.sql} {each.given}"):
        told = await _asked(connection, claim, known)
        if told != claim.answer:
            return f"{claim.said} ({told})"
    return ""


async def _asked(connection: Any, claim: Claim, known: dict[str, str]) -> Any:
    point = connection.transaction()
    await point.start()
    try:
        for each in claim.given:
            await connection.execute(each.format(**known))
        if claim.who:
            await prove(
                connection,
                known[f"{claim.who}_a"],
                known[claim.who],
                forged=claim.forged,
                at=claim.at,
                other=claim.other,
            )
            for each in claim.then:
                await connection.execute(each)
        await connection.execute(f"set local role {claim.role}")
        return _plain(await _said(connection, claim.sql.format(**known)), claim.answer)
    except (asyncpg.InsufficientPrivilegeError, asyncpg.CheckViolationError):
        return REFUSED
    finally:
        await point.rollback()


async def _said(connection: Any, sql: str) -> Any:
    if sql.startswith("select"):
        return await connection.fetchval(sql)
    told = (await connection.execute(sql)).split()[-1]
    return int(told) if told.isdecimal() else 1


def _plain(told: Any, wanted: Any) -> Any:
    """A number where only some or none matters."""
    return (SOME if told else NONE) if wanted in (SOME, NONE) and not isinstance(told, bool) else told


def _count(table: str, which: str = "true") -> str:
    return f"select count(*) from {table} where {which}"


def _read(table: str) -> list[Claim]:
    """The owner migrates and the import writes: both find the rows."""
    return [
        Claim(f"the owner finds rows of {table}", OWNER, None, _count(table), SOME),
        Claim(f"the import finds rows of {table}", IMPORT, None, _count(table), SOME),
    ]


_PAY, _RAISE, _ROUND = "compensation_pay_record", "compensation_raise", "compensation_raise_round"
_NEW_PAY = (
    "insert into compensation_pay_record (id, person, effective_on, sealed) values ('x', '{%s}', '2026-11-01', '')"
)
_NEW_ROUND = (
    "insert into compensation_raise_round (id, title, policy, as_of, effective_on, state, sealed, opened_by, opened_at)"
    " select '{}', 'x', policy, as_of, effective_on, 'open', '', 'x', now() from compensation_raise_round limit 1"
)
_A_ROUND = f"update compensation_raise_round set state = 'closed' where state = 'open'; {_NEW_ROUND.format('new')}"
_NEW_RAISE = (
    "insert into compensation_raise (id, raise_round, person, sealed, decided_by) values ('x', 'new', '{%s}', '', %s)"
)
_OPEN = f"raise_round in (select id from {_ROUND} where state = 'open')"
_SHOWN = f"raise_round in (select id from {_ROUND} where state <> 'open')"

_BY_GINA = (_A_ROUND, _NEW_RAISE % ("eve", "null"), f"update {_RAISE} set proposed_by = '{{gina}}' where id = 'x'")
_DECIDED = f"update {_RAISE} set decided_by = '{{olga}}', decided_at = now() where id = 'x'"
_LENT_PAY = (
    "insert into rbac_delegation (id, giver, taker, actions, classes, since, until, made_at) values ('x', '{gina_a}',"
    " '{olga_a}', '{{approve}}', '{{salary}}', current_date - 1, current_date + 5, now())"
)

PAY_CLAIMS = [
    *_read(_PAY),
    *_read(_RAISE),
    *_read(_ROUND),
    *[Claim(f"the web role does not reach {t}", WEB, "gina", _count(t), REFUSED) for t in (_PAY, _RAISE, _ROUND)],
    *[Claim(f"nobody in particular finds no {t}", PAY, None, _count(t), NONE) for t in (_PAY, _RAISE)],
    Claim("Eve finds her own pay", PAY, "eve", _count(_PAY, "person = '{eve}'"), SOME),
    Claim("and nobody else's", PAY, "eve", _count(_PAY, "person <> '{eve}'"), NONE),
    Claim("a manager finds nobody else's either", PAY, "mona", _count(_PAY, "person <> '{mona}'"), NONE),
    Claim("HR finds everybody's", PAY, "ada", _count(_PAY, "person = '{eve}'"), SOME),
    Claim("IT finds nobody's", PAY, "root", _count(_PAY, "person <> '{root}'"), NONE),
    Claim("Eve writes no pay for Finn", PAY, "eve", _NEW_PAY % "finn", REFUSED),
    Claim("HR writes pay for Eve", PAY, "ada", _NEW_PAY % "eve", SOME),
    Claim("HR writes none for herself", PAY, "ada", _NEW_PAY % "ada", REFUSED),
    Claim("HR changes Eve's", PAY, "ada", f"update {_PAY} set state = state where person = '{{eve}}'", SOME),
    Claim("HR does not change her own", PAY, "ada", f"update {_PAY} set state = state where person = '{{ada}}'", NONE),
    Claim("HR removes Eve's", PAY, "ada", f"delete from {_PAY} where person = '{{eve}}'", SOME),
    Claim("HR does not remove her own", PAY, "ada", f"delete from {_PAY} where person = '{{ada}}'", NONE),
    Claim(
        "decided pay is not written over", PAY, "ada", f"update {_PAY} set sealed = 'x' where person = '{{eve}}'", REFUSED,
        (f"update {_PAY} set decision = 'd' where person = '{{eve}}'",),
    ),
    Claim("Eve finds her released raise", PAY, "eve", _count(_RAISE, "person = '{eve}'"), SOME),
    Claim("none that is open", PAY, "eve", _count(_RAISE, _OPEN), NONE),
    Claim("none of an open round that she finds by its id", PAY, "eve", _count(_RAISE, "raise_round = 'new'"), NONE,
          (_A_ROUND, _NEW_RAISE % ("eve", "null"))),
    Claim("and nobody else's", PAY, "eve", _count(_RAISE, "person <> '{eve}'"), NONE),
    Claim("HR finds open raises", PAY, "ada", _count(_RAISE, _OPEN), SOME),
    Claim("HR changes one", PAY, "ada", f"update {_RAISE} set version = 9 where person <> '{{ada}}' and {_OPEN}", SOME),
    Claim("Eve opens no raise for Finn", PAY, "eve", _NEW_RAISE % ("finn", "null"), REFUSED, (_A_ROUND,)),
    Claim("HR opens a raise for Eve", PAY, "ada", _NEW_RAISE % ("eve", "null"), SOME, (_A_ROUND,)),
    Claim("HR opens her own undecided", PAY, "ada", _NEW_RAISE % ("ada", "null"), SOME, (_A_ROUND,)),
    Claim("and not decided", PAY, "ada", _NEW_RAISE % ("ada", "'{gina}'"), REFUSED, (_A_ROUND,)),
    Claim("HR does not change her own raise", PAY, "ada",
          f"update {_RAISE} set version = 9 where raise_round = 'new'", NONE, (_A_ROUND, _NEW_RAISE % ("ada", "null"))),
    Claim("HR does not remove her own raise", PAY, "ada",
          f"delete from {_RAISE} where raise_round = 'new'", NONE, (_A_ROUND, _NEW_RAISE % ("ada", "null"))),
    Claim("HR removes another's", PAY, "ada",
          f"delete from {_RAISE} where raise_round = 'new'", SOME, (_A_ROUND, _NEW_RAISE % ("eve", "null"))),
    Claim("a deputy does not decide what the lender proposed", IMPORT, None, _DECIDED, REFUSED, (*_BY_GINA, _LENT_PAY)),
    Claim("what another proposed a deputy does decide", IMPORT, None, _DECIDED, SOME,
          (*_BY_GINA, f"update {_RAISE} set proposed_by = '{{ada}}' where id = 'x'", _LENT_PAY)),
    Claim("a released raise is not changed", PAY, "ada", f"update {_RAISE} set version = 9 where {_SHOWN}"
          " and person = '{eve}'", REFUSED),
    Claim("nobody decides on their own raise, whoever writes it", IMPORT, None, _NEW_RAISE % ("eve", "'{eve}'"), REFUSED,
          (_A_ROUND,)),
    Claim("Eve finds released rounds", PAY, "eve", _count(_ROUND), SOME),
    Claim("and no open one", PAY, "eve", _count(_ROUND, "state = 'open'"), NONE),
    Claim("HR finds an open round", PAY, "ada", _count(_ROUND, "state = 'open'"), SOME),
    Claim("HR opens a round", PAY, "ada", f"update {_ROUND} set version = 9 where state = 'open'", SOME),
    Claim("Eve changes no round", PAY, "eve", f"update {_ROUND} set version = 9", NONE),
]  # fmt: skip

_KEYS, _NUMBERS = "kernel_key", "people_identity"
_HR = ("insert into rbac_role_assignment (id, account, role, given_by, given_at, ended_at, since, until)"
       " values ('%s', '{%s_a}', '%s', 'x', now(), %s, %s, %s)")  # fmt: skip


def held(name: str, role: str, ended: str = "null", since: str = "null", until: str = "null") -> str:
    return _HR % (f"{name}-{role}", name, role, ended, since, until)


def lent(
    ended: str, since: str = "current_date - 5", until: str = "current_date + 5", classes: str = "identity"
) -> str:
    return (
        "insert into rbac_delegation (id, giver, taker, actions, classes, since, until, made_at, ended_at)"
        f" values ('x', '{{ada_a}}', '{{finn_a}}', '{{{{view}}}}', '{{{{{classes}}}}}', {since}, {until}, now(), {ended})"
    )


def granted(who: str, ended: str = "null", until: str = "current_date + 5") -> str:
    return (
        "insert into rbac_grant (id, account, permission, reach, since, until, given_by, given_at, ended_at)"
        f" values ('x', '{{{who}_a}}', 'people.identity', 'company', current_date - 9, {until}, 'x', now(), {ended})"
    )


_OTHERS = _count(_NUMBERS, "person <> '{finn}'")

SEALED_CLAIMS = [
    *_read(_KEYS),
    *_read(_NUMBERS),
    Claim("the web role finds no key of pay", WEB, "ada", _count(_KEYS, "data = 'salary'"), NONE),
    Claim("and others", WEB, "ada", _count(_KEYS, "data = 'identity'"), SOME),
    Claim("the role of pay finds them", PAY, "ada", _count(_KEYS, "data = 'salary'"), SOME),
    Claim("a destroyed key stays destroyed", IMPORT, None, f"update {_KEYS} set destroyed_at = null", REFUSED,
          (f"update {_KEYS} set destroyed_at = now() where data = 'salary'",)),
    Claim("one finds the row of one's own number", WEB, "finn", _count(_NUMBERS, "person = '{finn}'"), SOME),
    Claim("and no other", WEB, "finn", _OTHERS, NONE),
    Claim("HR finds them", WEB, "ada", _count(_NUMBERS), SOME),
    Claim("the general manager finds none", WEB, "gina", _count(_NUMBERS), NONE),
    Claim("IT finds none", WEB, "root", _count(_NUMBERS), NONE),
    Claim("whoever was HR does not", WEB, "finn", _OTHERS, NONE, (held("finn", "hr", "now()"),)),
    Claim("nor whose time is over", WEB, "finn", _OTHERS, NONE,
          (held("finn", "hr", since="'2026-01-01'", until="current_date"),)),
    Claim("who was lent it does", WEB, "finn", _OTHERS, SOME, (lent("null"),)),
    Claim("not when it was taken back", WEB, "finn", _OTHERS, NONE, (lent("now()"),)),
    Claim("not before its time", WEB, "finn", _OTHERS, NONE, (lent("null", "current_date + 3"),)),
    Claim("not after it", WEB, "finn", _OTHERS, NONE, (lent("null", until="current_date"),)),
    Claim("not when it was another class", WEB, "finn", _OTHERS, NONE, (lent("null", classes="performance"),)),
    Claim("a single permission opens them", WEB, "finn", _OTHERS, SOME, (granted("finn"),)),
    Claim("not when it was taken back", WEB, "finn", _OTHERS, NONE, (granted("finn", "now()"),)),
    Claim("not when it is over", WEB, "finn", _OTHERS, NONE, (granted("finn", until="current_date"),)),
    Claim("never IT", WEB, "root", _count(_NUMBERS), NONE, (granted("root"),)),
]  # fmt: skip


def proposed(whom: str, role: str = "auditor") -> str:
    return (
        "insert into rbac_proposal (id, kind, account, content, reason, proposed_label, proposed_at) values ('p', 'role',"
        f" '{{{whom}_a}}', jsonb_build_object('id', 'new', 'role', '{role}'), 'x', 'x', now())"
    )


def voted(name: str, verdict: str = "agree") -> str:
    return (
        "insert into rbac_vote (id, proposal, account, verdict, at) values"
        f" ('v-{name}', 'p', '{{{name}_a}}', '{verdict}', now())"
    )


def _two(said: str, whom: str, answer: Any, *votes: str, more: tuple[str, ...] = (), role: str = "auditor") -> Claim:
    return Claim(said, WEB, "ada", "select rbac_apply('p')", answer, (*more, proposed(whom, role), *map(voted, votes)))


_NARROW = "select rbac_narrow('%s', 'performance.view', '%s', 'subtree', 'b', 'x')"
_TAKE = "select rbac_end_role((select id from rbac_role_assignment where role = 'it'), 'x')"

TWO_CLAIMS = [
    _two("two of different families are enough", "eve", True, "ada", "gina"),
    _two("one is not", "eve", False, "ada"),
    _two("two of HR are one side", "eve", False, "ada", "olga", more=(held("olga", "hr"),)),
    _two("whoever it is about does not count", "gina", False, "ada", "gina"),
    _two("IT does not count", "eve", False, "ada", "root"),
    _two("IT does not count for a second role either", "eve", False, "ada", "root",
         more=("alter table rbac_role_assignment disable trigger user", held("root", "auditor"))),
    _two("a manager does not count", "eve", False, "ada", "mona"),
    _two("an auditor does", "eve", True, "ada", "otto", more=(held("otto", "auditor"),)),
    _two("not whose role was taken back", "eve", False, "ada", "otto", more=(held("otto", "auditor", "now()"),)),
    _two("not whose role has not begun", "eve", False, "ada", "otto",
         more=(held("otto", "auditor", since="current_date + 2"),)),
    _two("not whose role is over", "eve", False, "ada", "otto",
         more=(held("otto", "auditor", since="'2026-01-01'", until="current_date"),)),
    _two("not whose account was stopped", "eve", False, "ada", "gina",
         more=("update accounts_account set state = 'disabled' where id = '{gina_a}'",)),
    Claim("a no stops it", WEB, "ada", "select rbac_apply('p')", False,
          (held("otto", "auditor"), proposed("eve"), voted("ada"), voted("gina"), voted("otto", "reject"))),
    Claim("a no is no yes", WEB, "ada", "select rbac_apply('p')", False,
          (proposed("eve"), voted("ada"), voted("gina", "reject"))),
    Claim("once is enough", WEB, "ada", "select rbac_apply('p')", False,
          (proposed("eve"), voted("ada"), voted("gina"), "update rbac_proposal set state = 'withdrawn'")),
    _two("IT and a role that sees data exclude each other", "root", REFUSED, "ada", "gina", role="hr"),
    Claim("nobody votes for somebody else", WEB, "ada", voted("gina"), REFUSED, (proposed("eve"),)),
    Claim("one votes for oneself", WEB, "gina", voted("gina"), SOME, (proposed("eve"),)),
    *[Claim(f"{role} finds the votes", role, None, _count("rbac_vote"), SOME, (proposed("eve"), voted("ada")))
      for role in (WEB, PAY, IMPORT, OWNER)],
    *[Claim(f"{name} takes a role back", WEB, name, _TAKE, done)
      for name, done in (("ada", True), ("gina", True), ("root", True), ("mona", False), ("eve", False))],
    Claim("an auditor does not", WEB, "otto", _TAKE, False, (held("otto", "auditor"),)),
    *[Claim(f"{name} takes a single permission back", WEB, name, "select rbac_end_grant('x', 'x')", done,
            (granted("finn"),)) for name, done in (("ada", True), ("finn", True), ("mona", False))],
    Claim("HR narrows a role alone", WEB, "ada", _NARROW % ("manager", "self"), True),
    Claim("and does not widen it", WEB, "ada", _NARROW % ("manager", "company"), False),
    Claim("nor back from what it was narrowed to", WEB, "ada", _NARROW % ("manager", "direct"), False,
          ("insert into rbac_bundle (id, role, permission, reach, changed_by, changed_at)"
           " values ('was', 'manager', 'performance.view', 'self', 'x', now())",)),
    Claim("Eve narrows nothing", WEB, "eve", _NARROW % ("manager", "self"), False),
    Claim("nor does an auditor", WEB, "otto", _NARROW % ("manager", "self"), False, (held("otto", "auditor"),)),
    *[Claim(f"pages cannot: {sql[:40]}", WEB, "ada", sql, REFUSED, (proposed("eve"), voted("ada")))
      for sql in (held("eve", "hr"), granted("eve"), "update rbac_role_assignment set role = 'hr'",
                  "delete from rbac_role_assignment", "update rbac_proposal set content = '{{}}'",
                  "update rbac_vote set verdict = 'reject'", "update rbac_delegation set until = until + 90",
                  "insert into kernel_setting (key, value) values ('visibility', '{{}}')")],
]  # fmt: skip

_REQUEST = (
    "delete from approvals_decision; delete from approvals_request",
    "insert into approvals_flow_version (id, code, name, steps) values"
    " ('f', 'f', 'f', '[{{\"name\": \"a\"}}, {{\"name\": \"b\"}}]')",
    "insert into approvals_request (id, flow_version, subject_kind, subject, person, opened_on)"
    " select 'r', 'f', 'promotion.case', id, '{eve}', current_date from promotion_case where person = '{eve}' limit 1",
)


def decided(who: str, step: int) -> str:
    return (
        "insert into approvals_decision (id, request, step, verdict, decided_by, decided_at)"
        f" values ('d{step}', 'r', {step}, 'approve', '{{{who}}}', now())"
    )


_CASE = "update promotion_case set state = 'approved' where person = '{eve}'"
_NOMINATED = "update promotion_case set state = 'open', opened_by = '{mona}' where person = '{eve}'"

_KEY = {"audit_entry": "id", "audit_subject": "id", "audit_seal": "seq"}
_SEAL = "insert into audit_seal (seq, entry, at, prev, hash) values (999999, 999999, now(), '', '')"

TRAIL_CLAIMS = [
    Claim("nobody decides on their own request", WEB, "eve", decided("eve", 0), REFUSED, _REQUEST),
    Claim("nobody agrees twice", WEB, "mona", decided("mona", 1), REFUSED, (*_REQUEST, decided("mona", 0))),
    Claim("two agree", WEB, "gina", decided("gina", 1), SOME, (*_REQUEST, decided("mona", 0))),
    Claim("whoever nominated is not the only one who agrees", WEB, "gina", _CASE, REFUSED,
          (*_REQUEST, _NOMINATED, decided("mona", 0))),
    Claim("with somebody else it holds", WEB, "gina", _CASE, SOME, (*_REQUEST, _NOMINATED, decided("gina", 0))),
    *[Claim(f"{role} does not {sql[:24]}", role, "ada", sql, REFUSED, (f"set local role {SEAL}; {_SEAL}; reset role",))
      for role in (WEB, PAY, IMPORT, SEAL, OWNER)
      for table in ("audit_entry", "audit_subject", "audit_seal")
      for sql in (f"delete from {table}", f"update {table} set {_KEY[table]} = {_KEY[table]}", f"truncate {table}")],
    *[Claim(f"{role} adds no seal", role, "ada", _SEAL, REFUSED) for role in (WEB, PAY, IMPORT, OWNER)],
    Claim("the sealer does", SEAL, None, _SEAL, SOME),
]  # fmt: skip

_LEND = (
    "insert into rbac_delegation (id, giver, taker, actions, classes, since, until, made_at) values ('new', '{gina_a}',"
    " '{eve_a}', '{{view}}', '{{salary}}', current_date, current_date + 5, now())"
)
_LEAD = (
    "insert into rbac_acting (id, department, person, since, until, given_by, given_at) select 'new', id, '{eve}',"
    " current_date, current_date + 5, 'x', now() from people_department limit 1"
)
_END = "update rbac_delegation set ended_at = now() where id = 'new'"
_MINE = _count(_NUMBERS, "person = '{finn}'")

ACTOR_CLAIMS = [
    Claim("a name without its proof has no vote", WEB, "ada", voted("ada"), REFUSED, (proposed("eve"),), forged=True),
    Claim("and takes nothing back", WEB, "ada", _TAKE, False, forged=True),
    Claim("and reads no pay", PAY, "ada", _count(_PAY), NONE, forged=True),
    Claim("and no number", WEB, "finn", _MINE, NONE, forged=True),
    Claim("a proof of another person is none", WEB, "finn", _MINE, NONE,
          then=("select set_config('app.account', 'somebody', true)",)),
    Claim("an old proof is none", WEB, "finn", _MINE, NONE, at=1_000_000_000),
    Claim("one that is said to be new neither", WEB, "finn", _MINE, NONE, at=1_000_000_000,
          then=("select set_config('app.at', extract(epoch from now())::bigint::text, true)",)),
    Claim("one of another connection neither", WEB, "finn", _MINE, NONE, other=1),
    *[Claim(f"{role} does not read what proofs are checked with", role, "ada", "select count(*) from kernel_proof", REFUSED)
      for role in (WEB, PAY, IMPORT, SEAL)],
    Claim("one lends one's own", WEB, "gina", _LEND, SOME),
    Claim("and nobody lends another's", WEB, "eve", _LEND, REFUSED),
    *[Claim(f"{name} ends a loan", WEB, name, _END, done, (_LEND,))
      for name, done in (("gina", SOME), ("eve", SOME), ("finn", NONE))],
    Claim("HR lets somebody lead a department", WEB, "ada", _LEAD, SOME),
    Claim("Eve does not", WEB, "eve", _LEAD, REFUSED),
    *[Claim(f"{role} finds loans", role, None, _count("rbac_delegation"), SOME, (_LEND,))
      for role in (WEB, PAY, IMPORT, OWNER)],
    *[Claim(f"{role} finds who leads for a while", role, None, _count("rbac_acting"), SOME, (_LEAD,))
      for role in (WEB, PAY, IMPORT, OWNER)],
]  # fmt: skip

_BUNDLE = (
    "insert into rbac_bundle (id, role, permission, reach, changed_by, changed_at)"
    " values ('n', 'employee', 'compensation.pay', 'company', 'x', now())"
)
_ENTERED = "insert into audit_entry (at, actor, event, object) values (now(), 'x', 'PasswordSet', '{%s_a}')"
_TAKEN = (_ENTERED % "ada", _ENTERED % "gina")
_PASSWORDS = ("update accounts_account set password_hash = 'x' where id in ('{ada_a}', '{gina_a}')",)

IMPORT_CLAIMS = [
    *[Claim(f"before there are two the shell writes: {sql[:34]}", IMPORT, None, sql, SOME)
      for sql in (held("eve", "auditor"), granted("eve"), _BUNDLE)],
    *[Claim(f"afterwards not: {sql[:34]}", IMPORT, None, sql, REFUSED, given)
      for given in (_TAKEN, _PASSWORDS) for sql in (held("eve", "auditor"), granted("eve"), _BUNDLE)],
    Claim("one of them is not two", IMPORT, None, held("eve", "auditor"), SOME, _TAKEN[:1]),
    Claim("two agree then as before", WEB, "ada", "select rbac_apply('p')", True,
          (*_TAKEN, proposed("eve"), voted("ada"), voted("gina"))),
    Claim("nobody votes in the import role", IMPORT, "ada", voted("ada"), REFUSED, (proposed("eve"),)),
]  # fmt: skip

CLAIMS = [*PAY_CLAIMS, *SEALED_CLAIMS, *TWO_CLAIMS, *TRAIL_CLAIMS, *ACTOR_CLAIMS, *IMPORT_CLAIMS]

__all__ = ["CLAIMS", "Claim", "first_wrong", "names"]
