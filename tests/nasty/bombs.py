"""Nasty input that is too big or too odd to keep as files: made here, by name."""

import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Final

PAGE: Final = "<html><body><article>{}</article></body></html>"
PROSE: Final = "The port closed pier nine on Monday. "


def flate(data: bytes, times: int = 1) -> bytes:
    """Bytes deflated, and again."""
    for _ in range(times):
        data = zlib.compress(data, 9)
    return data


def pdf_of(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of numbered objects, the first of which is its catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R %s >>\n"
    return out + end % (size, table, size, trailer) + b"startxref\n%d\n%%%%EOF\n" % len(out)


def stream(data: bytes, keys: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), keys, data)


CATALOGUE: Final = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES: Final = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
FONT: Final = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
LEAF: Final = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R "
    b"/Resources << /Font << /F1 5 0 R >> /XObject << /X 6 0 R >> >> >>"
)
SHOWN: Final = b"BT /F1 9 Tf (The port closed.) Tj ET"


def pdf_page(content: bytes, keys: bytes = b"", font: bytes = FONT, *more: bytes) -> bytes:
    """A PDF of one page with this content."""
    return pdf_of(CATALOGUE, PAGES, LEAF, stream(content, keys), font, *more)


def pdfs(scale: int) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """PDF files that inflate, loop, or lie about themselves."""
    zeros = b" " * (200 * scale)
    yield "flate-bomb.pdf", lambda: pdf_page(flate(zeros), b"/Filter /FlateDecode")
    twice = b"/Filter [/FlateDecode /FlateDecode]"
    yield "flate-twice-bomb.pdf", lambda: pdf_page(flate(zeros, 2), twice)
    shown = b"BT /F1 9 Tf " + b"(The port closed.) Tj " * scale + b"ET"
    yield "text-bomb.pdf", lambda: pdf_page(flate(shown), b"/Filter /FlateDecode")
    runs = b"\x81 " * (scale // 2)
    yield "run-length-bomb.pdf", lambda: pdf_page(runs, b"/Filter /RunLengthDecode")
    many = b"/Filter [" + b"/ASCIIHexDecode " * 2000 + b"]"
    yield "many-filters.pdf", lambda: pdf_page(b"00", many)
    yield "kids-loop.pdf", lambda: pdf_of(CATALOGUE, b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>")
    count = b"<< /Type /Pages /Kids [3 0 R] /Count 2000000000 >>"
    yield "count-lie.pdf", lambda: pdf_of(CATALOGUE, count, LEAF, stream(SHOWN), FONT)
    kids = b"<< /Type /Pages /Count %d /Kids [" % scale + b"3 0 R " * scale + b"] >>"
    yield "kids-many.pdf", lambda: pdf_of(CATALOGUE, kids, LEAF, stream(SHOWN), FONT)
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"
    yield "form-loop.pdf", lambda: pdf_page(b"/X Do", b"", FONT, stream(b"/X Do", form))
    fan = stream(b"/X Do " * 50, form)
    yield "form-fan.pdf", lambda: pdf_page(b"/X Do " * 50, b"", FONT, fan)
    previous = pdf_page(SHOWN)
    place = previous.rindex(b"xref\n0")
    told = previous.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % place)
    yield "xref-loop.pdf", lambda: told
    yield "length-lie.pdf", lambda: pdf_page(SHOWN).replace(b"/Length 32", b"/Length 999999999")
    yield "length-loop.pdf", lambda: pdf_page(SHOWN).replace(b"/Length 32", b"/Length 4 0 R")
    yield "deep-arrays.pdf", lambda: pdf_page(b"[" * scale)
    deep = b"<< /Type /Catalog /Pages 2 0 R /X " + b"[" * 100_000 + b" >>"
    yield "deep-catalogue.pdf", lambda: pdf_of(deep, PAGES, LEAF, stream(SHOWN), FONT)
    mapped = b"1 begincodespacerange <0000> <FFFFFFFF> endcodespacerange\n"
    mapped += b"1 beginbfrange <00000000> <FFFFFFF0> <0041> endbfrange\n"
    own = FONT.replace(b">>", b"/ToUnicode 6 0 R >>")
    yield "cmap-bomb.pdf", lambda: pdf_page(SHOWN, b"", own, stream(mapped))
    wide = FONT.replace(b"/Type1", b"/Type0").replace(b">>", b"/DescendantFonts [6 0 R] >>")
    cid = b"<< /Type /Font /Subtype /CIDFontType2 /W [0 2000000000 500] >>"
    yield "widths-bomb.pdf", lambda: pdf_page(SHOWN, b"", wide, cid)
    info = b"/Info << /Title (" + b"T" * scale + b") /CreationDate (D:99999999) >>"
    content = pdf_of(CATALOGUE, PAGES, LEAF, stream(SHOWN), FONT, trailer=info)
    yield "title-long.pdf", lambda: content
    xref = b"/Type /XRef /Size 2000000000 /W [1 2 1] /Index [0 2000000000] /Root 1 0 R"
    body = b"%PDF-1.7\n1 0 obj\n" + stream(b"\0" * 40, xref) + b"\nendobj\nstartxref\n9\n%%EOF\n"
    yield "xref-stream-lie.pdf", lambda: body
    predicted = b"/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 2000000000 >>"
    yield "predictor-lie.pdf", lambda: pdf_page(flate(SHOWN), predicted)
    image = b"q BI /W 9 /H 9 ID " + b"EI" * (scale // 4)
    yield "inline-image.pdf", lambda: pdf_page(image)
    yield "no-xref.pdf", lambda: b"%PDF-1.4\n" + b"1 0 obj\n" * (scale // 4)


def pages(scale: int) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """HTML that is deep, wide, or no HTML at all."""

    def page(inner: str) -> Callable[[], bytes]:
        return lambda: PAGE.format(inner).encode()

    prose = f"<p>{PROSE * 20}</p>"
    for tag in ("div", "b", "ul><li", "table><tr><td", "blockquote", "p", "a href=x", "span"):
        name = tag.split(">")[0].split(" ")[0]
        yield f"deep-{name}.html", page(f"<{tag}>" * (scale // 40) + prose)
    yield (
        "wide-table.html",
        page(f"{prose}<table><tr>{'<td>a</td>' * (scale // 10)}</table>"),
    )
    rows = "<tr><td>Port</td><td>closed</td></tr>" * (scale // 40)
    yield "long-table.html", page(f"{prose}<table>{rows}</table>")
    yield "many-paragraphs.html", page("<p>The port closed.</p>" * (scale // 20))
    yield "many-links.html", page(prose + "<a href='http://a.example/'>more</a> " * (scale // 40))
    yield "many-breaks.html", page(prose + "a<br>" * (scale // 6))
    yield "attribute.html", page(f"<p class='{'x' * scale}'>{PROSE}</p>")
    yield "attributes.html", page(f"<p {'x=1 ' * (scale // 4)}>{PROSE}</p>")
    yield "unclosed-comment.html", page(f"{prose}<!-- {'-' * scale}")
    yield "open-tags.html", page("<" * scale + prose)
    yield "one-line.html", page(f"<p>{PROSE * (scale // 30)}</p>")
    yield "head-lines.html", page("<h1>Port</h1>" * (scale // 40) + prose)
    scripts = '<script type="application/ld+json">' + "[" * (scale // 4) + "</script>"
    yield "json-ld.html", f"<html><head>{scripts}</head><body>{prose}</body>".encode
    yield (
        "meta-many.html",
        f"<html><head>{'<meta name=author content=Jane>' * (scale // 20)}{prose}".encode,
    )
    laughs = '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a0 "ha">'
    laughs += "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    yield "laughs.html", f"{laughs}]><html><body><p>&a11; {PROSE * 20}</p></body>".encode
    outside = '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    yield "outside.html", f"{outside}<html><body><p>&f; {PROSE * 9}</p></body>".encode


def texts(scale: int) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Plain texts and Markdown: one line, many lines, all marks."""
    repeated: Mapping[str, str] = {
        "letters": "a", "blanks": "a ", "brackets": "(", "quotes": "“", "digits": "1",
        "stars": "*", "hyphens": "-", "hashes": "#", "capitals": "Ab ", "marks": "\u0301",
        "commas": "a, ", "dots": ".", "abbreviations": "U.S. ", "addresses": "http://a.example/",
        "bidi": "\u202eport\u202c ", "far": "\U0001f6a2", "apostrophes": "a's ",
        "angles": "<", "ticks": "`", "times": "1:", "pipes": "|", "backslashes": "\\",
    }  # fmt: skip
    for name, piece in repeated.items():
        for suffix in ("txt", "md"):
            data = "The port. " + piece * (scale // len(piece.encode()))
            yield f"line-of-{name}.{suffix}", lambda data=data: data.encode()
    lines: Mapping[str, str] = {
        "breaks": "\n", "items": "- \n", "headings": "# a\n", "rules": "---\n", "bylines":
        "By Jane Roe\n", "sources": "Sources\n\n- a.\n\n", "heads": "From: a\n",
        "definitions": "[a]: b\n", "rows": "|a|b|\n|-|-|\n", "fences": "```\n", "links":
        "Read more: Pier nine\n", "forms": "\f", "separators": "\u2028", "short": "a\n",
        "numbers": "1. a\n", "prose": "The port closed on Monday.\n\n", "dates": "March 4, 2031\n",
        "quoted": "> a\n", "underlined": "a\n=\n", "matter": "---\na: b\n", "tags": "<div>\n",
        "defined": "[a", "teasers": "Read more\n\n- Pier nine\n\n",
    }  # fmt: skip
    for name, line in lines.items():
        for suffix in ("txt", "md"):
            data = "The port closed.\n\n" + line * (scale // 7 // len(line))
            yield f"lines-of-{name}.{suffix}", lambda data=data: data.encode()
    nested = {"quotes": "> ", "items": "- ", "numbers": "1. ", "images": "![", "tables": "|"}
    for name, mark in nested.items():
        yield f"deep-{name}.md", lambda mark=mark: (mark * (scale // 10) + PROSE).encode()
    steps = "".join("  " * n + "- a\n" for n in range(min(1500, scale // 50)))
    yield "deep-steps.md", steps.encode
    wide = "|" + "a|" * (scale // 20) + "\n|" + "-|" * (scale // 20) + "\n" + "|a\n" * 300
    yield "wide-table.md", wide.encode


def matter(_scale: int) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Front matter that is more than it looks."""
    laughs = "a0: &a0 [ha, ha]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30)
    )
    merges = "a0: &a0 {k: v}\n" + "".join(
        f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}\n" for n in range(1, 9)
    )
    loop = "a: &a [*a]\ntitle: *a\n"
    values = {
        "laughs": f"{laughs}title: *a29\n",
        "laughing-id": f"{laughs}id: *a29\n",
        "laughing-key": f"{laughs}? *a29\n: b\n",
        "merges": merges,
        "loop": loop,
        "deep": f"title: {'[' * 30_000}\n",
        "deep-map": f"title: {'{a: ' * 15_000}\n",
        "hexadecimal": f"id: 0x{'f' * 60_000}\n",
        "hexadecimal-key": f"? 0x{'f' * 60_000}\n: b\n",
        "decimal": f"id: {'9' * 60_000}\n",
        "sexagesimal": f"id: {'59:' * 20_000}59\n",
        "exponent": "id: 1e400\n",
        "early": "published: 0001-01-01T00:00:00+23:00\n",
        "late": "published: 9999-12-31T23:59:59-23:00\n",
        "no-day": "published: 2031-02-30\n",
        "surrogate": 'title: "\\ud800"\n',
        "surrogate-id": 'id: "\\ud800"\n',
        "surrogate-key": '"\\ud800": b\ntitle: a\n',
        "escapes": 'title: "\\e[31mred\\0\\a\\u202e"\npublisher: "\\e]0;owned\\a"\n',
        "python": "title: !!python/object/apply:os.system ['true']\n",
        "binary": "title: !!binary aGE=\n",
        "set": "title: !!set {a, b}\n",
        "elsewhere": "id: ../../../etc/passwd\n",
        "iri": 'url: "http://a.example/> <http://b.example/"\nid: "a> <b"\n',
        "script": "url: 'javascript:alert(1)'\ntitle: <script>alert(1)</script>\n",
        "long": f"title: {'a' * 65_000}\n",
        "over": f"title: {'a' * 66_000}\n",
        "many": "".join(f"k{n}: v\n" for n in range(6_000)),
        "anchors": "".join(f"k{n}: &k{n} v\n" for n in range(4_000)),
        "question": "? " * 20_000 + "a: b\n",
        "dashes": "title:\n" + "- " * 20_000 + "a\n",
    }
    for name, inner in values.items():
        text = f"---\nauthor: Jane Roe\n{inner}---\n\n{PROSE * 3}\n"
        yield f"matter-{name}.md", lambda text=text: text.encode()


def odd(_scale: int) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Bytes that are no text, or in no known way."""
    prose = PROSE * 3
    yield "archive.txt", lambda: b"PK\x03\x04" + prose.encode()
    yield "archive.html", lambda: b"\x1f\x8b" + prose.encode()
    yield "surrogates.txt", lambda: prose.encode() + b"\xed\xa0\x80"
    yield "overlong.txt", lambda: prose.encode() + b"\xc0\xaf"
    yield "wide.txt", lambda: prose.encode("utf-16")
    yield "nul.txt", lambda: prose.encode() + b"\0"
    yield "nul.html", lambda: PAGE.format(f"<p>{prose}&#0;\0</p>").encode()
    yield "controls.txt", (prose + "\x07\x1b[2J\x1b]0;owned\x07\x9b31m\n").encode
    yield "controls.html", lambda: PAGE.format(f"<p>{prose}&#27;[2J &#x9b;</p>").encode()
    yield "surrogates.html", lambda: PAGE.format(f"<p>{prose}&#xd800;&#xffff;</p>").encode()
    strange = f"<meta charset=rot13><p>{prose}\xff</p>"
    for codec in ("rot13", "utf-7", "base64", "idna", "punycode", "unicode_escape", "x", "mbcs"):
        data = strange.replace("rot13", codec)
        yield f"charset-{codec}.html", lambda data=data: data.encode("latin-1")
    yield "mixed.txt", lambda: b"\xff\xfe\xfd" * 200_000
    yield "latin.txt", lambda: ("Der Hafen schlie\xdft. " * 100_000).encode("latin-1")


def bombs(scale: int = 2_000_000) -> dict[str, Callable[[], bytes]]:
    """Every piece of nasty input, by the name of its file; `scale` is about its size."""
    return {n: make for kind in (texts, matter, odd, pages, pdfs) for n, make in kind(scale)}
