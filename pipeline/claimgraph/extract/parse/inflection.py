"""English inflection, so that a lemma is found in a text without trusting a lemmatiser."""

import re
from functools import cache

# Past and past participle, where they are not made with -ed.
IRREGULAR_VERBS = {
    "arise": ("arose", "arisen"), "be": ("is", "are", "was", "were", "been", "being", "am"),
    "bear": ("bore", "borne"), "become": ("became",), "begin": ("began", "begun"),
    "bend": ("bent",), "beseech": ("besought",), "bet": ("bet",), "bind": ("bound",),
    "bite": ("bit", "bitten"), "blow": ("blew", "blown"), "break": ("broke", "broken"),
    "breed": ("bred",), "bring": ("brought",), "broadcast": ("broadcast",), "build": ("built",),
    "burst": ("burst",), "buy": ("bought",), "cast": ("cast",), "catch": ("caught",),
    "choose": ("chose", "chosen"), "come": ("came",), "cut": ("cut",), "deal": ("dealt",),
    "dig": ("dug",), "do": ("does", "did", "done"), "draw": ("drew", "drawn"),
    "drive": ("drove", "driven"), "eat": ("ate", "eaten"), "fall": ("fell", "fallen"),
    "feed": ("fed",), "feel": ("felt",), "fight": ("fought",), "find": ("found",),
    "flee": ("fled",), "fly": ("flew", "flown"), "forbid": ("forbade", "forbidden"),
    "forecast": ("forecast",), "foresee": ("foresaw", "foreseen"), "foretell": ("foretold",),
    "forget": ("forgot", "forgotten"), "forgive": ("forgave", "forgiven"),
    "freeze": ("froze", "frozen"), "get": ("got", "gotten"), "give": ("gave", "given"),
    "go": ("goes", "went", "gone"), "grow": ("grew", "grown"), "hang": ("hung",),
    "have": ("has", "had"), "hear": ("heard",), "hide": ("hid", "hidden"), "hit": ("hit",),
    "hold": ("held",), "hurt": ("hurt",), "jailbreak": ("jailbroke", "jailbroken"),
    "keep": ("kept",), "know": ("knew", "known"), "lay": ("laid",), "lead": ("led",),
    "leave": ("left",), "lend": ("lent",), "let": ("let",), "lose": ("lost",), "make": ("made",),
    "mean": ("meant",), "meet": ("met",), "mislead": ("misled",), "misread": ("misread",),
    "mistake": ("mistook", "mistaken"), "outdo": ("outdid", "outdone"), "overhear": ("overheard",),
    "override": ("overrode", "overridden"), "oversee": ("oversaw", "overseen"),
    "overtake": ("overtook", "overtaken"), "overthrow": ("overthrew", "overthrown"),
    "pay": ("paid",), "prove": ("proved", "proven"), "put": ("put",), "read": ("read",),
    "rebuild": ("rebuilt",), "resell": ("resold",), "retell": ("retold",),
    "rewrite": ("rewrote", "rewritten"), "rise": ("rose", "risen"), "run": ("ran",),
    "say": ("said",), "see": ("saw", "seen"), "seek": ("sought",), "sell": ("sold",),
    "send": ("sent",), "set": ("set",), "shake": ("shook", "shaken"), "shed": ("shed",),
    "shoot": ("shot",), "show": ("showed", "shown"), "shrink": ("shrank", "shrunk"),
    "shut": ("shut",), "sing": ("sang", "sung"), "sit": ("sat",), "slide": ("slid",),
    "speak": ("spoke", "spoken"), "spell": ("spelt",), "spend": ("spent",),
    "spill": ("spilt", "spilled"), "spin": ("spun",), "split": ("split",), "spread": ("spread",),
    "stand": ("stood",), "steal": ("stole", "stolen"), "stick": ("stuck",), "strike": ("struck",),
    "strive": ("strove", "striven"), "swear": ("swore", "sworn"), "sweep": ("swept",),
    "swing": ("swung",), "take": ("took", "taken"), "teach": ("taught",), "tear": ("tore", "torn"),
    "tell": ("told",), "think": ("thought",), "throw": ("threw", "thrown"),
    "undercut": ("undercut",), "undergo": ("underwent", "undergone"),
    "understand": ("understood",), "undertake": ("undertook", "undertaken"),
    "undo": ("undid", "undone"), "uphold": ("upheld",), "wake": ("woke", "woken"),
    "wear": ("wore", "worn"), "weave": ("wove", "woven"), "win": ("won",),
    "withdraw": ("withdrew", "withdrawn"), "withhold": ("withheld",), "withstand": ("withstood",),
    "write": ("wrote", "written"),
}  # fmt: skip
VOWELS = frozenset("aeiou")
# Of one syllable with a short vowel: the last consonant doubles before -ed and -ing.
SHORT = re.compile(r"(?:[^aeiou]|qu)*[aeiou][^aeiouwxy]")
# Stressed on the last syllable, or doubled all the same.
_DOUBLING = """
    abet acquit admit allot annul begin commit compel concur confer control corral debug defer
    deter dispel distil emit enrol equip excel expel forbid forget format fulfil handicap impel
    incur infer instil kidnap leapfrog occur omit patrol permit program propel rebel rebut recur
    refer regret remit repel submit transfer transmit worship"""
DOUBLING = frozenset(_DOUBLING.split())
# "signalled" in Britain is "signaled" in America.
EITHER_WAY = ("al", "el", "il")


@cache
def forms(lemma: str, kind: str) -> frozenset[str]:
    """Every form that a lemma of a kind (verb, noun, or one that is not inflected) may take."""
    if kind == "verb":
        return _verb_forms(lemma)
    if kind == "noun":
        return frozenset((lemma, _with_s(lemma)))
    return frozenset((lemma,))


def _verb_forms(lemma: str) -> frozenset[str]:
    doubled = lemma + lemma[-1]
    if lemma.endswith(EITHER_WAY) and lemma[-3:-2] not in VOWELS:
        return _regular_forms(lemma, lemma) | _regular_forms(lemma, doubled)
    return _regular_forms(lemma, doubled if _doubles(lemma) else lemma)


def _doubles(lemma: str) -> bool:
    return lemma in DOUBLING or SHORT.fullmatch(lemma) is not None


def _regular_forms(lemma: str, stem: str) -> frozenset[str]:
    silent_e = lemma.endswith("e") and not lemma.endswith(("ee", "ye", "oe"))
    gerund = (lemma[:-1] if silent_e else stem) + "ing"
    if lemma in IRREGULAR_VERBS:
        past: tuple[str, ...] = IRREGULAR_VERBS[lemma]
    else:
        past = (_with_ed(lemma, stem),)
    return frozenset((lemma, _with_s(lemma), gerund, *past))


def _with_s(lemma: str) -> str:
    if lemma.endswith(("s", "x", "z", "ch", "sh")):
        return lemma + "es"
    if lemma.endswith("y") and lemma[-2] not in VOWELS:
        return lemma[:-1] + "ies"
    return lemma + "s"


def _with_ed(lemma: str, stem: str) -> str:
    if lemma.endswith("e"):
        return lemma + "d"
    if lemma.endswith("y") and lemma[-2] not in VOWELS:
        return lemma[:-1] + "ied"
    return stem + "ed"
