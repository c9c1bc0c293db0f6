"""What was said at a step of a case, in words."""

from hrapp.kernel.marking import mark

VERDICTS = {
    "approve": mark("agreed"),
    "upload": mark("handed in"),
    "return": mark("sent back"),
    "defer": mark("put off"),
    "reject": mark("did not agree"),
    "withdraw": mark("withdrew"),
}
