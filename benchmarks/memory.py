"""Memory of a process, as Linux tells it. Elsewhere nothing is told: zero.

`getrusage` is no use here: what it calls the peak of a process includes the peak of the process that started it.
"""

from __future__ import annotations

from pathlib import Path


def peak_bytes(process_id: int) -> int:
    """The most that a process has had in memory so far, mapped pages included."""
    return _status_bytes(process_id, "VmHWM")


def resident_bytes(process_id: int) -> int:
    """What a process has in memory now, mapped pages included."""
    return _status_bytes(process_id, "VmRSS")


def _status_bytes(process_id: int, name: str) -> int:
    status = Path(f"/proc/{process_id}/status")
    if not status.exists():
        return 0
    lines = status.read_text(encoding="ascii", errors="replace").splitlines()
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:")), 0)
