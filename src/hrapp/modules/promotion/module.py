"""The nameplate of promotion: everything this module offers."""

from hrapp.kernel.module import Module, Permission, Section
from hrapp.kernel.text import mark
from hrapp.modules.promotion import sections, snapshot, vocabulary
from hrapp.modules.promotion.piccolo_app import APP_CONFIG

_READERS = {"employee": "self", "manager": "team", "hr": "company", "general_manager": "company"}

MODULE = Module(
    name="promotion",
    title=mark("Promotion"),
    requires=("people", "approvals", "notify"),
    uses_facts=("performance.attainment_rate",),
    tables=APP_CONFIG,
    permissions=(
        Permission("promotion.view", mark("See promotion progress"), _READERS, visibility="promotion_progress"),
    ),
    vocabulary=(vocabulary.documents,),
    sections=(
        Section(("promotion",), sections.PromotionFile, sections.apply_promotion, sections.export_promotion, order=69),
        Section(("paths",), sections.PathsFile, sections.apply_paths, sections.export_paths, order=70),
    ),
    snapshot=(snapshot.PART,),
)
