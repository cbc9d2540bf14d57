"""Relations that a construction states, not a word: "OpenAI's GPT-5.5", "Acme chief Ann Lee"."""

from collections.abc import Iterator

from claimgraph.extract.claims.candidates import Candidate
from claimgraph.extract.claims.ground import Ground
from claimgraph.extract.claims.relations import Relations
from claimgraph.extract.claims.seats import Posts
from claimgraph.extract.claims.status import Standing
from claimgraph.extract.claims.titles import titles
from claimgraph.extract.frames.frames import Frame
from claimgraph.model import Participant, Status

LASTING = Standing(Status.ASSERTED, (), None, "status:standing-relation")


def constructed(ground: Ground) -> Iterator[Candidate]:
    """The relations of a document that no word evokes; they last, whoever tells them."""
    frames, referents, lexicon = ground.frames, ground.referents, ground.lexicon
    for each in Relations(frames, lexicon, referents).all():
        yield _lasting(ground, each.frame, each.head, each.extent, each.roles)
    for frame in frames.constructions.get("title", ()):
        bodies = frames.accepted(frame, "recipient")
        posts = Posts(bodies, frames.public_posts, frames.seats, frames.acting)
        for post in titles(referents, lexicon, posts):
            roles = {"agent": (post.holder,), "recipient": post.bodies}
            yield _lasting(ground, frame, post.noun, post.extent, roles)


def _lasting(
    ground: Ground,
    frame: Frame,
    head: int,
    extent: tuple[int, int],
    roles: dict[str, tuple[Participant, ...]],
) -> Candidate:
    return Candidate(
        type=frame.type,
        head=ground.parsed.doc[head],
        words=(head,),
        extent=extent,
        roles=roles,
        standing=LASTING,
        subtype=frame.subtype,
        lasting=True,
        frame=frame.name,
        reasons=(
            f"frame:{frame.name}",
            f"path:{frame.construction}",
            LASTING.rule,
            "doubt:construction",
        ),
    )
