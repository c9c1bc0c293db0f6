"""The nameplate of accounts: everything this module offers."""

from hrapp.kernel.module import Module, NavItem, Slot
from hrapp.kernel.registry import SIGNED_IN
from hrapp.kernel.text import mark
from hrapp.modules.accounts import events, pages
from hrapp.modules.accounts.piccolo_app import APP_CONFIG
from hrapp.modules.accounts.queries import Sessions

MODULE = Module(
    name="accounts",
    title=mark("Accounts"),
    requires=("people",),
    essential=True,
    tables=APP_CONFIG,
    pages=(
        pages.show_sign_in,
        pages.sign_in,
        pages.show_welcome,
        pages.welcome,
        pages.sign_out,
        pages.show_account,
        pages.change_password,
        pages.choose_language,
        pages.choose_theme,
    ),
    nav=(NavItem(mark("My account"), "/account", SIGNED_IN, "me", group="settings", order=99, phone=True),),
    slots=(Slot("sign_in.doors", gives=()),),
    events=(events.SignedIn, events.SignedOut, events.AccountMade, events.PasswordSet),
    ports={"sign_in": Sessions()},
)
