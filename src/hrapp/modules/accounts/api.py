"""The front door of accounts."""

from hrapp.modules.accounts.actions import (
    account_for_cli,
    ensure_account,
    ensure_company_account,
    one_time_code,
    open_session,
    with_session,
)
from hrapp.modules.accounts.queries import account_by_login

__all__ = [
    "account_by_login",
    "account_for_cli",
    "ensure_account",
    "ensure_company_account",
    "one_time_code",
    "open_session",
    "with_session",
]
