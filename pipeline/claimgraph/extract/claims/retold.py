"""Deeds told again: what one clause leaves out of a deed, another clause of the text tells."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from claimgraph.extract.claims.candidates import Candidate
from claimgraph.extract.claims.issuers import is_named
from claimgraph.model import Participant

SHARED = ("agent", "recipient", "object")
ACTING = ("agent", "recipient")
ELSEWHERE = "doubt:resolved-from-elsewhere"


def completed(
    told: Sequence[Candidate], retold: Collection[tuple[str, str]]
) -> Iterator[Candidate]:
    """The candidates with whoever another telling of the same deed names in a role left empty.

    `retold` are the roles of claim types that may be filled so. The nearest telling before counts
    first, then those after: a headline leaves out what the text tells.
    """
    for at, each in enumerate(told):
        lacking = [role for role in ACTING if (each.type, role) in retold and not each.role(role)]
        whole = each
        for role in lacking if not each.lasting else ():
            others = (one for one in (*told[:at][::-1], *told[at + 1 :]) if one.type == each.type)
            found = next((them for one in others if (them := _lent(one, whole, role))), ())
            if found:
                told_so = (*whole.reasons, f"path:{role}=retold", ELSEWHERE)
                reasons = tuple(dict.fromkeys(told_so))
                whole = replace(whole, roles={**whole.roles, role: found}, reasons=reasons)
        yield whole


def _lent(one: Candidate, each: Candidate, role: str) -> tuple[Participant, ...]:
    """Who fills a role of another telling that shares somebody with this one and denies nobody."""
    found = tuple(it.elsewhere for it in one.role(role) if is_named(it))
    if {it.name for it in found} & {name for key in SHARED for name in each.names(key)}:
        return ()
    pairs = {key: (each.names(key), one.names(key)) for key in SHARED}
    told = [mine & theirs for mine, theirs in pairs.values() if mine and theirs]
    if role == "recipient" and each.role("object"):  # perhaps another deed of the same doer
        return ()
    return found if told and all(told) else ()
