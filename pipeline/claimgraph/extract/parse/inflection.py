"""English inflection, so that a lemma is found in a text without trusting a lemmatiser."""

from functools import cache

# Past and past participle, where they are not made with -ed.
IRREGULAR_VERBS = {
    "be": ("is", "are", "was", "were", "been", "being", "am"), "bear": ("bore", "borne"),
    "begin": ("began", "begun"), "beseech": ("besought",), "bet": ("bet",),
    "bite": ("bit", "bitten"), "break": ("broke", "broken"), "bring": ("brought",),
    "broadcast": ("broadcast",), "cast": ("cast",), "catch": ("caught",),
    "choose": ("chose", "chosen"), "come": ("came",), "cut": ("cut",), "deal": ("dealt",),
    "do": ("does", "did", "done"), "draw": ("drew", "drawn"), "feel": ("felt",),
    "fight": ("fought",), "find": ("found",), "forbid": ("forbade", "forbidden"),
    "forecast": ("forecast",), "foresee": ("foresaw", "foreseen"), "foretell": ("foretold",),
    "forget": ("forgot", "forgotten"), "forgive": ("forgave", "forgiven"),
    "get": ("got", "gotten"), "give": ("gave", "given"), "go": ("goes", "went", "gone"),
    "have": ("has", "had"), "hear": ("heard",), "hit": ("hit",), "hold": ("held",),
    "keep": ("kept",), "know": ("knew", "known"), "lay": ("laid",), "lead": ("led",),
    "leave": ("left",), "let": ("let",), "lose": ("lost",), "make": ("made",), "mean": ("meant",),
    "meet": ("met",), "mistake": ("mistook", "mistaken"), "overhear": ("overheard",),
    "pay": ("paid",), "put": ("put",), "read": ("read",), "retell": ("retold",), "run": ("ran",),
    "say": ("said",), "see": ("saw", "seen"), "seek": ("sought",), "send": ("sent",),
    "set": ("set",), "shed": ("shed",), "shoot": ("shot",), "show": ("showed", "shown"),
    "sing": ("sang", "sung"), "speak": ("spoke", "spoken"), "spell": ("spelt",),
    "stand": ("stood",), "strike": ("struck",), "strive": ("strove", "striven"),
    "swear": ("swore", "sworn"), "take": ("took", "taken"), "teach": ("taught",),
    "tell": ("told",), "think": ("thought",), "throw": ("threw", "thrown"),
    "undertake": ("undertook", "undertaken"), "understand": ("understood",), "win": ("won",),
    "withdraw": ("withdrew", "withdrawn"), "withhold": ("withheld",),
    "write": ("wrote", "written"),
}  # fmt: skip
VOWELS = frozenset("aeiou")
# Stressed on the last syllable, or doubled all the same: the last consonant doubles before -ed.
DOUBLING = frozenset(
    [
        "admit",
        "allot",
        "beg",
        "win",
        "blab",
        "blog",
        "brag",
        "chat",
        "commit",
        "compel",
        "confer",
        "defer",
        "deter",
        "dub",
        "hit",
        "infer",
        "jot",
        "knit",
        "let",
        "log",
        "nod",
        "occur",
        "omit",
        "pan",
        "permit",
        "plan",
        "plot",
        "propel",
        "put",
        "quip",
        "quit",
        "quiz",
        "rap",
        "rebut",
        "recur",
        "refer",
        "regret",
        "rip",
        "rub",
        "run",
        "set",
        "shed",
        "shrug",
        "sin",
        "slam",
        "slap",
        "snap",
        "snub",
        "spot",
        "spur",
        "stop",
        "submit",
        "tag",
        "tap",
        "tip",
        "transfer",
        "transmit",
        "trap",
        "nag",
        "cut",
        "bet",
        "forget",
        "forbid",
        "begin",
        "get",
        "tug",
    ]
)


@cache
def forms(lemma: str, kind: str) -> frozenset[str]:
    """Every form that a lemma of a kind (verb, noun, or one that is not inflected) may take."""
    if kind == "verb":
        return _verb_forms(lemma)
    if kind == "noun":
        return frozenset((lemma, _with_s(lemma)))
    return frozenset((lemma,))


def _verb_forms(lemma: str) -> frozenset[str]:
    stem = lemma + lemma[-1] if lemma in DOUBLING else lemma
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
