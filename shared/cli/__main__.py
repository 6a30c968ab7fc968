"""`python -m shared.cli`: the command without an installed entry point."""

import sys

from shared.cli.main import main

sys.exit(main())
