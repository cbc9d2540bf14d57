"""What every format of source is brought to before its regions are found."""

from dataclasses import dataclass

from claimgraph.read.blocks import Block
from claimgraph.read.metadata import NOTHING, Metadata


@dataclass(frozen=True, slots=True)
class Layout:
    """A text with its blocks.

    `told` is what the file says of itself outside its text, `hinted` what it says there less
    surely than a byline would, `pages` the offsets at which its
    pages begin (none where it has no pages), `front` the length of its front matter.
    """

    text: str
    blocks: tuple[Block, ...]
    told: Metadata = NOTHING
    hinted: Metadata = NOTHING
    pages: tuple[int, ...] = ()
    front: int = 0
