"""The front door of audit: what others may ask of the trail and of its chain."""

from hrapp.modules.audit.heads import keep as keep_head
from hrapp.modules.audit.heads import use as use_heads
from hrapp.modules.audit.sealing import seal
from hrapp.modules.audit.verifying import verify

__all__ = ["keep_head", "seal", "use_heads", "verify"]
