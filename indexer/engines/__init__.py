"""Engines: where an index is kept and searched. `base` says what one is; each other name is one of them."""
