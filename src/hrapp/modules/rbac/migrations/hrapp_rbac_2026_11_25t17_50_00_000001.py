from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hrapp.kernel.database import DB

ID = "2026-11-25T17:50:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "who reads what is not changed past the two who have to agree; a key that was destroyed stays destroyed"

FORWARDS = """
create function rbac_keep_visibility() returns trigger language plpgsql as $$
begin
    if current_user in ('hrapp_web', 'hrapp_pay') and 'visibility' in (new.key, old.key) then
        raise insufficient_privilege using message = 'who reads what is changed by two, or by the company file';
    end if;
    return coalesce(new, old);
end $$;
create trigger rbac_visibility before insert or update or delete on kernel_setting
    for each row execute function rbac_keep_visibility();

create function kernel_keep_destroyed() returns trigger language plpgsql as $$
begin
    raise check_violation using message = 'a destroyed key stays destroyed', constraint = 'kernel_key_destroyed';
end $$;
create trigger kernel_key_destroyed before update on kernel_key
    for each row when (old.destroyed_at is not null) execute function kernel_keep_destroyed();
"""

BACKWARDS = """
drop trigger rbac_visibility on kernel_setting; drop function rbac_keep_visibility();
drop trigger kernel_key_destroyed on kernel_key; drop function kernel_keep_destroyed();
"""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="hrapp_rbac", description=DESCRIPTION)

    async def run():
        await DB.connection.execute(FORWARDS)

    async def undo():
        await DB.connection.execute(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(undo)
    return manager
