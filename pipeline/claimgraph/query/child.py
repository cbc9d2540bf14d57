"""The child process: opens a store for reading, gives up all else, answers one job at a time.

`python -I -m claimgraph.query.child STORE MEGABYTES [DOMAIN] [--allow-service]`; STORE is a folder,
or the address of a SPARQL server with the login in the environment; queries need not declare the
prefixes of DOMAIN. Oxigraph cannot be interrupted inside a process, so whoever started the child
kills it when its time is over.
"""

import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from claimgraph.errors import ClaimGraphError
from claimgraph.layout import domain
from claimgraph.prefixes import prefixes
from claimgraph.query import ALLOW_SERVICE
from claimgraph.query.answers import Answering, Job
from claimgraph.query.frames import READY, RefusedError, Reply, framed, problem, send_all
from claimgraph.query.limits import confine, end_with_the_parent
from claimgraph.store.embedded import Store
from claimgraph.store.graphstore import GraphStore
from claimgraph.store.remote import RemoteStore
from claimgraph.store.sparql import Login

OUT = 1
Handler = Callable[[Mapping[str, Any], Reply], None]


def attend(handler: Handler) -> None:
    """Hands one line of standard input after the other to the handler, until the input ends."""
    send_all(OUT, framed(READY))
    for line in iter(sys.stdin.buffer.readline, b""):
        reply = Reply(OUT)
        try:
            handler(json.loads(line), reply)
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


def start(
    prepare: Callable[[GraphStore], Handler], store: str, megabytes: int, *, sealed: bool
) -> None:
    """Opens the store, lets `prepare` read what it needs, confines the process, and attends.

    What keeps the store from being opened is told to the parent as a problem. A child that asks a
    server cannot be sealed: it has to open connections.
    """
    try:
        handler = prepare(opened(store))
        sealed = sealed and not is_server(store)
        end_with_the_parent()
        confine(megabytes, sealed=sealed)
    except ClaimGraphError as error:
        send_all(OUT, problem(RefusedError("store", str(error))))
        return
    attend(handler)


def opened(store: str) -> GraphStore:
    """The store in a folder or in a server, to be read.

    Raises:
        StoreError: there is none.
    """
    if not is_server(store):
        return Store.open(store, read_only=True)
    return RemoteStore.open(store, Login.of(os.environ), read_only=True)


def is_server(store: str) -> bool:
    """Whether a store is in a SPARQL server, by how it is named."""
    return store.startswith(("http://", "https://"))


def main() -> None:
    """The process."""
    store, megabytes, *rest = sys.argv[1:]
    folders = [Path(one) for one in rest if one != ALLOW_SERVICE]
    names = prefixes(domain(*folders))

    def prepare(store: GraphStore) -> Handler:
        answering = Answering(store, names)
        return lambda told, reply: answering.answer(Job.of(told), reply)

    start(prepare, store, int(megabytes), sealed=ALLOW_SERVICE not in rest)


if __name__ == "__main__":
    main()
