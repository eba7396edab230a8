"""`python -m ui` starts Kith."""

from ui.launch import main

raise SystemExit(main())
