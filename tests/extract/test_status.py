"""Status and speaker of claims: one sentence for each rule."""

import pytest

from claimgraph.extract import Extractor
from claimgraph.model import Claim
from conftest import document


def claim(extractor: Extractor, text: str, kind: str) -> Claim:
    """The first claim of a type in a text."""
    reading = next(extractor.read([document(text)]))
    return next(each for each in reading.claims if each.type == kind)


CASES = [
    ("own voice", "OpenAI launched GPT-5.", "Release", "asserted", []),
    ("said by someone", "Google said OpenAI launched GPT-5.", "Release", "reported", ["Google"]),
    ("per", "OpenAI launched GPT-5, according to Google.", "Release", "reported", ["Google"]),
    ("negation", "OpenAI did not launch GPT-5.", "Release", "negated", []),
    ("never", "OpenAI never launched GPT-5.", "Release", "negated", []),
    ("failed to", "OpenAI failed to launch GPT-5.", "Release", "negated", []),
    ("refused to", "OpenAI refused to launch GPT-5.", "Release", "negated", []),
    ("without", "OpenAI left without launching GPT-5.", "Release", "negated", []),
    ("negative subject", "No company launched GPT-5 with OpenAI.", "Release", "negated", []),
    ("said not", "Google said OpenAI did not launch GPT-5.", "Release", "denied", ["Google"]),
    ("denied", "OpenAI denied that it launched GPT-5.", "Release", "denied", ["OpenAI"]),
    ("modal", "OpenAI could launch GPT-5.", "Release", "hypothetical", []),
    ("future", "OpenAI will launch GPT-5.", "Release", "hypothetical", []),
    ("plan", "OpenAI plans to launch GPT-5.", "Release", "hypothetical", []),
    ("condition", "If OpenAI launches GPT-5, Google wins.", "Release", "hypothetical", []),
    ("question", "Has OpenAI already launched GPT-5?", "Release", "hypothetical", []),
    ("expected", "OpenAI is expected to launch GPT-5.", "Release", "hypothetical", []),
    ("postponed", "OpenAI postponed the launch of GPT-5.", "Release", "hypothetical", []),
    ("headline infinitive", "OpenAI to launch GPT-5", "Release", "hypothetical", []),
    ("implicative", "The court forced OpenAI to suspend GPT-5.", "Suspension", "asserted", []),
    ("ordered", "The court ordered OpenAI to suspend GPT-5.", "Suspension", "hypothetical", []),
    ("accused", "Google accused OpenAI of hacking Gemini.", "Attack", "alleged", ["Google"]),
    ("allegedly", "OpenAI allegedly hacked Gemini.", "Attack", "alleged", []),
    ("blamed by saying", "Google said OpenAI hacked Gemini.", "Attack", "alleged", ["Google"]),
    ("standing relation", "Google said OpenAI's GPT-5 is slow.", "Development", "asserted", []),
    ("act of speech", "Google said it denied the claims of OpenAI.", "Denial", "asserted", []),
    ("stays up", "ChatGPT remained available in Italy.", "Suspension", "negated", []),
    ("unanswered", "OpenAI did not respond to a request for comment.", "Refusal", "asserted", []),
    ("threatened", "Ofcom threatened to ban ChatGPT.", "Order", "hypothetical", ["Ofcom"]),
    ("taken up", "OpenAI will challenge Italy's ban on ChatGPT.", "Order", "asserted", []),
    ("told of in passing", "Google said Meta, who sued Acme, is big.", "Lawsuit", "asserted", []),
    ("name at the end", "Acme launched GPT-5, wrote Reuters.", "Release", "reported", ["Reuters"]),
    ("decided", "The decision of Italy to ban ChatGPT was wrong.", "Order", "asserted", []),
    ("awaited", "It stays closed until Ofcom has fined OpenAI.", "Sanction", "hypothetical", []),
    ("had he", "Had Ofcom fined OpenAI, it would be gone.", "Sanction", "hypothetical", []),
    ("short of", "Ofcom stopped short of fining OpenAI.", "Sanction", "negated", []),
    ("blamed", "Acme was accused by Google of hacking Gemini.", "Attack", "alleged", ["Google"]),
    ("denies", "Meta denied claims that it hacked Gemini.", "Attack", "denied", ["Meta"]),
    ("said too", "Meta allegedly hacked Gemini, Google said.", "Attack", "alleged", ["Google"]),
    ("one's own act", "Ofcom said it had fined OpenAI.", "Sanction", "reported", ["Ofcom"]),
    ("own notice", "Ofcom announced that it had fined OpenAI.", "Sanction", "asserted", []),
    ("suit", "A suit filed by Google says Meta hacked Gemini.", "Attack", "alleged", ["Google"]),
    ("denies himself", "Google said it had not violated the law.", "Denial", "asserted", []),
    ("breaks a law", "Ofcom found that Google breached the GDPR.", "Accusation", "asserted", []),
    ("potential", "OpenAI faces a potential fine by Italy.", "Sanction", "hypothetical", []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "text", "kind", "status", "speaker"), CASES, ids=[case[0] for case in CASES]
)
def test_status_rules(
    extractor: Extractor, rule: str, text: str, kind: str, status: str, speaker: list[str]
) -> None:
    """Each rule gives its status and speaker."""
    found = claim(extractor, text, kind)
    assert found.status.value == status
    assert [each.name for each in found.speaker] == speaker


def test_the_rule_is_named(extractor: Extractor) -> None:
    """Every claim names the rule that set its status."""
    found = claim(extractor, "OpenAI could launch GPT-5.", "Release")
    assert "status:modal-could" in found.reasons
