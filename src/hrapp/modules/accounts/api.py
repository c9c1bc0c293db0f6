"""The front door of accounts."""

from hrapp.modules.accounts.actions import (
    account_for_cli,
    ensure_account,
    ensure_company_account,
    one_time_code,
    resume_account,
    stop_account,
)
from hrapp.modules.accounts.cookies import with_session
from hrapp.modules.accounts.factors import remove as remove_factor
from hrapp.modules.accounts.notices import notice
from hrapp.modules.accounts.queries import (
    AccountRow,
    account_by_id,
    account_by_login,
    code_open_until,
    is_entrusted,
    own_standing_of,
)
from hrapp.modules.accounts.rules import CODE_LETTERS, RESET_LIFE
from hrapp.modules.accounts.sessions import end_sessions, open_session

__all__ = [
    "CODE_LETTERS",
    "RESET_LIFE",
    "AccountRow",
    "account_by_id",
    "account_by_login",
    "account_for_cli",
    "code_open_until",
    "end_sessions",
    "ensure_account",
    "ensure_company_account",
    "is_entrusted",
    "notice",
    "one_time_code",
    "open_session",
    "own_standing_of",
    "remove_factor",
    "resume_account",
    "stop_account",
    "with_session",
]
