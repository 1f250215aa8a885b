"""Pages of the desk: one module a page, each view behind `guard.page`."""
