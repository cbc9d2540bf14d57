"""A small PDF writer for the tests: pages of lines in Helvetica, an info dictionary."""

from collections.abc import Sequence

PAGE = (
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] "
    "/Resources << /Font << /F1 3 0 R >> >> /Contents {} 0 R >>"
)


def pdf(pages: Sequence[Sequence[str]], info: str = "") -> bytes:
    """The bytes of a PDF with a text layer; `info` is the inside of its info dictionary."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for i, lines in enumerate(pages):
        shown = "\n".join(f"({escaped(line)}) Tj T*" for line in lines)
        content = f"BT /F1 11 Tf 72 720 Td 14 TL\n{shown}\nET"
        objects += [
            PAGE.format(5 + 2 * i),
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        ]
    return assembled([*objects, f"<< {info} >>"])


def escaped(line: str) -> str:
    """A line as a PDF string holds it."""
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def assembled(objects: Sequence[str]) -> bytes:
    """A file of numbered objects with its cross-reference table; the last object is the info."""
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    trailer = f"trailer << /Size {size} /Root 1 0 R /Info {size - 1} 0 R >>"
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}\nstartxref\n{len(out)}\n%%EOF\n"
    return (out + end).encode("latin-1")
