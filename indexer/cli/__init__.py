"""The command line: arguments → settings → one call → lines or JSON, and an exit status.

`arguments` (what can be typed), `commands` and `serving` (what each command calls), `answer` (what a command says),
`printing` (values as lines), `progress` (how far a build is), `streams` (the only one that writes), `main`.
"""

import os

# OpenBLAS, which comes with numpy, starts threads that wait at full load: two fifths of the processor time of a search.
# Nothing here multiplies matrices that are large enough for two.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from indexer.cli.main import main

__all__ = ["main"]
