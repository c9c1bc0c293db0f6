"""The nameplate of accounts: everything this module offers."""

from hrapp.kernel.module import Module
from hrapp.modules.accounts.piccolo_app import APP_CONFIG

MODULE = Module(
    name="accounts",
    title="Accounts",
    requires=("people",),
    essential=True,
    tables=APP_CONFIG,
)
