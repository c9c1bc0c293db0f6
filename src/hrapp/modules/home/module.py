"""The nameplate of home: everything this module offers."""

from hrapp.kernel.module import Module, NavItem, Slot
from hrapp.kernel.registry import SIGNED_IN
from hrapp.kernel.text import mark
from hrapp.modules.home import pages

MODULE = Module(
    name="home",
    title=mark("Home"),
    essential=True,
    pages=(pages.show_home,),
    nav=(NavItem(mark("Home"), "/", SIGNED_IN, "home", order=0, phone=True),),
    slots=(Slot("home", gives=()),),
)
