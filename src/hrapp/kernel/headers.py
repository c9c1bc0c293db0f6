"""The headers that every answer carries, whoever made it: a page, a refusal, a file, a failure.

There is no report-uri in the policy: nobody outside is told what somebody's browser refused, and hrapp takes no JSON.
"""

from __future__ import annotations

Headers = list[tuple[bytes, bytes]]

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)
ALWAYS: Headers = [
    (b"content-security-policy", CSP.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
    (b"cache-control", b"no-store"),
]
TLS_ONLY = (b"strict-transport-security", b"max-age=31536000")
_UNSAID = frozenset({b"server", b"x-powered-by"})

# What is handed out as a file never runs, is never kept and is never shown inside a page.
FILE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}


def complete(given: Headers, *, secure: bool) -> Headers:
    """What was said, and what everybody says; what an answer says more strictly by itself stays."""
    kept = [(name, value) for name, value in given if name.lower() not in _UNSAID]
    names = {name.lower() for name, _ in kept}
    kept += [(name, value) for name, value in ALWAYS if name not in names]
    if secure:
        kept.append(TLS_ONLY)
    return kept
