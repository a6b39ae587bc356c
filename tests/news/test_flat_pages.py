import pytest
from django.contrib.flatpages.models import FlatPage

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "heading"), [("/about/", "关于本站"), ("/copyright/", "版权声明"), ("/contact/", "联系我们")]
)
def test_the_pages_of_the_footer_are_there_from_the_start(client, path, heading):
    response = client.get(path)
    assert (response.status_code, f"<h1>{heading}</h1>" in response.content.decode()) == (200, True)


def test_their_words_are_the_editors_and_cleaned(client):
    FlatPage.objects.filter(url="/about/").update(title="<b>我们</b>", content="<p>你好</p><script>alert(1)</script>")
    page = client.get("/about/").content.decode()
    assert ("<p>你好</p>" in page, "<script>alert" in page, "<b>我们" in page) == (True, False, False)


def test_a_page_that_is_not_there_is_404(client):
    assert client.get("/meiyou/").status_code == 404
