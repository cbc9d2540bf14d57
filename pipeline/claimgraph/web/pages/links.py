"""Links between pages: as `serve` answers them, or as files that lie beside one another."""

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final, Protocol
from urllib.parse import quote, urlencode

from claimgraph.web.pages.paths import FORMS, SEARCH, START, Query, handles

DRAWINGS: Final = ("graph", "dossier")
ELSEWHERE: Final = frozenset(("/sparql",))
"""Pages that the serving process has besides these."""


class Links(Protocol):
    """How a page is linked to; an empty link means that there is no such page.

    `policy` is the content security policy that a page has to carry itself, where no server does.
    """

    @property
    def policy(self) -> str:
        """The policy to write into the page, or nothing."""

    def to(self, path: str, query: Query = (), form: str = "html") -> str:
        """The address of a page in a form."""

    def asset(self, name: str) -> str:
        """The address of a file of static/."""


@dataclass(frozen=True, slots=True)
class Served:
    """Links below the root of a server, which sends the policy itself."""

    @property
    def policy(self) -> str:
        """Nothing."""
        return ""

    def to(self, path: str, query: Query = (), form: str = "html") -> str:
        """The address of a page in a form; a name that ends like a form is closed by .html."""
        if not (handles(path) or path in ELSEWHERE):
            return ""
        told = urlencode([(key, value) for key, value in query if value])
        suffix = f".{form}" if form != "html" or path.endswith(SUFFIXES) else ""
        name = START if path == "/" and suffix else path
        return quote(name) + suffix + (f"?{told}" if told else "")

    def asset(self, name: str) -> str:
        """The address of a file of static/."""
        return f"/static/{name}"


FROM_FILES: Final = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; "
    "img-src 'self' file: data:; form-action 'self' file:; base-uri 'none'"
)
SUFFIXES: Final = (*(f".{form}" for form in FORMS), ".json")


@dataclass(frozen=True, slots=True)
class Files:
    """Links from one file of a folder of pages to the others; `written` are those that exist."""

    here: str
    written: frozenset[tuple[str, Query]]

    @property
    def policy(self) -> str:
        """What a page that is opened as a file, or served as it is, may load."""
        return FROM_FILES

    def to(self, path: str, query: Query = (), form: str = "html") -> str:
        """The way from this file to a page's file; nothing where no such file is written."""
        told = tuple((key, value) for key, value in query if value)
        if (path, told) not in self.written or (form != "html" and not self.has_data(path, told)):
            return ""
        return self._way(file_of(path, told, form))

    def asset(self, name: str) -> str:
        """The way from this file to a file of static/."""
        return self._way(f"static/{name}")

    def has_data(self, path: str, query: Query) -> bool:
        """Whether a page is written in its other forms too: whole pages of lists and nodes are."""
        return not query and path != SEARCH and path.split("/")[1] not in DRAWINGS

    def _way(self, target: str) -> str:
        depth = len(PurePosixPath(self.here).parts) - 1
        return quote("../" * depth + target)


def file_of(path: str, query: Query = (), form: str = "html") -> str:
    """The name of a page's file below the folder of all pages.

    >>> file_of("/"), file_of("/id/halden", (("claims", "2"),)), file_of("/ask", (), "csv")
    ('index.html', 'id/halden/claims-2.html', 'ask.csv')
    """
    name = path.removeprefix("/") or "index"
    told = "/".join(f"{key}-{value}" for key, value in query)
    return f"{name}/{told}.{form}" if told else f"{name}.{form}"
