"""Hostile plain text for those who write names and comments: markup that must stay text, languages of templates,
databases, shells and spreadsheets, and what Unicode can hide, pile up, turn round or make endless.
"""

from tests.hostile import HOSTILE, mutations

OTHER_LANGUAGES = """
{{ 7*7 }} | {% csrf_token %} | {% include "/etc/passwd" %} | {{ settings.SECRET_KEY }}
{{constructor.constructor('pwn()')()}} | ${pwn()} | #{pwn()} | <%= pwn() %> | [[${pwn()}]] | @(pwn()) | *{pwn()}
${{<%[%'"}}%\\. | {{=pwn()}} | {php}pwn(){/php} | ' OR 1=1 -- | "; DROP TABLE comments_comment; --
') UNION SELECT password FROM auth_user -- | %' AND pg_sleep(9) -- | \\'; SELECT 1 | 1;SELECT pg_sleep(9)
%_%_%_ | \\\\ | \\ | ' | " | ` | '' | "" | '"`>< | =cmd|'/C calc'!A0 | +1+1 | -2+3 | @SUM(A1)
=HYPERLINK("http://evil.test","x") | ＝1＋1 | %s%s%s%s%n | %(x)s | %d | {0} | {0.__class__} | {} | %% | %00 | %0a
%ED%A0%80 | \\u0000 | \\x00 | \\x3cscript\\x3epwn() | $(id) | `id` | ; id | && id | | id
../../../../etc/passwd | ..\\..\\boot.ini | file:///etc/passwd | /dev/null | CON | NUL | NaN | Infinity
-Infinity | 1e309 | -0 | 0x10 | 1_000 | null | undefined | None | True | [] | {} | () | [object Object]
javascript:pwn() | data:text/html,<script>pwn()</script> | vbscript:pwn() | http://evil.test/ | //evil.test
\\\\evil.test\\x | &lt;script&gt;pwn()&lt;/script&gt; | &#60;script&#62;pwn() | &amp;lt;b&amp;gt; | &nbsp;
&#0; | &#xD800; | &notanentity; | ＜script＞pwn()＜/script＞ | ‹script›pwn() | %3Cscript%3Epwn()
+ADw-script+AD4-pwn() | <scr\u200bipt>pwn() | <ſcript>pwn() | ]]> | --> | <!-- | */ | // | # | <?php pwn() ?>
<![CDATA[<script>pwn()</script>]]> | \u2028pwn() | \u2029pwn() | __proto__ | constructor | prototype | toString
hasOwnProperty | innerHTML | name | id | length | submit | action | X-Forwarded-For: 127.0.0.1
(?:(?:(?:(?:a+)+)+)+)+b | ^(a|a?)+$ | .*.*.*.*=.* | [[[[[[[[ | (((((((( | ************ | \\1\\2\\3
"""
HEADERS = [
    "a\r\nSet-Cookie: x=1",
    "a\r\n\r\n<script>pwn()</script>",
    "a@evil.test\nBcc: b@evil.test",
    "一\r二",
    "一\n二",
]
JOINED = "\u200d"
FAMILY = JOINED.join("👨👩👧👦")
LETTERS = {
    # bidi marks, embeddings, overrides, isolates
    "bidi": "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    # nothing to see
    "blank": "\u00a0\u00ad\u034f\u115f\u1160\u1680\u17b4\u17b5\u180e\u2000\u2003\u2009\u200a\u200b\u200c\u200d\u202f"
    "\u205f\u2060\u2061\u2062\u2063\u2064\u2065\u206a\u206f\u2800\u3000\u3164\ufe00\ufe0f\ufeff\uffa0\U000e0001\U000e0041",
    # controls of the terminal, of text files and of nobody
    "control": "\x01\x07\x08\x0b\x0c\x0e\x1a\x1b\x1c\x1d\x1f\x7f\x80\x85\x9b\x9f\u2028\u2029"
    "\ufff9\ufffa\ufffb\ufffc\ufffd",
    # private, unassigned, no characters
    "nowhere": "\ue000\uf8ff\U000f0000\U0010fffd\u0378\u0530\U0001fbff\ufdd0\ufdef\ufffe\uffff\U0001ffff\U0010ffff",
    # marks to pile up
    "marks": "\u0300\u0301\u0489\u0327\u0338\u0336\u20e0\u20dd\u0e47\u0e49\u0f39\u064b\u0670\u093c\u302a\u3099"
    "\u1ab0\ua670",
    # wider than anybody thinks, or higher
    "wide": "\ufdfd\ufdfa\u2e3b\U00012031\U0001242b\ua9c5\u102a\u0bf5\u1242\uff37\u3300\u33ff\u32ff\u2a74\U0001d161",
}
TURNED = ["שלום עולם", "مرحبا بالعالم", "שלום (abc) 123", "اكتب 中文 هنا", "ܫܠܡܐ", "ޝަހި", "abc שלום def", "العربية" * 60]
STACKED = ["क्ष्म्य", "สวัสดีครับ", "བོད་སྐད་", "မြန်မာ", "ខ្មែរ", "தமிழ்", "ကွျန်ုပ်", "हिन्दी" * 50]
FIGURES = [
    FAMILY,
    FAMILY * 40,
    "🇨🇳" * 30,
    "🇨" * 31,
    "👍🏽👍🏿",
    "#️⃣1️⃣",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "🙂" * 1000,
    f"👩{JOINED}👩{JOINED}👩{JOINED}" * 50,
    f"字{JOINED}字",
]
ENDLESS = [
    *(sign * 1000 for sign in "aW长.。_-/\\<&\"'|①"),
    *(sign * 20 for sign in "W﷽𒐫⸻꧅"),
    "a" * 999 + "<",
    "a " * 500,
    "\n" * 20,
    "a\n" * 20,
    "a\n" * 200,
    "\n" * 1000,
    "a" * 1001,
    "a" * 100_000,
    " " * 1000,
    "　" * 1000,
    "&amp;" * 200,
    "𝒜" * 500,
    "http://" + "a" * 900,
]
# What no line can break: marks that are no marks, letters that join by a sign between them, parts of syllables.
UNBROKEN = [
    (start + again * 1000)[:number]
    for start, again in [
        *[
            ("", joined)
            for joined in ("क्", "ক্", "ગ્", "క్", "ക്", "ක්", "ក្", "က္", "\u1b05\u1b44", "\ua98f\ua9c0", "\u1a20\u1a60")
        ],
        *[
            ("", letter)
            for letter in "\u0d4e\U000111c2\U0001193f\U00011a84\U00011d46\u0e33\u0eb3\uff9f\U0001f3fd\U0001f1e8"
        ],
        *[("", letter) for letter in "\u1100\ua960\u1161\ud7b0\u11a8\ud7cb"],
        *[
            ("ཀ", "\u0f90"),
            ("ཀ", "\u0f90\u0f72"),
            ("ｶ", "\uff9e"),
            ("👍", "\U0001f3fd"),
            ("각", "\u11a8"),
            ("가", "\u1161"),
        ],
        *[
            ("", sign)
            for sign in ("(", "“", "，", "」", "—", "…", "々", "ー", "ـ", "█", "a/", "1,", "%$", "a\u00a0", "a\u2011")
        ],
    ]
    for number in (20, 1000)
]
# Markup that fits into a name.
SHORT = [
    text
    for opened in ["", "'>", '">', "</p>", "</bdi>", "-->"]
    for payload in [
        *["<script>pwn()", "<svg onload=pwn()>", "<b onclick=pwn()>", "<i/onclick=pwn()>", "<style>*{color:red}"],
        *[
            "<plaintext>",
            "<textarea>",
            "<select>",
            "<table><td>",
            "<template>",
            "<!--",
            "<xmp>",
            "<base href=x>",
            "<hr>",
        ],
        *["<h1>", "<b>", "<img src=/x>", "<form>", "<iframe>", "<math><mi>", "<noscript>", "</li></ul>", "</main>"],
        *["' onclick=pwn() x='", '" onclick=pwn() x="', '" style="x:y', "` x=`", "onfocus=pwn()", "javascript:pwn()"],
    ]
    if len(text := opened + payload) <= 20
]
PLACED = [form.format(sign) for signs in LETTERS.values() for sign in signs for form in ("{}", "读{0}{0}者")]
PILED = [
    letter + mark * number for letter in "aZ字" for mark in "\u0301\u0489\u20dd\u0e47" for number in (1, 2, 3, 9, 60)
]


def hostile_words() -> list[str]:
    """All of them once, in the same order every time."""
    other = [text for line in OTHER_LANGUAGES.strip().split("\n") for text in line.split(" | ")]
    families = [HOSTILE, mutations(60), other, HEADERS, PLACED, PILED, TURNED, STACKED, FIGURES, ENDLESS]
    families += [UNBROKEN, SHORT]
    texts = dict.fromkeys(text for family in families for text in family)
    # Half a pair can't be sent as UTF-8; what a browser that is no browser sends instead is tried as bytes.
    return [text for text in texts if not any("\ud800" <= sign <= "\udfff" for sign in text)]
