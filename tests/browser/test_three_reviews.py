"""三审, the whole story: a reporter, two editors and a chief, each in a browser of their own."""

from playwright.sync_api import Page

from news.models import Article, CategoryRight, Entry
from tests.factories import make_article, make_category, make_user

PASSWORD = "mima-ceshi-2026"  # as tests/factories.py sets it
GROUPS = {"jizhe": "记者", "bianji": "编辑", "zhubian": "主编"}


def login(new_context, live_server, username: str) -> Page:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/admin/login/?next=/admin/news/article/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.click("[type=submit]")
    return page


def open_waiting(page: Page, live_server) -> None:
    """From the card on the first page to the oldest article that waits."""
    page.goto(f"{live_server.url}/admin/")
    page.click("text=待我处理")
    page.click("#result_list tbody .field-title a, #result_list tbody th a")


def messages_on(page: Page) -> str:
    return page.inner_text(".messagelist")


def make_newsroom() -> Article:
    """A category of three reviews, divided between an editor and the chief, with the reporter's draft in it."""
    category = make_category("shizheng", "时政", review_steps=3)
    people = {name: make_user(name, group) for name, group in GROUPS.items()}
    for role, name in [("review1", "bianji"), ("review2", "bianji"), ("review3", "zhubian")]:
        CategoryRight.objects.create(category=category, role=role, user=people[name])
    return make_article(
        category=category, state="draft", published_at=None, created_by=people["jizhe"], title="供暖改造完工"
    )


def hand_in(reporter: Page, form: str) -> None:
    """From then on the reporter reads only."""
    reporter.goto(form)
    reporter.click("text=送审")
    assert "《供暖改造完工》已送审，待初审。" in messages_on(reporter)
    reporter.goto(form)
    assert "现在只能看，不能改" in reporter.inner_text(".review-panel")


def send_back(editor: Page, live_server) -> None:
    open_waiting(editor, live_server)
    editor.click("text=退回…")
    editor.fill("[name=reason]", "请补上完工日期")
    editor.click("button[value=return]")
    assert "已退给作者" in messages_on(editor)


def correct(reporter: Page, live_server) -> None:
    """The reason stands above the text."""
    reporter.goto(f"{live_server.url}/admin/news/article/?desk=returned")
    reporter.click("#result_list a:has-text('供暖改造完工')")
    assert "退给作者：请补上完工日期" in reporter.inner_text(".returned")
    reporter.fill("[name=title]", "供暖改造十一月完工")
    reporter.click("text=送审")


def take_two_steps(editor: Page, live_server) -> None:
    """初审 with a correction, in the form; 复审 on the reading screen."""
    open_waiting(editor, live_server)
    editor.fill("[name=title]", "供暖改造 11 月完工")
    editor.click("text=通过初审")
    assert "已通过，待复审。" in messages_on(editor)
    open_waiting(editor, live_server)
    editor.click("text=审稿页")
    assert "供暖改造 11 月完工" in editor.inner_text(".desk-text")
    editor.click("text=通过复审")


def sign(chief: Page, live_server, form: str) -> None:
    chief.goto(form)
    chief.click("text=通过终审")
    open_waiting(chief, live_server)
    chief.click("text=签发…")
    chief.click("input[value=签发]")
    assert "《供暖改造 11 月完工》已发布。" in messages_on(chief)


def test_three_reviews_from_the_first_draft_to_the_reader(live_server, new_context):
    draft = make_newsroom()
    reporter, editor, chief = (login(new_context, live_server, name) for name in GROUPS)
    form = f"{live_server.url}/admin/news/article/{draft.pk}/change/"
    hand_in(reporter, form)
    send_back(editor, live_server)
    correct(reporter, live_server)
    take_two_steps(editor, live_server)
    sign(chief, live_server, form)
    editor.goto(f"{live_server.url}/admin/news/article/?desk=awaiting")
    assert editor.locator("#result_list tbody tr").count() == 0
    article = Article.objects.get(pk=draft.pk)
    reporter.goto(live_server.url + article.get_absolute_url())
    assert reporter.inner_text("h1") == "供暖改造 11 月完工"
    assert [(e.actor.username, e.action, e.step, e.number) for e in Entry.objects.of_article(article.pk).reverse()] == [
        ("jizhe", "submitted", None, 1),
        ("bianji", "returned", 1, 1),
        ("jizhe", "submitted", None, 2),
        ("bianji", "passed", 1, 3),
        ("bianji", "passed", 2, 3),
        ("zhubian", "passed", 3, 3),
        ("zhubian", "published", None, 3),
    ]
