"""A text cut where its claims and attributions begin and end, so that overlaps can be marked."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from claimgraph.model import Attribution, Claim, Reading, Region, RegionKind, Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch that no claim or attribution begins or ends within.

    `claims` are the claims over it as places in the reading's claims, the widest first and the
    innermost last; `begins` those that begin here; `said` the parts of attributions over it
    ("source", "cue", "content"); `cues` the attributions whose cue begins here.
    """

    text: str
    claims: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()
    said: tuple[str, ...] = ()
    cues: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A region of the text in pieces; `kind` is None for the white space between regions."""

    kind: RegionKind | None
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class _Layer:
    """One stretch that asks to be shown: a claim, or a part of an attribution."""

    span: Span
    kind: str
    place: int


def blocks(reading: Reading) -> tuple[Block, ...]:
    """The whole text, region by region; the pieces in order are the text, unchanged."""
    text = reading.document.text
    areas = list(_areas(text, _with_signs(text, reading.document.regions)))
    borders = {border for _, start, end in areas for border in (start, end)}
    pieces = _cut(text, _layers(reading.claims, reading.attributions), borders)
    held: dict[int, list[Piece]] = defaultdict(list)
    area = 0
    for start, piece in pieces:
        while start >= areas[area][2]:
            area += 1
        held[area].append(piece)
    return tuple(Block(kind, tuple(held[i])) for i, (kind, _, _) in enumerate(areas))


def _cut(text: str, layers: Sequence[_Layer], borders: set[int]) -> Iterator[tuple[int, Piece]]:
    """Pieces with where they start, cut at every layer's ends and at the borders given."""
    opening: dict[int, list[_Layer]] = defaultdict(list)
    for layer in layers:
        opening[layer.span.start].append(layer)
    ends = {end for layer in layers for end in (layer.span.start, layer.span.end)} | borders
    places = sorted({place for place in ends if 0 < place < len(text)} | {0, len(text)})
    active: list[_Layer] = []
    for start, end in pairwise(places):
        begun = opening[start]
        active = [layer for layer in active if layer.span.end > start] + begun
        yield start, _piece(text[start:end], active, begun)


def _piece(text: str, active: list[_Layer], begun: list[_Layer]) -> Piece:
    claims = sorted((layer for layer in active if layer.kind == "claim"), key=_widest_first)
    return Piece(
        text,
        tuple(layer.place for layer in claims),
        tuple(sorted(layer.place for layer in begun if layer.kind == "claim")),
        tuple(sorted({layer.kind for layer in active} - {"claim"})),
        tuple(sorted(layer.place for layer in begun if layer.kind == "cue")),
    )


def _widest_first(layer: _Layer) -> tuple[int, int]:
    return layer.span.start - layer.span.end, layer.place


def _layers(claims: Sequence[Claim], attributions: Sequence[Attribution]) -> list[_Layer]:
    layers = [_Layer(claim.span, "claim", place) for place, claim in enumerate(claims)]
    for place, attribution in enumerate(attributions):
        layers.append(_Layer(attribution.cue, "cue", place))
        if attribution.source:
            layers.append(_Layer(attribution.source, "source", place))
        layers += [_Layer(span, "content", place) for span in attribution.content]
    return layers


def _with_signs(text: str, regions: Sequence[Region]) -> list[Region]:
    """The regions in order; the signs by which Markdown marks a heading stand on its line."""
    found: list[Region] = []
    for region in sorted(regions, key=lambda one: one.span):
        start = found[-1].span.start if found else region.span.start
        before = text[start : region.span.start].rstrip(" \t")
        if region.kind is RegionKind.HEADING and before and not before.strip("#"):
            found[-1] = replace(region, span=Span(start, region.span.end))
        else:
            found.append(region)
    return found


def _areas(text: str, regions: Sequence[Region]) -> Iterator[tuple[RegionKind | None, int, int]]:
    """Regions and the gaps between them; words that no region holds count as body."""
    position = 0
    for region in regions:
        start, end = max(region.span.start, position), min(region.span.end, len(text))
        if start >= end:
            continue
        if position < start:
            yield _gap(text, position, start)
        yield region.kind, start, end
        position = end
    if position < len(text):
        yield _gap(text, position, len(text))


def _gap(text: str, start: int, end: int) -> tuple[RegionKind | None, int, int]:
    return (RegionKind.BODY if text[start:end].strip() else None), start, end
