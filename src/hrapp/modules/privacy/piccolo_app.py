"""The tables and migrations of privacy, for Piccolo."""

from hrapp.kernel.schema import app_config
from hrapp.modules.privacy.tables import Acknowledgement, Correction, Erasure, Export

APP_CONFIG = app_config("privacy", __file__, [Export, Correction, Acknowledgement, Erasure], requires=("people",))
