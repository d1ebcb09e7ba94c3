"""A measuring process, ``python -m benchmarks.measuring``: one job of one engine, so that memory and start are its own.

Enters: a job, then tasks, pickled, on standard input. Leaves: figures, pickled, on standard output.
"""

from __future__ import annotations

import os
import pickle
import random
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO

from benchmarks import engines, memory
from benchmarks.engines.base import Engine
from benchmarks.figures import Asked, Built, Opened, Recall, Served, Throughput
from benchmarks.jobs import BuildJob, ServeJob, Task
from benchmarks.queries import Query

_SEED = 7


def main() -> None:
    """Do the job that comes in."""
    asks = sys.stdin.buffer
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)  # what a library prints is no answer
        job = pickle.load(asks)
        if isinstance(job, BuildJob):
            _send(answers, build(job))
        else:
            serve(job, asks, answers)


def _send(answers: BinaryIO, figures: object) -> None:
    pickle.dump(figures, answers)
    answers.flush()


def build(job: BuildJob) -> Built:
    """Build, and weigh what was built."""
    times = engines.entry(job.engine).make().build(job.corpus, job.folder, job.workers)
    return Built(
        documents=job.corpus.size,
        workers=job.workers,
        times=times,
        index_bytes=sum(path.stat().st_size for path in Path(job.folder).rglob("*") if path.is_file()),
        peak_bytes=memory.peak_bytes(os.getpid()) if job.workers == 1 else 0,
    )


def serve(job: ServeJob, asks: BinaryIO, answers: BinaryIO) -> None:
    """Open, answer once, then do what is asked until nothing more comes."""
    engine = engines.entry(job.engine).make()
    opening = time.monotonic()
    engine.open(job.folder)
    try:
        opened = time.monotonic()
        engine.search(job.queries[0])
        answered = time.monotonic()
        started = job.started if engine.process_id == os.getpid() else opening
        _send(answers, Opened(opened - started, answered - started))
        server = _Server(engine, job)
        for task in _tasks(asks):
            _send(answers, server.measure(task))
    finally:
        engine.close()


def _tasks(asks: BinaryIO) -> Iterator[Task]:
    while True:
        try:
            yield pickle.load(asks)
        except EOFError:
            return


class _Server:
    """An open engine and what is asked of it."""

    def __init__(self, engine: Engine, job: ServeJob) -> None:
        self._engine = engine
        self._job = job

    def measure(self, task: Task) -> object:
        """The figures of a task."""
        match task:
            case Task.ROUND:
                return tuple(self._ask(query) for query in self._job.queries)
            case Task.MIXED:
                return self._mixed()
            case Task.CLIENTS:
                return self._clients()
            case _:
                return self._recall()

    def _ask(self, query: Query) -> Asked:
        began = time.perf_counter()
        answer = self._engine.search(query)
        return Asked((time.perf_counter() - began) * 1000, answer.total, answer.own_ms)

    def _mixed(self) -> Served:
        chance = random.Random(_SEED)
        ends = time.monotonic() + self._job.effort.most_s
        asked = 0
        while asked < self._job.effort.mixed and time.monotonic() < ends:
            self._engine.search(chance.choice(self._job.queries))
            asked += 1
        process = self._engine.process_id
        return Served(asked, memory.resident_bytes(process), memory.peak_bytes(process))

    def _clients(self) -> Throughput:
        """Each client goes round the queries from another place, for a while."""
        queries, clients = self._job.queries, self._job.effort.clients
        totals = {query: self._engine.search(query).total for query in queries}
        began = time.monotonic()
        ends = began + self._job.effort.clients_s

        def client(number: int) -> tuple[int, int]:
            at, differing = number * len(queries) // clients, 0
            first = at
            while time.monotonic() < ends:
                query = queries[at % len(queries)]
                differing += self._engine.search(query).total != totals[query]
                at += 1
            return at - first, differing

        with ThreadPoolExecutor(clients) as pool:
            counts = list(pool.map(client, range(clients)))
        seconds = time.monotonic() - began
        return Throughput(sum(asked for asked, _ in counts), seconds, sum(differing for _, differing in counts))

    def _recall(self) -> Recall:
        passages = self._job.passages
        found = [self._engine.finds(passage.query, passage.document_id) for passage in passages]
        right = [self._engine.search(passage.query).total == passage.documents for passage in passages]
        return Recall(len(passages), sum(found), sum(right))


if __name__ == "__main__":
    main()
