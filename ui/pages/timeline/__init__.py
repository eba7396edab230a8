"""The timeline page: one stream of everything, filters, a density strip and a detail pane."""
