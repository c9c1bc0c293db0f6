"""The tables and migrations of learning, for Piccolo."""

from hrapp.kernel.schema import app_config
from hrapp.modules.learning.tables import AdviceRule, Attempt, Course

APP_CONFIG = app_config("learning", __file__, [Course, Attempt, AdviceRule], requires=("people",))
