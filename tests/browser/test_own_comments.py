"""What only a comment's writer sees, before the judges."""

import pytest

from comments.models import Comment
from comments.visitor import COOKIE
from tests.browser.judges import axe_violations, nu_errors
from tests.comments.posting import filled_form
from tests.factories import decide, make_article, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pages(client):
    """Kind → path, and the comments of `client` on them: one waits, one is refused."""
    article = make_article(title="供暖管网改造完工")
    for body in ("路口还堵着，\n能不能先修东边？", "再说一句。"):
        client.post(f"/comments/{article.pk}/", filled_form(client, article, body=body))
    waiting, refused = Comment.objects.order_by("id")
    decide(Comment.objects.filter(pk=refused.pk), "rejected", make_user())
    return {
        "own": f"/comments/{article.pk}/?sent=1",
        "edit": f"{waiting.get_absolute_url()}edit/",
        "withdraw": f"{waiting.get_absolute_url()}withdraw/",
        "too_late": f"{refused.get_absolute_url()}edit/",
        "appeal": f"/comments/appeal/?number={refused.number}",
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_judges_find_nothing_and_a_phone_is_wide_enough(new_context, live_server, client, pages, scheme, tmp_path):
    context = new_context(bypass_csp=True, color_scheme=scheme, viewport={"width": 320, "height": 740})
    cookie = {"name": COOKIE, "value": client.cookies[COOKIE].value, "url": f"{live_server.url}/comments/"}
    context.add_cookies([cookie])
    page, found = context.new_page(), {}
    for kind, path in pages.items():
        page.goto(live_server.url + path)
        found[kind] = axe_violations(page), page.evaluate("document.documentElement.scrollWidth")
        (tmp_path / f"{kind}.html").write_bytes(client.get(path).content)
    assert found == dict.fromkeys(pages, ([], 320))
    assert nu_errors(tmp_path) == []
