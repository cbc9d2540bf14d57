"""How page furniture, bylines and lists of references look: general rules, one line at a time.

A rule may only take what no report would be written as: short lines of a closed form. Whatever
is in doubt stays readable, since a claim lost here is lost for good.
"""

import re
from typing import Final

from claimgraph.read.published import DATE, is_date_line

SHORT: Final = 120
# Beyond this no line is furniture; the patterns below need not look at it.
LONGEST: Final = 300

PRICE: Final = re.compile(
    r"[A-Z][A-Z0-9.&/=^-]{0,11}\s+[$\u20ac\u00a3\u00a5]?\s?\d[\d,.]*[KMBT]?"
    r"(?:\s+[+\u2212\u2013\u25b2\u25bc-]?\s?\d[\d,.]*)?"
    r"\s+\(?[+\u2212\u2013\u25b2\u25bc-]?\s?\d+(?:\.\d+)?\s?%\)?"
)
# Words of buttons and menus, alone on their line.
BUTTON: Final = re.compile(
    r"(?:advertisements?|for immediate release|sponsored(?: content)?"
    r"|skip to (?:main )?content|back to top|menu|search"
    r"|home|log ?in|sign ?in|sign ?up|register|subscribe(?: now)?|share|share this|save|bookmark"
    r"|favou?rites?|collections?|collect|likes?|print(?: this page)?|e-?mail|copy link|listen"
    r"|listen to this (?:article|story)|play|pause|mute|next|previous|load more|show more"
    r"|read more|learn more|see more|view (?:all|more)|more|comments?|reply|report|follow"
    r"|contents|table of contents|on this page|in this article|about us|contact(?: us)?"
    r"|privacy policy|terms of (?:use|service)|accept(?: all)?(?: cookies)?"
    r"|cookie (?:settings|policy)"
    r"|manage (?:cookies|preferences)|do not sell my (?:personal )?information"
    r"|(?:story|article) continues below(?: advertisement)?|risk (?:warning|disclosure|disclaimer)"
    r"|disclaimer|facebook|twitter|linkedin|reddit|whatsapp|telegram|x|instagram|youtube"
    r"|(?:all|today) in one place|trending(?: now)?|most (?:read|popular)|top stories"
    r"|getty(?: images)?|reuters connect|stock photo)",
    re.IGNORECASE,
)
# The object of a call to readers. "us" in small letters only: "Join US talks" is a headline.
US: Final = (
    r"(?:(?-i:us)|me|our|my|the (?:app|newsletter|channel|community|conversation|discussion|code)"
    r"|now|here|\S*\b(?:official|newsletters?|channel|community|telegram|discord|whatsapp|feed"
    r"|podcast|updates|alerts)|@\w+)"
)
CALL: Final = re.compile(
    # "Scan the code to download", "Follow us on X", "Subscribe to our newsletter"
    r"(?:scan (?:[\w ]{0,20})?(?:to|and) (?:download|follow|join|subscribe|open|install)\b.{0,40}"
    r"|(?:download|install|get|open) (?:the|our) (?:[\w-]+ ){0,3}app\b.{0,40}"
    rf"|(?:follow|join|subscribe(?: to)?|sign up(?: for| to)?) (?:[\w&'-]+ ){{0,4}}{US}\b.{{0,60}}"
    r"|follow [A-Z][\w&'-]*(?: [A-Z][\w&'-]*)?"
    r"|share (?:this|on|via|to) (?:article|story|post|page|facebook|x|twitter|linkedin|e-?mail|\w+)"
    r"|(?:click|tap) (?:here|to|on)\b.{0,60}"
    r"|(?:leave|post|add|write) a (?:comment|reply)|be the first to comment.{0,20}"
    r"|(?:forward|forwarded) this (?:e-?mail|newsletter)\b.{0,60}"
    r"|view (?:this|it) in (?:your )?browser"
    r"|unsubscribe\b.{0,60}|manage (?:your )?(?:subscription|preferences).{0,30}"
    r"|(?:enjoying|like) this (?:article|post|newsletter)\?.{0,60})"
    r"[!.]?",
    re.IGNORECASE,
)
ARROW: Final = re.compile(r".{1,100}[\u2192\u2794\u27a1\u203a\u00bb\u21d2\u2197]\ufe0f?")
COUNTER: Final = re.compile(
    r"[\d.,]+\s?[km]?\s+(?:comments?|replies|likes?|shares?|views?|reads?|followers|claps|votes)"
    r"|(?:comments?|replies|likes?|shares?|views?)\s*[:(]?\s*[\d.,]+\s?[km]?\s*\)?",
    re.IGNORECASE,
)
READING_TIME: Final = re.compile(
    r"(?:(?:about|approx\.?|~|reading time:?|read time:?)\s*){0,2}\d{1,3}\s?-?\s?min(?:ute)?s?\.?"
    r"(?:\s+(?:read|reading time|to read))?",
    re.IGNORECASE,
)
COOKIES: Final = re.compile(
    r"(?:(?:we|this (?:web)?(?:site|page)|our (?:web)?site)(?: and our partners)? (?:uses?|sets?)"
    r" (?:[\w-]+ ){0,3}cookies\b.{0,200}"
    r"|by (?:continuing|using|clicking)\b.{0,100}\bcookies\b.{0,100})",
    re.IGNORECASE,
)
MADE_BY: Final = re.compile(
    r"(?:(?:generated|powered|built|rendered) (?:by|with|using)|proudly powered by)"
    r" [^\s,]+(?: [^\s,]+){0,3}(?<![.,])"
    r"|(?:written|created|made|produced|generated) (?:by|with|using) .{1,40}"
    r" in (?:\d+\s?[hms]\w*\s?){1,3}\.?",
    re.IGNORECASE,
)
RIGHTS: Final = re.compile(
    r"(?:\u00a9|\(c\)\s|copyright\s(?:\u00a9|\(c\)|\d{4})).{0,200}|all rights reserved\.?"
    r"|(?:disclaimer|risk (?:warning|disclosure)):.{0,290}",
    re.IGNORECASE,
)
TAGS: Final = re.compile(
    r"(?:tags?|filed under|categor(?:y|ies)|keywords|topics?|hashtags)\s?:\s?[^.!?]{1,200}",
    re.IGNORECASE,
)
HANDLE: Final = re.compile(
    r"(?:[\w ()/.&-]{1,30}\s?:\s?)?(?:@\w{2,30}|https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.-]+)"
)
# "app_icon", "share-btn.svg": names that pages give their parts.
PART_NAME: Final = re.compile(r"[a-z]+(?:_[a-z0-9]+)+|[\w-]{1,40}\.(?:svg|png|jpe?g|gif|webp)")
HASHTAGS: Final = re.compile(r"(?:#\w+[\s,]*)+")
PICTURE: Final = re.compile(
    r"(?:\[?!\[[^\]]*\]\([^)]*\)(?:\]\([^)]*\))?\s*)+|<(?:img|iframe)\b[^>]*>"
)
ISSUE: Final = re.compile(
    r"(?:special |weekend |daily |weekly )?(?:edition|issue|newsletter)"
    r"|(?:issue|vol(?:ume)?\.?|no\.|edition)\s?#?\d+",
    re.IGNORECASE,
)
PARTS: Final = re.compile(r"\s[\u2022|\u00b7\u2013\u2014/]\s")

LABEL: Final = (
    r"(?:author|authors|by|written by|editor|editors|edited by|reporter|reporting by"
    r"|additional reporting by|writing by|translator|translated by|translation|compiled by"
    r"|correspondent|contributors?|source|original source|publisher|published in|via)"
)
NAME: Final = (
    r"(?:[^\W\d_a-z][\w.'\u2019-]*|[a-z]\."
    r"|de|del|der|di|da|dos|van|von|bin|al|la|le|of|the|and|&|@\w+)"
)
NAMES: Final = rf"{NAME}(?:,? {NAME}){{0,8}}"
CREDITS: Final = rf"{NAMES}(?:\s?[/,]\s?{NAMES}){{0,3}}"
CREDIT: Final = re.compile(
    r"\(?(?i:(?:(?:cover|featured|header) )?(?:photo(?:graph)?|image|picture|illustration|graphic"
    r"|video)s?(?:\s?:| credits?\s?:?| sources?\s?:| courtesy(?: of)?\s?:?| by\s?:?|\s?[/|])"
    rf"|credits?\s?:)\s?{CREDITS}\.?\)?"
    rf"|\(?{CREDITS}/(?i:getty images|afp|reuters|ap|shutterstock|bloomberg|epa|unsplash)\)?"
)
LABELLED: Final = re.compile(rf"(?i:{LABEL})\s?[:\uff1a]\s?(?:{NAMES}|https?://\S+)\.?")
BY: Final = re.compile(
    rf"(?i:by) (?P<who>[^\W\d_a-z][\w.'\u2019-]+(?: {NAME}){{1,6}}(?:, {NAMES})?)"
    r"(?:\s?[|\u2022\u00b7\u2013\u2014,-]\s?(?P<rest>.{0,60}))?"
)
TASK: Final = (
    r"(?i:(?:additional )?"
    r"(?:reporting|writing|editing|graphics|research|compiled|translated|edited) by)"
)
CREW: Final = rf"{TASK} {NAMES}(?: in {NAMES})?"
DESK: Final = re.compile(rf"\(?{CREW}(?:\s?[;,.]?\s(?:and )?{CREW}){{0,4}}[.)]{{0,2}}")
DATED: Final = re.compile(
    r"(?:(?:first |last )?(?:published|updated|posted|modified|released|date|created|revised)"
    r"(?: on| at)?\s?[:\uff1a]?\s)",
    re.IGNORECASE,
)
REFERENCES: Final = re.compile(
    r"(?:sources?|references?|reference list|bibliography|works cited|literature|citations|endnotes"
    r"|further reading|sources? (?:and|&) (?:references?|further reading|notes)|links"
    r"|references? (?:and|&) (?:sources?|notes|further reading|links)"
    r"|notes (?:and|&) (?:sources|references)"
    r"|sources (?:cited|used|consulted))\s*(?:\(\d+\))?:?",
    re.IGNORECASE,
)
TEASERS: Final = re.compile(
    r"(?:related(?: (?:articles?|stories|posts?|reading|coverage|news|content|topics))?"
    r"|read (?:more|next|also)|see also|also read|recommended(?: for you| reading)?"
    r"|you (?:may|might) also (?:like|enjoy)|more (?:stories|articles|news|like this|to read)"
    r"|more (?:from|on) [\w' ]{2,40}|(?:latest|top|popular) (?:news|stories|articles|posts)"
    r"|up next|don't miss|most read)\s*(?:\(\d+\))?:?",
    re.IGNORECASE,
)
TEASER: Final = re.compile(
    r"(?:read (?:more|also|next)|also read|see also|recommended|don't miss|up next"
    r"|related(?: (?:article|story|stories|coverage|reading|post))?)\s?[:\uff1a]\s?\S.{3,250}",
    re.IGNORECASE,
)
MAIL: Final = re.compile(
    r"(?:from|to|cc|bcc|date|sent|subject|newsgroups|message-id|organi[sz]ation|path|lines|reply-to"
    r"|sender|received|references|in-reply-to|approved|distribution|summary|keywords|followup-to"
    r"|mime-version|content-[\w-]+|nntp-[\w-]+|x-[\w-]+|return-path|precedence|list-[\w-]+"
    r"|resent-[\w-]+|delivered-to|status|user-agent|xref|sender)\s?:\s?.*",
    re.IGNORECASE,
)
CLOSED_FORMS: Final = (
    PRICE, BUTTON, CALL, COUNTER, READING_TIME, COOKIES, MADE_BY, RIGHTS, TAGS, HANDLE,
    PART_NAME, HASHTAGS, PICTURE,
)  # fmt: skip
# Quotation marks stay: what someone is quoted with is never furniture.
DECORATION: Final = re.compile(r"^[^\w@#$!\[<(\u00a9~\"'\u2018\u201c\u00ab]+|[\s*_]+$")


def bare(words: str) -> str:
    """A line without emoji, bullets and emphasis around it.

    >>> bare("**Sources**")
    'Sources'
    """
    return DECORATION.sub("", words)


def is_furniture(words: str) -> bool:
    """Whether a line is page furniture wherever it stands.

    >>> is_furniture("Comments (0)"), is_furniture("The office ordered a halt.")
    (True, False)
    """
    if len(words) > LONGEST:
        return False
    line = bare(words)
    if any(form.fullmatch(line) for form in CLOSED_FORMS):
        return True
    return bool(ARROW.fullmatch(line)) or is_credit(line) or is_issue_header(line)


def is_credit(line: str) -> bool:
    """Whether a line credits a picture."""
    return len(line) <= SHORT and bool(CREDIT.fullmatch(line))


def is_issue_header(line: str) -> bool:
    """Whether a line heads a newsletter issue: edition, date, reading time, set apart by signs."""
    parts = PARTS.split(line)
    if not 2 <= len(parts) <= 6 or len(line) > SHORT or max(map(len, parts)) > 40:
        return False
    sure = sum(is_date_line(part) or bool(READING_TIME.fullmatch(part)) for part in parts)
    marks = sure + sum(bool(ISSUE.fullmatch(part)) for part in parts)
    return marks >= 2 or (sure == 1 and len(parts) > 2)


def is_labelled_byline(words: str) -> bool:
    """Whether a line names author, editor or source behind a label, or the desk at the end."""
    line = bare(words)
    return len(line) <= SHORT and bool(LABELLED.fullmatch(line) or DESK.fullmatch(line))


def is_dated(words: str) -> bool:
    """Whether a line tells the date of publication and nothing more."""
    line = bare(words)
    return len(line) <= SHORT and is_date_line(DATED.sub("", line, count=1))


def is_byline(words: str) -> bool:
    """Whether a line at the head of a text names its author.

    >>> is_byline("By Jane Roe and John Poe"), is_byline("By Tuesday both models were gone")
    (True, False)
    """
    line = bare(words)
    if len(line) > SHORT:
        return False
    if match := BY.fullmatch(line):
        return not match["rest"] or len(match["rest"]) < 40 or bool(DATE.search(match["rest"]))
    parts = PARTS.split(line)
    return len(parts) == 2 and bool(re.fullmatch(NAMES, parts[0])) and is_dated(parts[1])
