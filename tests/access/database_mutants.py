"""The walls of the database with one thing broken, again and again: a claim must notice each.

Row policies, triggers and functions are read from the database itself, so that a new one is broken, too. What is
broken is broken inside a transaction and comes back with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from . import database_claims
from .mutants import swapped


@dataclass(frozen=True)
class Mutant:
    """`about` is the table or function whose claims are asked first: they are likely to say no."""

    title: str
    sql: str
    about: str


# What a page's login, or the one of pay, must never be given.
GIVEN = (
    "grant select on compensation_pay_record to hrapp_web",
    "grant select on compensation_raise to hrapp_web",
    "grant select on compensation_raise_round to hrapp_web",
    "grant insert on rbac_role_assignment to hrapp_web",
    "grant update on rbac_role_assignment to hrapp_web",
    "grant delete on rbac_role_assignment to hrapp_web",
    "grant insert on rbac_grant to hrapp_web",
    "grant update on rbac_proposal to hrapp_web",
    "grant update on rbac_vote to hrapp_web",
    "grant update on rbac_delegation to hrapp_web",
)

# (function, what stands in it, what stands there instead)
PIECES = (
    ("rbac_apply", "state = 'open' for update", "true for update"),
    ("rbac_apply", "v.verdict = 'reject'", "false"),
    ("rbac_apply", "count(distinct rbac_family", "count(rbac_family"),
    ("rbac_apply", "and v.account is distinct from p.account", ""),
    ("rbac_apply", ") < 2 then", ") < 1 then"),
    ("rbac_family", "when 'it' = any(r) then null ", ""),
    ("rbac_family", "when 'auditor' = any(r) then 'auditor'", ""),
    ("rbac_family", "end\n", "else 'other' end\n"),
    ("rbac_roles", "and a.state = 'active'", ""),
    ("rbac_roles", "and r.ended_at is null", ""),
    ("rbac_roles", "(r.since is null or r.since <= current_date)", "true"),
    ("rbac_roles", "(r.until is null or r.until > current_date)", "true"),
    ("rbac_end_role", "(account = me or rbac_family(me) in ('hr', 'general_manager'))", "true"),
    ("rbac_end_role", "account = me or", ""),
    ("rbac_end_role", "in ('hr', 'general_manager')", "is not null"),
    ("rbac_end_grant", "account = me or", ""),
    ("rbac_end_grant", "(account = me or rbac_family(me) in ('hr', 'general_manager', 'auditor'))", "true"),
    ("rbac_narrow", "rbac_family(me) is null or", ""),
    ("rbac_narrow", "or rbac_family(me) = 'auditor'", ""),
    ("rbac_narrow", "coalesce(present, was)", "was"),
    ("rbac_narrow", "array_position(reach_order, wanted) > ", "0 > "),
    ("rbac_behind", "and l.ended_at is null", ""),
    ("rbac_behind", "and l.since <= current_date + 1", ""),
    ("rbac_behind", "and l.until > current_date", ""),
    ("rbac_behind", "and data = any(l.classes)", ""),
    ("rbac_behind", "l.taker = (select kernel_actor())", "l.giver = (select kernel_actor())"),
    ("rbac_reaches", "and r.ended_at is null and (r.until", "and (r.until"),
    ("rbac_reaches", "(r.until is null or r.until > current_date)", "true"),
    ("rbac_reaches", "and g.ended_at is null", ""),
    ("rbac_reaches", "and g.until > current_date", ""),
    ("rbac_reaches", "and r.role = 'it' and r.ended_at is null", "and false"),
    ("rbac_reaches", "r.role = any(given) or", "true or"),
    ("rbac_reveals_identity", "'hr', ", ""),
    ("compensation_reads_all", "'hr', ", ""),
    ("kernel_actor", "case when kernel_proven() then", "case when true then"),
    ("kernel_actor_person", "case when kernel_proven() then", "case when true then"),
    ("kernel_proven", "< 600", "> -1"),
    ("kernel_proven", "'|' || pg_backend_pid() ||", "'|' || (pg_backend_pid() + 1) ||"),
    ("rbac_claimed", "r.ended_at is null and a.password_hash is not null and a.state = 'active'", "false"),
    ("rbac_claimed", "e.event = 'PasswordSet' and e.object = r.account", "false"),
    ("rbac_claimed", "count(distinct r.role) = 2", "count(distinct r.role) > 0"),
    ("compensation_raise_on_loan", "giver.person = new.proposed_by and", ""),
    ("approvals_decision_apart", "r.person = new.decided_by", "false"),
    ("approvals_decision_apart", "d.decided_by = new.decided_by", "false"),
    ("promotion_case_apart", "d.decided_by <> new.opened_by", "true"),
)
_ASKED_BY = {
    "rbac_family": "rbac_apply",
    "rbac_roles": "rbac_apply",
    "rbac_behind": "people_identity",
    "rbac_reaches": "people_identity",
    "rbac_reveals_identity": "people_identity",
    "compensation_reads_all": "compensation_pay_record",
    "rbac_claimed": "rbac_role_assignment",
    "kernel_actor": "rbac_apply",
    "kernel_actor_person": "people_identity",
    "kernel_proven": "people_identity",
    "compensation_raise_on_loan": "compensation_raise",
    "approvals_decision_apart": "approvals_decision",
    "promotion_case_apart": "promotion_case",
}
_BODY = """
select pg_get_functiondef(p.oid) as body from pg_proc p where p.proname = $1
  and p.pronamespace = 'public'::regnamespace
"""


async def every(connection: Any) -> list[Mutant]:
    given = [Mutant(sql, sql, sql.split()[3]) for sql in GIVEN]
    return [*given, *await _policies(connection), *await _triggers(connection), *await _pieces(connection)]


async def _policies(connection: Any) -> list[Mutant]:
    """Each policy taken away, each that says when turned into one that always does, each table without any."""
    found = []
    for row in await connection.fetch(
        "select tablename as t, policyname as p, qual, with_check from pg_policies order by 1, 2"
    ):
        table, name, said = row["t"], row["p"], (("using", row["qual"]), ("with check", row["with_check"]))
        found.append(Mutant(f"without {name}", f"drop policy {name} on {table}", table))
        if {each for _, each in said} - {None, "true"}:
            opened = " ".join(f"{word} (true)" for word, each in said if each)
            found.append(Mutant(f"{name} always", f"alter policy {name} on {table} {opened}", table))
    for row in await connection.fetch("select oid::regclass::text as t from pg_class where relrowsecurity order by 1"):
        off = f"alter table {row['t']} disable row level security"
        found.append(Mutant(f"{row['t']} without policies", off, row["t"]))
    return found


async def _triggers(connection: Any) -> list[Mutant]:
    """The journal of imports is no wall: tests/modules/imports/test_undo.py sees that every table is under it."""
    rows = await connection.fetch(
        "select tgname as n, tgrelid::regclass::text as t from pg_trigger where not tgisinternal"
        " and tgname <> 'kernel_journal' order by 2, 1"
    )
    return [Mutant(f"without {r['n']}", f"drop trigger {r['n']} on {r['t']}", r["t"]) for r in rows]


async def _pieces(connection: Any) -> list[Mutant]:
    found = []
    for function, old, new in PIECES:
        body = (await connection.fetchrow(_BODY, function))["body"]
        title = f"{function}: {' '.join(old.split())} → {new.strip() or '(nothing)'}"
        found.append(Mutant(title, swapped(body, old, new), _ASKED_BY.get(function, function)))
    return found


async def noticed(connection: Any, mutant: Mutant, known: dict[str, str]) -> str:
    """The claim that says no; "" when none does."""
    point = connection.transaction()
    await point.start()
    try:
        await connection.execute(mutant.sql)
        return await database_claims.first_wrong(connection, known, mutant.about)
    finally:
        await point.rollback()


__all__ = ["Mutant", "every", "noticed"]
