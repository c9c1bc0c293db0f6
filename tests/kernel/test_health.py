"""What is missing is named, and nothing else is said."""

from hrapp.kernel.health import Health


async def test_what_is_missing_is_named_to_strangers_without_details(empty: str) -> None:
    away = Health("unix:///nowhere/redis.sock")
    assert await away.answer("/readyz") == (503, "redis")
    assert await away.answer("/healthz") == (200, "ok")
    assert await Health().answer("/readyz") == (200, "ok")


async def test_a_database_that_is_away_is_named() -> None:
    status, said = await Health().answer("/readyz")
    assert status == 503 and said.startswith("database schema")
