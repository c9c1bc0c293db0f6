import sys

from hrapp_backup.cli import main

sys.exit(main())
