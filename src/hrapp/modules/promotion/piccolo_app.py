"""The tables and migrations of promotion, for Piccolo."""

from hrapp.kernel.schema import app_config
from hrapp.modules.promotion.tables import Case, CriteriaVersion, Criterion, Eligibility, Path, ProgressDay

APP_CONFIG = app_config(
    "promotion", __file__, [Path, CriteriaVersion, Criterion, Eligibility, Case, ProgressDay], requires=("people",)
)
