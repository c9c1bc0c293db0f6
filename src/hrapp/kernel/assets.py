"""stub (the design helper replaces this file): PREFIX, build(), url(name), lookup(path)."""

PREFIX = "/static/"


def build() -> None: ...
def url(name: str) -> str:
    return PREFIX + name


def lookup(path: str):
    return None
