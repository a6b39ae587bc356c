"""The rules in their order, the cheap ones first. Each yields marks, or raises Refused, which ends the walk.

Before them stand the form's own: length and characters, the honeypot, the signed token, the limits of a network.
After them the captcha is spent (comments/forms.py).
"""

from comments.gate import blocks, contacts, history, names, repeats, words
from comments.gate.verdicts import Post, Verdict

RULES = (
    names.imitating,
    blocks.blocked,
    contacts.contacts,
    words.listed_words,
    repeats.repeated,
    repeats.nearly_repeated,
    history.history,
)


def examine(post: Post) -> Verdict:
    """Raises Refused."""
    verdict = Verdict()
    for rule in RULES:
        verdict.marks += rule(post)
    return verdict
