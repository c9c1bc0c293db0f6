"""The front door of audit: what others may ask of the trail and of its chain."""

from hrapp.modules.audit.heads import keep as keep_head
from hrapp.modules.audit.heads import make_key as make_heads_key
from hrapp.modules.audit.heads import use as use_heads
from hrapp.modules.audit.queries import LookRow, ever, last_accesses
from hrapp.modules.audit.sealing import seal
from hrapp.modules.audit.unusual import Looked, looked
from hrapp.modules.audit.verifying import verify
from hrapp.modules.audit.words import actor_words, fields_words, permission_words, roles_words

__all__ = [
    "LookRow",
    "Looked",
    "actor_words",
    "ever",
    "fields_words",
    "keep_head",
    "last_accesses",
    "looked",
    "make_heads_key",
    "permission_words",
    "roles_words",
    "seal",
    "use_heads",
    "verify",
]
