from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hrapp.kernel.database import DB

ID = "2026-11-25T16:50:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "grants come into force through two people alone, and the database counts them"

RULES = """
alter table rbac_role_assignment drop constraint rbac_role_assignment_role;
alter table rbac_role_assignment add constraint rbac_role_assignment_role
    check (role in ('hr', 'hrbp', 'compensation', 'general_manager', 'it', 'auditor'));
create unique index rbac_role_assignment_held on rbac_role_assignment (account, role, coalesce(department, ''))
    where ended_at is null and until is null;

create function rbac_keep_apart() returns trigger language plpgsql as $$
begin
    if new.ended_at is null and exists (
        select 1 from rbac_role_assignment o
        where o.account = new.account and o.id <> new.id and o.ended_at is null and (o.role = 'it') <> (new.role = 'it')
          and daterange(o.since, o.until) && daterange(new.since, new.until)
    ) then
        raise check_violation using message = 'IT and roles that see personal data exclude each other',
            constraint = 'rbac_role_assignment_apart';
    end if;
    return new;
end $$;
create trigger rbac_role_assignment_apart before insert or update on rbac_role_assignment
    for each row execute function rbac_keep_apart();

create function rbac_roles(who varchar) returns varchar[]
language sql stable security definer set search_path = pg_catalog, public as $$
    select array(
        select r.role from rbac_role_assignment r join accounts_account a on a.id = r.account
        where r.account = who and a.state = 'active' and r.ended_at is null
          and (r.since is null or r.since <= current_date) and (r.until is null or r.until > current_date)
    )
$$;

create function rbac_family(who varchar) returns varchar
language sql stable security definer set search_path = pg_catalog, public as $$
    select case
        when 'it' = any(r) then null when 'general_manager' = any(r) then 'general_manager'
        when 'hr' = any(r) then 'hr' when 'auditor' = any(r) then 'auditor' end
    from rbac_roles(who) r
$$;

create function rbac_apply(which varchar) returns boolean
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
    p rbac_proposal;
begin
    select * into p from rbac_proposal where id = which and state = 'open' for update;
    if not found or exists (select 1 from rbac_vote v where v.proposal = p.id and v.verdict = 'reject') then
        return false;
    end if;
    if (select count(distinct rbac_family(v.account)) from rbac_vote v
        where v.proposal = p.id and v.verdict = 'agree' and v.account is distinct from p.account) < 2 then
        return false;
    end if;
    if p.kind = 'role' then
        insert into rbac_role_assignment (id, account, role, department, since, until, origin, given_by, given_at)
        values (p.content ->> 'id', p.account, p.content ->> 'role', p.content ->> 'department',
            (p.content ->> 'since')::date, (p.content ->> 'until')::date, p.id, p.proposed_label, now());
    elsif p.kind = 'grant' then
        insert into rbac_grant (id, account, permission, reach, department, since, until, reason, origin, given_by, given_at)
        values (p.content ->> 'id', p.account, p.content ->> 'permission', p.content ->> 'reach',
            p.content ->> 'department', (p.content ->> 'since')::date, (p.content ->> 'until')::date, p.reason, p.id,
            p.proposed_label, now());
    elsif p.kind = 'bundle' then
        insert into rbac_bundle (id, role, permission, reach, origin, changed_by, changed_at)
        select each ->> 'id', each ->> 'role', each ->> 'permission', each ->> 'reach', p.id, p.proposed_label, now()
        from jsonb_array_elements(p.content -> 'changes') each
        on conflict (role, permission) do update set reach = excluded.reach, origin = excluded.origin,
            changed_by = excluded.changed_by, changed_at = excluded.changed_at;
    elsif p.kind = 'visibility' then
        insert into kernel_setting (key, value, version) values ('visibility', p.content -> 'visibility', 1)
        on conflict (key) do update set value = excluded.value, version = kernel_setting.version + 1;
    end if;
    update rbac_proposal set state = 'applied', ended_at = now(), version = version + 1 where id = p.id;
    return true;
end $$;

-- Taking back needs one of those whose agreement counts, and whoever it is about may always give something up.
create function rbac_end_role(which varchar, label varchar) returns boolean
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
    me varchar := nullif(current_setting('app.account', true), '');
begin
    update rbac_role_assignment set ended_at = now(), ended_by = left(label, 150)
    where id = which and ended_at is null and (account = me or rbac_family(me) in ('hr', 'general_manager'));
    return found;
end $$;
create function rbac_end_grant(which varchar, label varchar) returns boolean
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
    me varchar := nullif(current_setting('app.account', true), '');
begin
    update rbac_grant set ended_at = now(), ended_by = left(label, 150)
    where id = which and ended_at is null and (account = me or rbac_family(me) in ('hr', 'general_manager', 'auditor'));
    return found;
end $$;

-- A change that lets nobody see more is one person's, and the database sees to it that it only narrows.
create function rbac_narrow(kind varchar, permission_name varchar, wanted varchar, was varchar, row_id varchar, label varchar)
returns boolean language plpgsql security definer set search_path = pg_catalog, public as $$
declare
    reach_order varchar[] := array['nowhere', 'self', 'direct', 'subtree', 'department', 'company'];
    me varchar := nullif(current_setting('app.account', true), '');
    present varchar;
begin
    if rbac_family(me) is null or rbac_family(me) = 'auditor' then
        return false;
    end if;
    select b.reach into present from rbac_bundle b where b.role = kind and b.permission = permission_name;
    if array_position(reach_order, wanted) > array_position(reach_order, coalesce(present, was)) then
        return false;
    end if;
    insert into rbac_bundle (id, role, permission, reach, changed_by, changed_at)
    values (row_id, kind, permission_name, wanted, left(label, 100), now())
    on conflict (role, permission) do update set reach = excluded.reach, origin = null,
        changed_by = excluded.changed_by, changed_at = excluded.changed_at;
    return true;
end $$;

alter table rbac_vote enable row level security, force row level security;
create policy rbac_vote_keeper on rbac_vote to current_user using (true);

do $do$
begin
    if exists (select 1 from pg_roles where rolname = 'hrapp_import') then
        revoke insert, update, delete on rbac_role_assignment, rbac_bundle, rbac_grant from hrapp_web, hrapp_pay;
        revoke delete on rbac_proposal, rbac_vote, rbac_delegation, rbac_acting from hrapp_web, hrapp_pay;
        revoke update on rbac_vote from hrapp_web, hrapp_pay, hrapp_import;
        -- What was proposed stands as it was when somebody agreed to it.
        revoke update on rbac_proposal from hrapp_web, hrapp_pay, hrapp_import;
        grant update (state, ended_at, version) on rbac_proposal to hrapp_web, hrapp_import;
        revoke update on rbac_delegation from hrapp_web, hrapp_pay, hrapp_import;
        grant update (ended_at) on rbac_delegation to hrapp_web, hrapp_import;
        create policy rbac_vote_read on rbac_vote for select to hrapp_web, hrapp_pay, hrapp_import using (true);
        create policy rbac_vote_own on rbac_vote for insert to hrapp_web
            with check (account = nullif(current_setting('app.account', true), ''));
    end if;
end $do$;
revoke execute on function rbac_apply(varchar), rbac_end_role(varchar, varchar), rbac_end_grant(varchar, varchar),
    rbac_narrow(varchar, varchar, varchar, varchar, varchar, varchar) from public;
do $do$
begin
    if exists (select 1 from pg_roles where rolname = 'hrapp_web') then
        grant execute on function rbac_apply(varchar), rbac_end_role(varchar, varchar), rbac_end_grant(varchar, varchar),
            rbac_narrow(varchar, varchar, varchar, varchar, varchar, varchar) to hrapp_web;
    end if;
end $do$;
"""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="hrapp_rbac", description=DESCRIPTION)

    async def run():
        await DB.connection.execute(RULES)

    manager.add_raw(run)
    return manager
