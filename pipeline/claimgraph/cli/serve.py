"""`serve`: pages and a SPARQL endpoint over a store, on this machine."""

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimgraph.cli import options
from claimgraph.cli.render import note
from claimgraph.errors import StoreError

if TYPE_CHECKING:
    import socket

    from claimgraph.web.app import Settings

LOOPBACK = ("127.0.0.1", "localhost", "::1")
TOKEN = "CLAIMGRAPH_TOKEN"  # noqa: S105, the name of a variable of the environment
GRACE = 2


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8050, show_default=True, help="0: any free."
)
@click.option(
    "--allow-host", "names", multiple=True, metavar="NAME", help="Another name this goes by."
)
@click.option(
    "--cors", "origins", multiple=True, metavar="ORIGIN", help="A site whose scripts may read."
)
@click.option(
    "--time-limit",
    "limit",
    type=click.FloatRange(min=0, min_open=True),
    default=10,
    show_default=True,
    metavar="SECONDS",
    help="The longest that a query or page may take.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    help="Processes for queries, and as many for pages [default: one a core, at most 4].",
)
@click.option(
    "--memory",
    "megabytes",
    type=click.IntRange(min=128),
    default=1024,
    show_default=True,
    metavar="MB",
    help="What one query or page may use.",
)
@options.place_options
def serve(host: str, port: int, store: str | None, domain: Path | None, **given: Any) -> None:
    """Serve pages to look at and a SPARQL endpoint, on this machine, until Ctrl-C.

    Nothing can be changed through it. To listen elsewhere than on this machine, set
    CLAIMGRAPH_TOKEN: whoever asks must then know it.

    \b
    claimgraph serve --port 8050
    curl -H 'Accept: text/csv' --data-urlencode 'query=SELECT * { ?s a cg:Source }' \\
      http://127.0.0.1:8050/sparql
    """
    from claimgraph.web.app import Settings

    where = options.place(store, domain)
    where.open(read_only=True).close()
    token = os.environ.get(TOKEN, "")
    if host not in LOOPBACK and not token:
        told = f"{host} can be reached from elsewhere; set {TOKEN} to what askers must know."
        raise click.UsageError(told)
    listening = _listening(host, port)
    given["workers"] = given["workers"] or 0
    settings = Settings(
        where.at if where.is_server else str(where.store.resolve()),
        where.domain,
        port=listening.getsockname()[1],
        token=token,
        **given,
    )
    _run(settings, listening, host)


def _listening(host: str, port: int) -> "socket.socket":
    import socket

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, or asyncio leaves Nagle's delay on and each answer takes 40 ms.
    found = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((host, port))
    except OSError as error:
        told = f"Cannot listen on {host}:{port}: {error.strerror}. Name another with --port."
        raise StoreError(told) from error
    found.set_inheritable(False)
    return found


def _run(settings: "Settings", listening: "socket.socket", host: str) -> None:
    import logging

    import uvicorn

    from claimgraph.web.app import application
    from claimgraph.web.connections import Connection

    class Server(uvicorn.Server):
        """Says where it can be found once it can."""

        async def startup(self, sockets: "list[socket.socket] | None" = None) -> None:
            await super().startup(sockets)
            if self.started:
                shown = f"[{host}]" if ":" in host else host
                note(
                    f"serving {settings.store} at http://{shown}:{settings.port}/ (Ctrl-C ends it)"
                )

    logging.basicConfig(level=logging.WARNING, format="claimgraph: %(message)s")
    config = uvicorn.Config(
        application(settings),
        http=Connection,
        loop="asyncio",
        proxy_headers=False,
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        lifespan="on",
        timeout_graceful_shutdown=GRACE,
    )
    _allow_many_connections()
    server = Server(config)
    with suppress(KeyboardInterrupt):
        server.run(sockets=[listening])
    if not server.started:
        raise StoreError("The server could not start; the lines above say why.")
    note("stopped")


def _allow_many_connections() -> None:
    """As many open files as this user may have; idle connections are cheap."""
    try:
        import resource
    except ImportError:  # Windows
        return
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


COMMANDS = (serve,)
