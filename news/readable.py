"""Text without the characters that nobody can read: what Postgres refuses, what hides, and what turns text around."""

import re

# Controls but tab and line feed (NUL makes psycopg2 raise), zero-width spaces of pasted text (they part words that
# search should find), the overrides that let text run backwards, noncharacters. Joiners stay: emoji need them.
UNREADABLE = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u00ad\u200b\u2060\u202a-\u202e\ufeff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "]"
)
LINE_ENDS = re.compile("\r\n?|\f|\u2028|\u2029")
SURROGATES = re.compile("[\ud800-\udfff]")


def readable(text: str) -> str:
    """`text` with line ends as \\n, unreadable characters gone and lone surrogates, which no encoding takes, as �."""
    return UNREADABLE.sub("", SURROGATES.sub("\ufffd", LINE_ENDS.sub("\n", text)))
