"""The child process: opens a store for reading, gives up all else, answers one job at a time.

`python -I -m claimgraph.query.child STORE MEGABYTES [--allow-service]`. Oxigraph cannot be
interrupted inside a process, so whoever started the child kills it when its time is over.
"""

import json
import os
import sys
import threading
from collections.abc import Callable, Mapping
from queue import SimpleQueue
from typing import Any

from claimgraph.canonical import prefixes
from claimgraph.errors import ClaimGraphError
from claimgraph.query.answers import Answering, Job
from claimgraph.query.frames import READY, RefusedError, Reply, framed, problem, send_all
from claimgraph.query.limits import confine
from claimgraph.store import Store

OUT = 1
Handler = Callable[[Mapping[str, Any], Reply], None]


def attend(jobs: "SimpleQueue[bytes]", handler: Handler) -> None:
    """Hands one line after the other to the handler, for ever."""
    send_all(OUT, framed(READY))
    while True:
        reply = Reply(OUT)
        try:
            handler(json.loads(jobs.get()), reply)
        except RefusedError as error:
            reply.fail(error)
        except ClaimGraphError as error:
            reply.fail(RefusedError("failed", str(error)))
        except MemoryError:
            reply.fail(RefusedError("memory", "It needs more memory than it may use."))
        except Exception as error:  # noqa: BLE001, one job that fails must not end the others
            what = f"{type(error).__name__}: {error}"
            reply.fail(RefusedError("failed", f"It cannot be answered ({what})."))
        else:
            reply.end()


def listen() -> "SimpleQueue[bytes]":
    """The lines of standard input, as they come; their end is the end of the process.

    They are read in a thread of their own, so that a child whose parent is gone ends at once, even
    in the midst of a query.
    """
    jobs: SimpleQueue[bytes] = SimpleQueue()

    def read() -> None:
        for line in sys.stdin.buffer:
            jobs.put(line)
        os._exit(0)

    threading.Thread(target=read, daemon=True).start()
    return jobs


def start(prepare: Callable[[Store], Handler], store: str, megabytes: int, *, sealed: bool) -> None:
    """Opens the store, lets `prepare` read what it needs, confines the process, and attends.

    What keeps the store from being opened is told to the parent as a problem.
    """
    try:
        handler = prepare(Store.open(store, read_only=True))
        jobs = listen()
        confine(megabytes, sealed=sealed)
    except ClaimGraphError as error:
        send_all(OUT, problem(RefusedError("store", str(error))))
        return
    attend(jobs, handler)


def _queries(store: Store) -> Handler:
    answering = Answering(store.inner, prefixes())
    return lambda told, reply: answering.answer(Job.of(told), reply)


def main() -> None:
    """The process."""
    store, megabytes, *flags = sys.argv[1:]
    start(_queries, store, int(megabytes), sealed="--allow-service" not in flags)


if __name__ == "__main__":
    main()
