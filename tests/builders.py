"""Readings built by hand: a document whose text is the quotes of its claims, one a line."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from claimgraph import iri
from claimgraph.entities import Lexicon, entity_layer
from claimgraph.infer import infer
from claimgraph.lift import Run, lift
from claimgraph.model import (
    Claim,
    Document,
    Participant,
    Quantity,
    Reading,
    Region,
    RegionKind,
    Span,
    Status,
)
from claimgraph.ontology import Ontology
from claimgraph.reconcile import reconcile
from claimgraph.store.embedded import DERIVED, Store
from claimgraph.vocabulary import CG, RDF, RDFS, local_name

FOOD = "https://example.org/food#"

ONTOLOGY = """
@prefix cg: <https://w3id.org/claimgraph/ns#> .
@prefix food: <https://example.org/food#> .
@prefix role: <https://w3id.org/claimgraph/role/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

food:Party a owl:Class ; rdfs:subClassOf cg:Entity .
food:Body a owl:Class ; rdfs:subClassOf food:Party ; cg:headNoun "body" .
food:Agency a owl:Class ; rdfs:subClassOf food:Body .
food:Bakery a owl:Class ; rdfs:subClassOf food:Body ; owl:disjointWith food:Agency .
food:Post a owl:Class ; rdfs:subClassOf food:Party .
food:Human a owl:Class ; rdfs:subClassOf food:Party ; owl:disjointWith food:Body , food:Post .
food:Crowd a owl:Class ; rdfs:subClassOf food:Party .
food:Bread a owl:Class ; rdfs:subClassOf cg:Entity ; owl:disjointWith food:Party .
food:Act a owl:Class ; rdfs:subClassOf cg:Situation .
food:Happening a owl:Class ; rdfs:subClassOf cg:Situation ; owl:disjointWith food:Act .
food:Charge a owl:Class ; rdfs:subClassOf cg:Situation .

food:Ban a owl:Class ; rdfs:subClassOf food:Act ; cg:headNoun "ban" ;
  cg:claimType true ; cg:sameWithin "P5D"^^xsd:duration ; cg:admitsReported true .
food:SalesBan a owl:Class ; rdfs:subClassOf food:Ban .
food:Recall a owl:Class ; rdfs:subClassOf food:Happening ;
  cg:claimType true ; cg:sameWithin "P7D"^^xsd:duration ;
  cg:leadsTo food:OffSale ; cg:leadsToForParty food:OffSale ; cg:datedBy food:Ban .
food:Launch a owl:Class ; rdfs:subClassOf food:Happening ;
  cg:claimType true ; cg:happensOnce true ; cg:sameWithin "P3D"^^xsd:duration ;
  cg:leadsTo food:OnSale ; cg:leadsToForParty food:OnSaleToSome .
food:Tasting a owl:Class ; rdfs:subClassOf food:Launch ; cg:keptApart true ;
  cg:leadsTo food:OnSaleToSome ; cg:leadsToForParty food:OnSaleToSome .
food:Return a owl:Class ; rdfs:subClassOf food:Happening ;
  cg:claimType true ; cg:sameWithin "P5D"^^xsd:duration ;
  cg:leadsTo food:OnSale ; cg:leadsToForParty food:BackForSome .
food:Blame a owl:Class ; rdfs:subClassOf food:Charge ;
  cg:claimType true ; cg:sameWithin "P14D"^^xsd:duration ; cg:admitsReported true .
food:Rebuttal a owl:Class ; rdfs:subClassOf food:Happening ;
  cg:claimType true ; cg:sameWithin "P14D"^^xsd:duration .
food:Spoiling a owl:Class ; rdfs:subClassOf food:Happening ;
  cg:claimType true ; cg:sameWithin "P60D"^^xsd:duration .
food:Making a owl:Class ; rdfs:subClassOf cg:Situation ;
  cg:claimType true ; cg:happensOnce true ; cg:eachApart true .
food:Remark a owl:Class ; rdfs:subClassOf food:Happening ;
  cg:claimType true ; cg:sameWithin "P1D"^^xsd:duration ; cg:toldApartByWords true .
cg:TimeZone cg:phrase "early hours" .
cg:Scope cg:phrase "complete" .

food:by a owl:ObjectProperty ; cg:admitsReported true ; cg:conflictPolicy cg:MultiValued ;
  cg:coarserThrough food:holds , food:postOf , food:partOf ; cg:resolvesTo food:Body .
food:holds a owl:ObjectProperty .
food:postOf a owl:ObjectProperty ; rdfs:domain food:Post ; rdfs:range food:Body .
food:partOf a owl:ObjectProperty , owl:TransitiveProperty .
food:to a owl:ObjectProperty ; cg:admitsReported true ; cg:conflictPolicy cg:MultiValued .
food:on a owl:ObjectProperty ; cg:admitsReported true ; cg:conflictPolicy cg:MultiValued .
food:lifts a owl:ObjectProperty ; cg:admitsReported true ; cg:conflictPolicy cg:MultiValued .
food:forWhom a owl:ObjectProperty ; cg:admitsReported true ; cg:conflictPolicy cg:MultiValued ;
  cg:rivalsDifferIn cg:Scope .
food:day a owl:DatatypeProperty ; cg:admitsReported true ; cg:conflictPolicy cg:SingleValued .
food:firstDay a owl:DatatypeProperty ; cg:conflictPolicy cg:SingleValued .
food:makes a owl:ObjectProperty ; cg:conflictPolicy cg:MultiValued ; owl:inverseOf food:madeBy .
food:madeBy a owl:ObjectProperty .
food:amount a owl:ObjectProperty ; cg:admitsReported true ; cg:conflictPolicy cg:MultiValued .
food:blamer a owl:ObjectProperty ; cg:admitsReported true ; cg:conflictPolicy cg:MultiValued .
food:blamed a owl:ObjectProperty ; cg:admitsReported true ; cg:conflictPolicy cg:MultiValued .
food:blamedFor a owl:ObjectProperty ; cg:admitsAlleged true ; cg:conflictPolicy cg:MultiValued .
food:blamedAmount a owl:ObjectProperty ; cg:admitsAlleged true ;
  cg:conflictPolicy cg:MultiValued .
food:rebuts a owl:ObjectProperty ; cg:conflictPolicy cg:MultiValued .
food:rejects a owl:ObjectProperty ; cg:contests true .
food:orders a owl:ObjectProperty ; cg:admitsReported true ; cg:conflictPolicy cg:MultiValued .

food:Sale a owl:Class ; rdfs:subClassOf cg:Situation ;
  cg:stateLink food:hasSale ; cg:stateStatus food:saleStatus ; cg:stateParty food:saleTo ;
  cg:stateFrom food:saleFrom ; cg:stateUntil food:saleUntil ; cg:stateUnknown food:SaleUnknown .
"""

_USES = """
Ban agent by Party +|Ban recipient to Party +|Ban object on Bread +|Ban object lifts Act -
Ban party forWhom Crowd -|Ban date day - -|Ban content orders cg:Situation -
Recall agent by Party -|Recall object on Bread +|Recall date day - -|Recall party forWhom Crowd -
Recall quantity amount cg:Quantity -
Launch agent by Party -|Launch object on Bread +|Launch date day - -
Launch party forWhom Crowd -
Return object on Bread +|Return date day - -|Return party forWhom Crowd -
Blame agent blamer Party +|Blame recipient blamed Party +|Blame content blamedFor cg:Situation +
Blame quantity blamedAmount cg:Quantity -|Blame date day - -
Rebuttal agent by Party +|Rebuttal object rebuts cg:Situation +
Rebuttal content rebuts cg:Situation +
Spoiling agent by Party +|Spoiling object on Bread +|Spoiling quantity amount cg:Quantity -
Making agent - Body +|Making object - Bread +
Remark agent by Party +|Remark object on Bread +|Remark content rebuts cg:Situation +
"""


def _term(name: str) -> str:
    return name if ":" in name else f"food:{name}"


def _role_use(line: str) -> str:
    on, role, becomes, accepts, identifying = line.split()
    facts = [f"cg:onClass food:{on}", f"cg:role cg:{role}"]
    facts += [f"cg:becomes {_term(becomes)}"] if becomes != "-" else []
    facts += [f"cg:accepts {_term(accepts)}"] if accepts != "-" else []
    facts.append(f"cg:identifying {str(identifying == '+').lower()}")
    return f"role:{on}-{role}-{becomes.strip('-')}x a cg:RoleUse ; {' ; '.join(facts)} ."


_RELATIONS = """
role:Launch-first a cg:RelationUse ; cg:onClass food:Launch ; cg:subjectRole cg:object ;
  cg:subjectAccepts food:Bread ; cg:becomes food:firstDay ; cg:objectRole cg:date .
role:Tasting-first a cg:RelationUse ; cg:onClass food:Tasting ; cg:subjectRole cg:object ;
  cg:subjectAccepts food:Bread ; cg:becomes food:tastedOn ; cg:objectRole cg:date .
role:Making-makes a cg:RelationUse ; cg:onClass food:Making ; cg:subjectRole cg:agent ;
  cg:subjectAccepts food:Body ; cg:becomes food:makes ; cg:objectRole cg:object ;
  cg:objectAccepts food:Bread .
role:Rebuttal-rejects a cg:RelationUse ; cg:onClass food:Rebuttal ; cg:subjectRole cg:agent ;
  cg:subjectAccepts food:Party ; cg:becomes food:rejects ; cg:objectRole cg:object ;
  cg:objectAccepts cg:Situation .
role:Recall-means-ban a cg:ReferenceUse ; cg:onClass food:Recall ; cg:subjectRole cg:agent ;
  cg:objectRole cg:recipient ; cg:objectAccepts food:Act .
role:Rebuttal-means-ban a cg:ReferenceUse ; cg:onClass food:Rebuttal ; cg:subjectRole cg:agent ;
  cg:objectRole cg:recipient ; cg:objectAccepts food:Act ; cg:contests true .
"""


def food_ontology() -> str:
    """A small domain of breads, bans and recalls as Turtle, for tests of the machinery alone."""
    lines = [line for row in _USES.strip().splitlines() for line in row.split("|")]
    return ONTOLOGY + "\n".join(_role_use(line) for line in lines) + _RELATIONS


FOOD_LEXICON = """
@prefix food: <https://example.org/food#> .
@prefix id: <https://w3id.org/claimgraph/id/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

id:food-agency a food:Agency ; rdfs:label "Food Agency"@en ; skos:altLabel "FA"@en ;
  food:partOf id:realm .
id:plant-agency a food:Agency ; rdfs:label "Plant Agency"@en ; food:partOf id:realm .
id:realm a food:Agency ; rdfs:label "the Realm"@en .
id:food-director a food:Post ; rdfs:label "director of the Food Agency"@en ;
  food:postOf id:food-agency .
id:ada-berg a food:Human ; rdfs:label "Ada Berg"@en ; food:holds id:food-director .
id:halden a food:Bakery ; rdfs:label "Halden"@en .
id:moss a food:Bakery ; rdfs:label "Moss"@en .
id:rye a food:Bread ; rdfs:label "Rye"@en .
id:oat a food:Bread ; rdfs:label "Oat"@en .
id:plain a food:Bread ; rdfs:label "Plain"@en .
"""

FOOD_ONTOLOGY = Ontology.parse(food_ontology(), FOOD_LEXICON)

_KINDS = {
    "food-agency": "Agency",
    "plant-agency": "Agency",
    "realm": "Agency",
    "food-director": "Post",
    "ada-berg": "Human",
    "halden": "Bakery",
    "moss": "Bakery",
    "rye": "Bread",
    "oat": "Bread",
    "plain": "Bread",
}


def who(name: str) -> Participant:
    """An entity of the food lexicon by its local name, or a claim by `claim:` and its id."""
    if name.startswith("claim:"):
        return Participant("", "", name.removeprefix("claim:"))
    label = name.replace("-", " ").title()
    return Participant(label, FOOD + _KINDS[name], iri.of("id", name))


@dataclass(frozen=True)
class Told:
    """One claim in few words; names are local names of the lexicon, separated by blanks."""

    type: str
    agent: str = ""
    recipient: str = ""
    object: str = ""
    date: str = ""
    status: Status = Status.ASSERTED
    quote: str = ""
    id: str = ""
    speaker: str = ""
    party: str = ""
    time: str = ""
    content: str = ""
    quantity: tuple[Quantity, ...] = ()
    reasons: tuple[str, ...] = ()


def _people(names: str) -> tuple[Participant, ...]:
    return tuple(who(name) for name in names.split())


def reading(identifier: str, *told: Told, published: str = "2026-05-20") -> Reading:
    """A reading whose text holds one line for each claim told."""
    quotes = [one.quote or f"Claim {number} of {identifier}." for number, one in enumerate(told)]
    text = "\n".join(quotes) or "Nothing."
    document = Document(
        identifier,
        text,
        hashlib.sha256(text.encode()).hexdigest(),
        title=f"On {identifier}",
        published=published,
        regions=(Region(RegionKind.BODY, Span(0, len(text))),),
    )
    claims, position = [], 0
    for number, (one, quote) in enumerate(zip(told, quotes, strict=True)):
        span = Span(position, position + len(quote))
        claims.append(_claim(identifier, number, one, quote, span))
        position = span.end + 1
    return Reading(document, (), tuple(claims))


def _claim(document: str, number: int, told: Told, quote: str, span: Span) -> Claim:
    return Claim(
        id=told.id or f"c{number}",
        document=document,
        type=told.type,
        span=span,
        quote=quote,
        trigger=quote.split(maxsplit=1)[0],
        trigger_span=Span(span.start, span.start + len(quote.split(maxsplit=1)[0])),
        agent=_people(told.agent),
        recipient=_people(told.recipient),
        object=_people(told.object),
        speaker=_people(told.speaker),
        party=told.party,
        date=told.date,
        time=told.time,
        content=told.content,
        status=told.status,
        quantity=told.quantity,
        reasons=told.reasons,
        confidence=0.9,
    )


def gold_reading(path: Path, text_path: Path, lexicon: Lexicon) -> Reading:
    """A reading from a file of hand-made claims, names looked up in a lexicon."""
    text = text_path.read_text(encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    document = Document(
        path.stem,
        text,
        digest,
        title=text_path.stem,
        regions=(Region(RegionKind.BODY, Span(0, len(text))),),
    )
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    return Reading(document, (), tuple(_gold_claim(path.stem, row, lexicon) for row in rows))


def _gold_claim(document: str, row: dict[str, object], lexicon: Lexicon) -> Claim:
    def people(role: str) -> tuple[Participant, ...]:
        names = row.get(role) or []
        assert isinstance(names, Iterable)
        return tuple(Participant(str(name), "", lexicon.group(str(name)).value) for name in names)

    span = Span(int(str(row["start"])), int(str(row["end"])))
    claim = Claim(
        id=str(row["id"]),
        document=document,
        type=str(row["type"]),
        span=span,
        quote=str(row["quote"]),
        trigger=str(row["trigger"]),
        trigger_span=Span(span.start, span.start + 1),
        status=Status(str(row["status"])),
        party=str(row.get("party") or ""),
        date=str(row.get("date") or ""),
    )
    return replace(
        claim, **{role: people(role) for role in ("agent", "recipient", "object", "speaker")}
    )


def world(*readings: Reading, rules: Iterable[Path] = ()) -> "World":
    """The graph that some readings make in the food domain."""
    run = Run.of(FOOD_ONTOLOGY, "none")
    sources = [quad for one in readings for quad in lift(one, run).source]
    entities = entity_layer(sources, FOOD_ONTOLOGY)
    return World(sources, entities, reconcile([*sources, *entities], FOOD_ONTOLOGY, rules))


@dataclass(frozen=True)
class World:
    """The layers of a graph, with what tests ask of it."""

    sources: list[Quad]
    entities: tuple[Quad, ...]
    consensus: tuple[Quad, ...]

    def values(self, subject: NamedNode, predicate: str) -> set[str]:
        """Short forms of the values of a property in the consensus."""
        name = NamedNode(food_or_core(predicate))
        return {
            short(q.object) for q in self.consensus if q.subject == subject and q.predicate == name
        }

    def situation(self, claim: str) -> NamedNode:
        """The one situation that a claim (source, dash, id) describes."""
        (found,) = self.situations(claim)
        return found

    def situations(self, claim: str) -> list[NamedNode]:
        """The situations that a claim describes."""
        node, describes = NamedNode(iri.of("claim", claim)), NamedNode(CG + "describes")
        told = (q for q in self.consensus if (q.subject, q.predicate) == (node, describes))
        found = (q.object for q in told)
        return [one for one in found if isinstance(one, NamedNode)]

    def subjects(self, predicate: str, value: str) -> list[NamedNode]:
        """What has a value, given in short form, in the consensus."""
        name = NamedNode(food_or_core(predicate))
        return [
            q.subject
            for q in self.consensus
            if q.predicate == name and short(q.object) == value and isinstance(q.subject, NamedNode)
        ]

    def differences(self) -> list[tuple[str, str, set[str], set[str]]]:
        """Property, kind, rival values and resolved values of each difference."""
        nodes = self.subjects("rdf:type", "Difference")
        return sorted(
            (
                *self.values(node, "cg:onProperty"),
                *self.values(node, "cg:kind"),
                self.values(node, "cg:rivalValue"),
                self.values(node, "cg:resolvedValue"),
            )
            for node in nodes
        )  # type: ignore[return-value]


def food_or_core(name: str) -> str:
    """The IRI of a property by prefixed name; without prefix it is one of the food domain."""
    prefix, colon, local = name.partition(":")
    spaces = {"cg": CG, "rdf": RDF, "rdfs": RDFS, "food": FOOD}
    return spaces[prefix] + local if colon else FOOD + name


def short(term: object) -> str:
    """The local name of an IRI or the text of a literal."""
    assert isinstance(term, NamedNode | Literal)
    return local_name(term.value) if isinstance(term, NamedNode) else term.value


def settled(store: Store, *readings: Reading) -> Store:
    """The store with some readings put in, and with its derived layers renewed."""
    run = Run.of(FOOD_ONTOLOGY, "none")
    for one in readings:
        lifted = lift(one, run)
        store.replace_sources({lifted.id: lifted.source})
    graphs = store.source_graphs()
    sources = list(store.quads(*graphs)) if graphs else []
    entities = entity_layer(sources, FOOD_ONTOLOGY)
    consensus = reconcile([*sources, *entities], FOOD_ONTOLOGY)
    inferred = infer([*entities, *consensus], FOOD_ONTOLOGY)
    layers = zip(DERIVED, (entities, consensus, inferred), strict=True)
    store.replace_layers(dict(layers), store.state())
    return store
