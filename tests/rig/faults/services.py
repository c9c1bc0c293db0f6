"""What runs is killed, hung, cut off; it comes back by itself."""

from __future__ import annotations

import time

from tests.rig.faults.ground import Ground, case
from tests.rig.places import RigError
from tests.rig.visitor import Visitor, healthy


@case("kill -9 of PostgreSQL's first process", "back by itself, pages answer")
def postgres_killed(ground: Ground) -> str:
    ground.box.run("pkill -9 -o -x postgres")
    return f"ready after {healthy(ground.box, 120):.1f} s"


@case("kill -9 of one of PostgreSQL's backends", "back by itself, pages answer")
def backend_killed(ground: Ground) -> str:
    ground.box.run("pkill -9 -n -f '^postgres: .*hrapp_web'")
    return f"ready after {healthy(ground.box, 120):.1f} s"


@case("kill -9 of nginx", "back by itself")
def nginx_killed(ground: Ground) -> str:
    ground.box.run("pkill -9 -x nginx")
    return f"ready after {healthy(ground.box, 60):.1f} s"


@case("kill -9 of the pages", "back by itself")
def web_killed(ground: Ground) -> str:
    ground.box.run("systemctl kill --kill-whom=main -s KILL hrapp-web.service")
    return f"ready after {healthy(ground.box, 60):.1f} s"


@case("the pages hang (SIGSTOP)", "the watchdog replaces them")
def web_hangs(ground: Ground) -> str:
    before = ground.box.sh("systemctl show -P MainPID hrapp-web")
    ground.box.run("systemctl kill --kill-whom=all -s STOP hrapp-web.service")
    seconds = healthy(ground.box, 120)
    if ground.box.sh("systemctl show -P MainPID hrapp-web") == before:
        raise RigError("the process that hung is still there")
    return f"replaced, ready after {seconds:.1f} s"


@case("the worker hangs (SIGSTOP)", "the watchdog replaces it")
def worker_hangs(ground: Ground) -> str:
    before = ground.box.sh("systemctl show -P MainPID hrapp-worker")
    ground.box.run("systemctl kill --kill-whom=all -s STOP hrapp-worker.service")
    until = time.monotonic() + 180
    while time.monotonic() < until:
        now = ground.box.sh("systemctl show -P MainPID hrapp-worker")
        if now not in (before, "0"):
            return f"replaced after {time.monotonic() + 180 - until:.0f} s"
        time.sleep(1)
    raise RigError("the worker that hung is still there")


@case("the queue is killed and comes back empty", "pages go on, jobs come from the database")
def queue_killed(ground: Ground) -> str:
    ground.box.run(
        "pkill -9 -x 'redis-server|valkey-server'; sleep 1; (redis-cli -s /run/redis/redis-server.sock flushall"
        " || valkey-cli -s /run/redis/redis-server.sock flushall) >/dev/null 2>&1; true"
    )
    page = Visitor(ground.box).get("/sign-in")
    if page.status_code != 200:
        raise RigError(f"/sign-in: {page.status_code}")
    return f"ready after {healthy(ground.box, 60):.1f} s"


@case("power cut while people work", "boots, recovers, answers")
def power_cut(ground: Ground) -> str:
    ground.box.power_cut()
    ground.box.up(fresh=False)
    return f"ready after {healthy(ground.box, 180):.1f} s"


@case("the cable is out for a while", "answers again as soon as it is back")
def cable_out(ground: Ground) -> str:
    ground.box.link(up=False)
    time.sleep(5)
    ground.box.link(up=True)
    return f"ready after {healthy(ground.box, 60):.1f} s"
