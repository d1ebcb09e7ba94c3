"""The command line: arguments → settings → one call → lines or JSON, and an exit status.

`arguments` (what can be typed), `commands` and `serving` (what each command calls), `answer` (what a command says),
`printing` (values as lines), `progress` (how far a build is), `streams` (the only one that writes), `main`.
"""

from indexer.cli.main import main

__all__ = ["main"]
