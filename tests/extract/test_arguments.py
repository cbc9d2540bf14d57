"""Who takes which part: agents, recipients and objects of claims, one construction a line."""

from collections.abc import Mapping

import pytest

from claimgraph.extract import Extractor
from claimgraph.layout import domain
from claimgraph.model import Claim
from conftest import ClaimsOf, document

Case = tuple[str, str, str, str]

BODIES = [
    (
        "The Lima Harbour Authority ordered Meta to stop.",
        "Order",
        "agent",
        "Lima Harbour Authority",
    ),
    (
        "Danish authorities opened a probe into Meta.",
        "Investigation",
        "agent",
        "Danish authorities",
    ),
]
SUMS = [
    ("The FTC imposed a fine of 3 million euros on Meta.", "Sanction", "recipient", "Meta"),
    ("The FTC fined Meta A$9 million for delays.", "Sanction", "recipient", "Meta"),
]
THINGS = [
    ("Mistral released Quell Large on Tuesday.", "Release", "object", "Quell Large"),
    ("Acme published its RC7 cipher in May.", "Release", "object", "RC7"),
    ("Nvidia makes the H200. Ofcom banned the H200s.", "Order", "object", "H200"),
]
ANSWERS = [
    ("Ofcom fined Meta. Meta said on Monday that it would appeal.", "Appeal", "recipient", "Ofcom"),
    (
        "The federal government sued Meta. The U.S. government wants Meta to sell WhatsApp.",
        "Lawsuit",
        "agent",
        "U.S. government",
    ),
]
FARTHER_DOWN = [
    ("Ofcom asked Meta about the use of Llama in schools.", "Request", "object", "Llama"),
    ("The FTC put Meta on its Entity List.", "Designation", "object", "Entity List"),
    ("Ofcom opened a probe into pictures made by Grok.", "Investigation", "object", "Grok"),
]
SAYINGS = [
    (
        "Peru's Cabinet of Prime Minister Ann Lee met. Prime Minister Bo Li of Peru spoke.",
        "Affiliation",
        "recipient",
        "Peru",
    ),
    ("Ofcom sued Meta. Ann Lee welcomes the suit.", "Statement", "object", "suit"),
    ("Ofcom sued Meta. The case, Ann Lee said, was weak.", "Statement", "object", "case"),
    ("Meta will shut down its Lima operations.", "Suspension", "object", "Meta's Lima operations"),
    (
        "Ann Lee, Asia policy director at Meta, spoke.",
        "Affiliation",
        "recipient",
        "Meta",
    ),
    ("Ofcom banned Grok. X said it was reviewing the decision.", "Statement", "object", "decision"),
]
OWNED = [
    (
        "A Turkish court banned Grok. The Ankara chief prosecutor's office said it was pleased.",
        "Statement",
        "agent",
        "Ankara chief prosecutor's office",
    ),
    (
        "Kaspersky sued. Ofcom blocked the company's products.",
        "Suspension",
        "object",
        "Kaspersky's products",
    ),
]
UNSEEN = [
    (
        "Bo Bernstein met Meta on Monday. Then Berstein sued Meta.",
        "Lawsuit",
        "agent",
        "Bo Bernstein",
    ),
    (
        "His colleague from Kent, Ann Lee, believes that Meta lied.",
        "Accusation",
        "agent",
        "Ann Lee",
    ),
    ("Lavabit founder Ann Lee refused to go.", "Affiliation", "recipient", "Lavabit"),
    ("Japan's Digital Minister Ann Lee met Meta.", "Affiliation", "recipient", "Japan"),
    ("Elastic accused Amazon of fraud.", "Accusation", "agent", "Elastic"),
    (
        "The FTC opened a probe into Foodstuffs North Island.",
        "Investigation",
        "recipient",
        "Foodstuffs North Island",
    ),
    ("The watchdog IMY fined Spotify 58 million kronor.", "Sanction", "recipient", "Spotify"),
]
LISTS = [
    (
        "On Monday, Rumble and Trump Media & Technology Group sued Ofcom.",
        "Lawsuit",
        "agent",
        "Rumble; Trump Media & Technology Group",
    ),
    (
        "Snapchat, Reddit, Roblox and the payment app Venmo went down.",
        "Suspension",
        "object",
        "Snapchat; Reddit; Roblox; Venmo",
    ),
    (
        "Ann Lee, Bo Roe and two co-authors accused Meta of fraud.",
        "Accusation",
        "agent",
        "Ann Lee; Bo Roe",
    ),
    (
        "In Lima, lawmakers approved the RAISE Act, and Governor Ann Lee signed it.",
        "Approval",
        "recipient",
        "",
    ),
]
SUED = "Ann Lee sued Meta and Reddit. "
LITIGANTS = [
    (SUED + "The defendants denied it.", "Denial", "agent", "Meta; Reddit"),
    (SUED + "The plaintiff accused Reddit of theft.", "Accusation", "agent", "Ann Lee"),
    (
        "TARN LTD., et al., Plaintiffs, v. BRIXTON AI, INC., Defendant. Defendant denied it.",
        "Denial",
        "agent",
        "BRIXTON AI, INC",
    ),
    (
        "Plaintiffs Tarn Ltd. and Ann Lee own a song. Defendant said that Plaintiffs lied.",
        "Accusation",
        "recipient",
        "Tarn Ltd.; Ann Lee",
    ),
    ("The defendant denied it.", "Denial", "agent", "defendant"),
]
ACCESS = [
    ("Google cut off Reddit's access to Gemini.", "Suspension", "recipient", "Reddit"),
    ("Google cut off Reddit's access to Gemini.", "Suspension", "object", "Gemini"),
    ("Google shut down Reddit's operations.", "Suspension", "recipient", ""),
]
LIFTED = [
    ("Italy banned Grok. It lifted the ban for users in Malta.", "Restoration", "object", "Grok"),
    ("Italy lifted the ban on Grok for users in Malta.", "Restoration", "object", "Grok"),
]
RETOLD = [
    ("Ann Lee sued Reddit in May. Lee filed suit in Kent.", "Lawsuit", "recipient", "Reddit"),
    (
        "Reddit was fined by Ofcom. The fine for Reddit is due in May.",
        "Sanction",
        "agent",
        "Ofcom",
    ),
    ("Google sued Reddit in May. Ann Lee filed suit in Kent.", "Lawsuit", "recipient", ""),
    ("Ofcom ordered Reddit to act. Reddit did not comply.", "Refusal", "recipient", "Ofcom"),
]
DEALINGS = [
    (
        "Ofcom fined Meta. Meta accused Ofcom. Ofcom fined Reddit. Ofcom issued an order.",
        "Order",
        "recipient",
        "Meta",
    ),
    (
        "Ofcom fined Meta. Ofcom fined Reddit. Ofcom issued an order.",
        "Order",
        "recipient",
        "",
    ),
    ("Meta will appeal to the High Court.", "Lawsuit", "recipient", "High Court"),
]
LETTERS = [
    ("Ofcom sent Meta a formal letter.", "Communication", "object", "formal letter"),
    ("Ofcom sent Meta a letter.", "Communication", "object", ""),
    ("Meta received the FTC's notice.", "Communication", "agent", "FTC"),
]
NAMELESS = [
    ("Ofcom said the permit had lapsed.", "Statement", "object", "permit"),
    ("Ann Lee of Ofcom said that source code was speech.", "Statement", "object", "source code"),
    ("Meta announced that it had obtained a licence.", "Statement", "object", "licence"),
    ("Ann Lee of Ofcom said that Meta had written a paper.", "Statement", "object", ""),
    ("The FTC granted Meta a licence.", "Approval", "object", "licence"),
    ("Ofcom asked Meta for the technical file.", "Request", "object", "technical file"),
    ("Ann Lee of Ofcom described the accord as weak.", "Statement", "object", "accord"),
]
POSTS = [
    ("In Turkey, Reddit went down. President Bo Roe rose.", "Affiliation", "recipient", "Turkey"),
    ("Ofcom sued. The Ofcom panel's president, Bo Roe, rose.", "Affiliation", "recipient", "Ofcom"),
    (
        "Reddit grew, Reddit fell, and it met Meta. Chief executive Ann Lee rose.",
        "Affiliation",
        "recipient",
        "Reddit",
    ),
    (
        "Reddit and its chief technology officer, Ann Lee, rose.",
        "Affiliation",
        "recipient",
        "Reddit",
    ),
    (
        "The Commerce Department met. Ann Lee, an under secretary of commerce, rose.",
        "Affiliation",
        "recipient",
        "Commerce Department",
    ),
    (
        "Grok fell. Its chief executive, Ann Lee, rose.",
        "Affiliation",
        "recipient",
        "Grok",
    ),
    ("FBI Director Ann Lee rose.", "Affiliation", "recipient", "FBI"),
    ("Ann Lee, a partner at Susman Godfrey, rose.", "Affiliation", "recipient", "Susman Godfrey"),
    ("Ann Lee sued Meta. Her lawyer, Bo Roe, rose.", "Affiliation", "recipient", "Ann Lee"),
]
LAWS = [
    (
        "A judge ordered Meta to stop. The Digital Markets Act obliges Reddit to act.",
        "Order",
        "object",
        "Digital Markets Act",
    ),
    (
        "Ofcom ordered Meta to stop. The Digital Markets Act obliges Reddit to act.",
        "Order",
        "agent",
        "",
    ),
    (
        "Judge Ann Lee ordered Meta to stop. Reddit asked Google to act. Meta must delete Llama.",
        "Order",
        "agent",
        "Ann Lee",
    ),
]
WE = [
    (
        'Ann Lee, head of Reddit, met Meta. "We sued Google in May," Lee said.',
        "Lawsuit",
        "agent",
        "Reddit",
    ),
    (
        'Ann Lee, head of Reddit, met Meta. "We deny the claim by Google," Lee said.',
        "Denial",
        "agent",
        "Ann Lee",
    ),
]
CENTRAL = [
    ("Ofcom fined Reddit. Ann Lee accused Reddit. Meta sued.", "Lawsuit", "recipient", "Reddit"),
    ("Ofcom fined Reddit. Meta sued.", "Lawsuit", "recipient", ""),
]
ASIDE = [
    ("Ofcom recommended that Meta delete the files.", "Request", "recipient", "Meta"),
    ("Meta gave in to Ofcom.", "Compliance", "recipient", "Ofcom"),
    ("Meta complied with the demands of Ofcom.", "Compliance", "recipient", "Ofcom"),
    ("Meta took issue with Ofcom's findings.", "Denial", "recipient", "Ofcom"),
    ("Meta failed to heed an order from Ofcom.", "Refusal", "recipient", "Ofcom"),
    ("Ofcom is looking into whether Meta lied.", "Investigation", "recipient", "Meta"),
    ("Ofcom fined Meta over WhatsApp in May.", "Sanction", "object", "WhatsApp"),
]
CASES: list[Case] = (
    POSTS
    + ASIDE
    + LAWS
    + WE
    + CENTRAL
    + DEALINGS
    + LETTERS
    + LITIGANTS
    + ACCESS
    + LIFTED
    + NAMELESS
    + RETOLD
    + BODIES
    + SUMS
    + THINGS
    + ANSWERS
    + FARTHER_DOWN
    + SAYINGS
    + OWNED
    + UNSEEN
    + LISTS
)


@pytest.fixture(scope="module")
def told(claims_of: ClaimsOf) -> Mapping[str, tuple[Claim, ...]]:
    """The claims of every text."""
    return claims_of(text for text, *_ in CASES)


@pytest.mark.parametrize(("text", "kind", "role", "names"), CASES)
def test_takes_its_part(
    told: Mapping[str, tuple[Claim, ...]], text: str, kind: str, role: str, names: str
) -> None:
    """A claim of the type has exactly these names in the role, parted by "; "."""
    found = [each for each in told[text] if kind in (each.type, each.subtype)]
    wanted = set(filter(None, names.split("; ")))
    assert wanted in [{one.name for one in getattr(each, role)} for each in found]


def test_a_statement_is_its_signers() -> None:
    """In a text that says "we", whoever stands alone in a line at the beginning speaks."""
    text = (
        "What we learned in May\n\nMay 2, 2025. OpenAI\n\nWe tested the update for two weeks."
        "\n\nWe released GPT-5 on Monday. Some testers had told us about faults."
    )
    (reading,) = Extractor(domain()).read([document(text)])
    (release,) = [each for each in reading.claims if each.type == "Release"]
    assert [each.name for each in release.agent] == ["OpenAI"]
