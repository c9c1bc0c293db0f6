from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hrapp.kernel import keys
from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id

ID = "2026-11-25T16:20:27:000001"
VERSION = "1.38.0"
DESCRIPTION = "what is there of ID numbers is sealed; who may not reveal them does not find them"

# The web role finds the row of whoever acts; rbac's migrations open the others to those who may reveal them. That a
# number is on record is asked through a function, so that a page needs no number to say so.
WALL = """
create function people_identity_known(who varchar) returns boolean
language sql stable security definer set search_path = pg_catalog, public as $$
    select exists (select 1 from people_identity where person = who)
$$;

alter table people_identity enable row level security, force row level security;
create policy people_identity_keeper on people_identity to current_user using (true);

do $do$
begin
    if not exists (select 1 from pg_roles where rolname = 'hrapp_import') then
        return;
    end if;
    revoke insert, update, delete, truncate on people_identity from hrapp_web;
    revoke all on people_identity from hrapp_pay;
    create policy people_identity_import on people_identity to hrapp_import using (true);
    create policy people_identity_own on people_identity for select to hrapp_web
        using (person = nullif(current_setting('app.person', true), ''));
end $do$;
"""

BACKWARDS = """
drop policy people_identity_keeper on people_identity;
drop policy if exists people_identity_import on people_identity;
drop policy if exists people_identity_own on people_identity;
alter table people_identity disable row level security, no force row level security;
drop function people_identity_known(varchar);
"""


async def _seal():
    rows = await DB.fetch("select id, id_no from people_person where id_no is not null")
    if not rows:
        return
    place, opened = keys.Place("people_identity", "sealed", str), await keys.for_writing("identity", [r["id"] for r in rows])
    sealed = []
    for row in rows:
        id = new_id()
        blind = keys.blind("people_identity", row["id_no"].strip().upper())
        sealed.append((id, row["id"], opened[row["id"]].seal(place, id, row["id_no"]), blind))
    await DB.insert_many("insert into people_identity (id, person, sealed, blind) values ($1, $2, $3, $4)", sealed)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="hrapp_people", description=DESCRIPTION)

    async def run():
        await _seal()
        await DB.connection.execute(WALL)

    async def undo():
        await DB.connection.execute(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(undo)
    return manager
