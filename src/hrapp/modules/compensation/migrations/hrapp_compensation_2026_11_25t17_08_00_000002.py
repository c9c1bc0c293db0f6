from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hrapp.kernel.database import DB

ID = "2026-11-25T17:08:00:000002"
VERSION = "1.38.0"
DESCRIPTION = "the outer bound for pay knows of roles that ended, single access, loans and heads for a while"

RULES = """
create or replace function compensation_reads_all() returns boolean
language sql stable security definer set search_path = pg_catalog, public as $$
    select rbac_reaches('salary', 'compensation.%', array['hr', 'hrbp', 'general_manager', 'compensation']::varchar[])
$$;

create or replace function compensation_team() returns varchar[]
language sql stable security definer set search_path = pg_catalog, public as $$
    with recursive me as (
        select p.id, p.emp_no from people_person p join accounts_account a on a.person = p.id
        where a.id = any(rbac_behind('salary'))
    ), led as (
        select d.id from people_department d join me on d.manager_no = me.emp_no
        union select x.department from rbac_acting x join me on x.person = me.id
            where x.since <= current_date + 1 and x.until > current_date
        union select child.id from people_department child join led on child.parent = led.id
    ), below as (
        select a.person from people_assignment a join me on a.manager_no = me.emp_no where a.until is null
        union select a.person from people_assignment a join people_person p on p.emp_no = a.manager_no
            join below on below.person = p.id where a.until is null
    )
    select case when exists (
        select 1 from kernel_setting where key = 'visibility' and value -> 'pay' ? 'department_manager'
    ) or exists (
        select 1 from rbac_bundle b where b.role = 'manager' and b.permission like 'compensation.%' and b.reach <> 'nowhere'
    ) then array(
        select a.person from people_assignment a where a.until is null and a.department in (select id from led)
        union select person from below
    ) else '{}'::varchar[] end
$$;
"""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="hrapp_compensation", description=DESCRIPTION)

    async def run():
        await DB.connection.execute(RULES)

    manager.add_raw(run)
    return manager
