"""A file to take away, as the downloads page lists it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Download:
    """A file that can be had: what it holds, for which tools, its size and SHA-256."""

    name: str
    what: str
    tools: str
    address: str
    size: int = 0
    sha256: str = ""

    @property
    def human_size(self) -> str:
        """The size in units that people read."""
        size, units = float(self.size), ["GB", "MB", "kB", "B"]
        while size >= 1000 and len(units) > 1:
            size /= 1000
            units.pop()
        return f"{size:.0f} {units[-1]}" if units[-1] == "B" else f"{size:.1f} {units[-1]}"
