"""Where an article and what belongs to it are found, as news/urls.py says; its tests hold the two together.

reverse() takes 50 µs: a page that links to forty articles can't afford it.
"""


def category_address(path: str) -> str:
    return f"/{path}/"


def article_address(path: str, pk: int) -> str:
    """`path` is that of the article's category."""
    return f"/{path}/{pk}.html"


def code_address(path: str, pk: int) -> str:
    """Of the article's address as a QR code."""
    return f"/{path}/{pk}.svg"
