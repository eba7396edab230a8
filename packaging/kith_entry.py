"""Where the packaged program begins."""

import sys

from ui.launch import main

sys.exit(main())
