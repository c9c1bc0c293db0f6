"""Who holds which role, what the company changed in the roles, what waits for two, who stands in for whom."""

from __future__ import annotations

from typing import Any

from piccolo.columns import (
    JSONB,
    Array,
    Bytea,
    Date,
    ForeignKey,
    Integer,
    LazyTableReference,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from hrapp.kernel.classes import classify
from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id

_ACCOUNT = LazyTableReference("Account", app_name="hrapp_accounts")
_DEPARTMENT = LazyTableReference("Department", app_name="hrapp_people")
_PERSON = LazyTableReference("Person", app_name="hrapp_people")


class RoleAssignment(Table, tablename="rbac_role_assignment", db=DB):
    """Given roles. Employee and manager are not here: they follow from the person and the departments."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    account: ForeignKey[Any] = ForeignKey(_ACCOUNT, null=False, index=True, on_delete=OnDelete.cascade)
    role = Varchar(length=20, default=None, null=False)
    department: ForeignKey[Any] = ForeignKey(_DEPARTMENT, null=True, on_delete=OnDelete.restrict)
    since = Date(default=None, null=True, help_text="null: from the beginning")
    until = Date(default=None, null=True, help_text="exclusive; null: until it is taken back")
    origin = Varchar(length=26, default=None, null=True, help_text="the proposal that two agreed to; null: the shell")
    given_by = Varchar(length=100, default=None, null=False)
    given_at = Timestamptz(default=None, null=False)
    ended_at = Timestamptz(default=None, null=True, help_text="taken back before its time")
    ended_by = Varchar(length=150, default=None, null=True)

    rbac_role_assignment_role = Check("role in ('hr', 'hrbp', 'compensation', 'general_manager', 'it', 'auditor')")
    rbac_role_assignment_span = Check("until is null or since is null or until > since")
    rbac_role_assignment_department = Check("(role = 'hrbp') = (department is not null)")


class Bundle(Table, tablename="rbac_bundle", db=DB):
    """What the company changed in a role: how far it reaches with one permission. What is not here is the default."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    role = Varchar(length=20, default=None, null=False)
    permission = Varchar(length=60, default=None, null=False)
    reach = Varchar(length=12, default=None, null=False)
    origin = Varchar(length=26, default=None, null=True)
    changed_by = Varchar(length=100, default=None, null=False)
    changed_at = Timestamptz(default=None, null=False)

    rbac_bundle_once = Unique([role, permission])
    rbac_bundle_reach = Check("reach in ('nowhere', 'self', 'direct', 'subtree', 'department', 'company')")


class Grant(Table, tablename="rbac_grant", db=DB):
    """One permission for one account, for a while: an auditor's sample, a payroll run."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    account: ForeignKey[Any] = ForeignKey(_ACCOUNT, null=False, index=True, on_delete=OnDelete.cascade)
    permission = Varchar(length=60, default=None, null=False)
    reach = Varchar(length=12, default=None, null=False)
    department: ForeignKey[Any] = ForeignKey(_DEPARTMENT, null=True, on_delete=OnDelete.restrict)
    since = Date(default=None, null=False)
    until = Date(default=None, null=False, help_text="exclusive")
    reason = Text(default="", null=False)
    origin = Varchar(length=26, default=None, null=True)
    given_by = Varchar(length=100, default=None, null=False)
    given_at = Timestamptz(default=None, null=False)
    ended_at = Timestamptz(default=None, null=True)
    ended_by = Varchar(length=150, default=None, null=True)

    rbac_grant_reach = Check("reach in ('self', 'direct', 'subtree', 'department', 'company')")
    rbac_grant_span = Check("until > since and until <= since + 90")


class Proposal(Table, tablename="rbac_proposal", db=DB):
    """Something that two people of different role families have to agree to before it holds."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    kind = Varchar(length=12, default=None, null=False)
    account: ForeignKey[Any] = ForeignKey(_ACCOUNT, null=True, index=True, on_delete=OnDelete.cascade)
    content = JSONB(default="{}", null=False)
    reason = Text(default="", null=False)
    proposed_by: ForeignKey[Any] = ForeignKey(_ACCOUNT, null=True, on_delete=OnDelete.restrict)
    proposed_label = Varchar(length=150, default=None, null=False)
    proposed_at = Timestamptz(default=None, null=False)
    state = Varchar(length=10, default="open", null=False)
    ended_at = Timestamptz(default=None, null=True)
    version = Integer(default=1, null=False)

    rbac_proposal_kind = Check("kind in ('role', 'grant', 'bundle', 'visibility', 'factor')")
    rbac_proposal_state = Check("state in ('open', 'applied', 'rejected', 'withdrawn')")


class Vote(Table, tablename="rbac_vote", db=DB):
    """Somebody agrees to a proposal, or does not. Written once."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    proposal = ForeignKey(Proposal, null=False, index=True, on_delete=OnDelete.cascade)
    account: ForeignKey[Any] = ForeignKey(_ACCOUNT, null=False, on_delete=OnDelete.restrict)
    verdict = Varchar(length=8, default=None, null=False)
    comment = Text(default="", null=False)
    at = Timestamptz(default=None, null=False)

    rbac_vote_once = Unique([proposal, account])
    rbac_vote_verdict = Check("verdict in ('agree', 'reject')")


class Delegation(Table, tablename="rbac_delegation", db=DB):
    """Rights on loan: the lender's, as they are at the moment of use, within what is listed here. Not lent on."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    giver: ForeignKey[Any] = ForeignKey(_ACCOUNT, null=False, index=True, on_delete=OnDelete.cascade)
    taker: ForeignKey[Any] = ForeignKey(_ACCOUNT, null=False, index=True, on_delete=OnDelete.cascade)
    actions = Array(base_column=Varchar(length=12), default=list, null=False)
    classes = Array(base_column=Varchar(length=12), default=list, null=False)
    since = Date(default=None, null=False)
    until = Date(default=None, null=False, help_text="exclusive")
    reason = Text(default="", null=False)
    made_at = Timestamptz(default=None, null=False)
    ended_at = Timestamptz(default=None, null=True)

    rbac_delegation_two = Check("giver <> taker")
    rbac_delegation_span = Check("until > since")
    rbac_delegation_actions = Check("actions <@ array['view', 'approve']::varchar[]")


class Acting(Table, tablename="rbac_acting", db=DB):
    """Somebody leads a department for a while."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    department: ForeignKey[Any] = ForeignKey(_DEPARTMENT, null=False, on_delete=OnDelete.restrict)
    person: ForeignKey[Any] = ForeignKey(_PERSON, null=False, index=True, on_delete=OnDelete.restrict)
    since = Date(default=None, null=False)
    until = Date(default=None, null=False, help_text="exclusive")
    given_by = Varchar(length=100, default=None, null=False)
    given_at = Timestamptz(default=None, null=False)

    rbac_acting_span = Check("until > since")


class ShellCode(Table, tablename="rbac_shell_code", db=DB):
    """Lets one command in the shell act for whoever made it, once and soon. Only its hash is kept."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    account: ForeignKey[Any] = ForeignKey(_ACCOUNT, null=False, on_delete=OnDelete.cascade)
    code_hash = Bytea(default=None, null=False)
    made_at = Timestamptz(default=None, null=False)
    expires_at = Timestamptz(default=None, null=False)
    used_at = Timestamptz(default=None, null=True)

    rbac_shell_code_once = Unique([code_hash])


classify(ShellCode, system="id account code_hash made_at expires_at used_at")
classify(
    RoleAssignment,
    system="id account role department since until origin given_by given_at ended_at ended_by",
)
classify(Bundle, system="id role permission reach origin changed_by changed_at")
classify(
    Grant,
    system="id account permission reach department since until reason origin given_by given_at ended_at ended_by",
)
classify(
    Proposal,
    system="id kind account content reason proposed_by proposed_label proposed_at state ended_at version",
)
classify(Vote, system="id proposal account verdict comment at")
classify(Delegation, system="id giver taker actions classes since until reason made_at ended_at")
classify(Acting, system="id department person since until given_by given_at")
