"""Jianghua as a server in a process of its own, asked for JSON over connections that stay open.

Enters: the index of `jianghua`, queries. Leaves: answers with the server's own time.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks.corpus import Corpus
from benchmarks.engines.base import HITS, Answer, BuildTimes
from benchmarks.queries import Query

_THREADS = 8


class JianghuaOverHttp:
    """`jianghua serve` and its clients, a connection a thread."""

    def build(self, corpus: Corpus, folder: Path, workers: int) -> BuildTimes:
        """Never: it serves the index of `jianghua`."""
        raise NotImplementedError

    def open(self, folder: Path) -> None:
        """Start the server on a free port and wait until it says where it listens."""
        command = ["serve", "--index", str(folder), "--port", "0", "--threads", str(_THREADS)]
        self._server = subprocess.Popen([sys.executable, "-m", "indexer", *command], stdout=subprocess.PIPE, text=True)
        self._local = threading.local()
        assert self._server.stdout is not None
        said = self._server.stdout.readline()
        address = re.search(r"//([\w.]+):(\d+)", said)
        if address is None:
            raise ConnectionError(f"the server did not come up: {said!r}")
        self._address = address[1], int(address[2])

    def search(self, query: Query) -> Answer:
        """`/api/search`."""
        envelope = self._get("/api/search", q=query.text, limit=HITS)
        return Answer(
            ids=tuple(hit["id"] for hit in envelope["hits"]),
            total=envelope["total"],
            years={value["value"]: value["count"] for value in envelope["facets"]["year"]},
            snippets=tuple(snippet["text"] for hit in envelope["hits"] for snippet in hit["snippets"]),
            own_ms=envelope["took_ms"],
        )

    def finds(self, query: Query, document_id: str) -> bool:
        """Whether `/api/speech` has marks."""
        return bool(self._get("/api/speech/", id=document_id, q=query.text)["marks"])

    def _get(self, path: str, **parameters: str | int) -> dict[str, Any]:
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = HTTPConnection(*self._address, timeout=60)
        connection.request("GET", f"{path}?{urlencode(parameters)}")
        envelope: dict[str, Any] = json.loads(connection.getresponse().read())
        if not envelope["ok"]:
            raise ConnectionError(f"{path} {parameters}: {envelope['error']}")
        return envelope

    def close(self) -> None:
        """End the server."""
        self._server.terminate()
        self._server.communicate()

    @property
    def process_id(self) -> int:
        """The server's."""
        return self._server.pid
