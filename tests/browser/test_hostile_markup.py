"""Cleaned hostile HTML in a real browser: nothing runs, nothing is loaded, nothing unexpected stands in the page."""

import html

import pytest

from news.markup import ATTRIBUTES, TAGS, clean_html
from tests.hostile import HOSTILE, mutations

SITE = "http://site.test"
# Each piece counts by itself, so that one that breaks the page is seen as that one.
TRIPWIRE = """<!doctype html><meta charset=utf-8><script>
window.ran = new Set();
window.failures = [];
window.pwn = number => { window.ran.add(number ?? "page"); };
addEventListener("error", event => { if (event instanceof ErrorEvent) window.failures.push(event.message); });
addEventListener("securitypolicyviolation", event => window.failures.push(event.blockedURI));
</script>"""
STRANGERS = """({tags, attributes}) => {
  const strange = [];
  for (const element of document.querySelectorAll("main .piece *")) {
    const name = element.localName;
    if (!tags.includes(name) || element.namespaceURI !== "http://www.w3.org/1999/xhtml") strange.push(name);
    for (const attribute of element.attributes)
      if (!(attributes[name] ?? []).includes(attribute.name)) strange.push(`${name} ${attribute.name}`);
    if (element.href && !/^(https?|mailto|tel):/.test(element.href)) strange.push(element.href);
    if (name === "img" && !/^http:\\/\\/site\\.test\\/(media|static)\\//.test(element.src)) strange.push(element.src);
  }
  return strange;
}"""


@pytest.fixture
def show(page):
    """Shows HTML as a page of SITE until a condition holds. Returns the addresses that the page then asked for, and the dialogs it opened."""

    def show(content: str, until: str = "document.readyState === 'complete'") -> tuple[list[str], list[str]]:
        asked, dialogs = [], []

        def answer(route):
            if route.request.url == f"{SITE}/":
                route.fulfill(content_type="text/html", body=content.encode("utf-8", "replace"))
            else:
                asked.append(route.request.url)
                route.abort()

        page.route("**/*", answer)
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        page.goto(f"{SITE}/", wait_until="domcontentloaded")
        page.wait_for_function(until)
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 100)))")
        return asked, dialogs

    return show


def page_of(bodies: list[str]) -> str:
    pieces = "".join(f'<div class="piece" id="piece-{number}">{body}</div>' for number, body in enumerate(bodies))
    return f"{TRIPWIRE}<main>{pieces}</main><footer></footer>"


def cleaned() -> list[str]:
    return list(dict.fromkeys(clean_html(text) for text in [*HOSTILE, *mutations(3000)]))


def test_nothing_of_a_cleaned_body_runs_or_loads_or_is_strange(page, show):
    bodies = cleaned()
    asked, dialogs = show(page_of(bodies))
    assert page.evaluate("[...window.ran]") == []
    assert (dialogs, page.evaluate("window.failures")) == ([], [])
    assert [url for url in asked if not url.startswith((f"{SITE}/media/", f"{SITE}/static/"))] == []
    allowed = {name: sorted(ATTRIBUTES.get(name, set()) | ({"rel"} if name == "a" else set())) for name in TAGS}
    assert page.evaluate(STRANGERS, {"tags": sorted(TAGS), "attributes": allowed}) == []
    assert len(bodies) > 1000


def test_browser_reads_a_cleaned_body_as_it_was_judged(page, show):
    """No piece leaves its box, and written out again by the browser, parsed either way, it is the same text."""
    bodies = cleaned()
    show(page_of(bodies))
    read = page.evaluate("[...document.querySelectorAll('main > .piece')].map(piece => piece.innerHTML)")
    assert read == bodies
    assert page.evaluate("document.querySelector('main').childElementCount") == len(bodies)
    inserted = "bodies => bodies.map(b => { const box = document.createElement('div'); box.innerHTML = b; return box })"
    assert page.evaluate(f"bodies => ({inserted})(bodies).map(box => box.innerHTML)", bodies) == bodies


def test_without_cleaning_many_of_the_same_texts_run(page, show):
    """The control: the tripwire works, and the corpus is as hostile as it claims."""
    frames = "".join(
        f'<iframe srcdoc="{html.escape(f"<script>window.pwn = () => parent.pwn({number})</script>{text}")}"></iframe>'
        for number, text in enumerate(HOSTILE)
    )
    asked, _ = show(TRIPWIRE + frames, until="window.ran.size > 100")
    assert any("evil.example" in url for url in asked)
