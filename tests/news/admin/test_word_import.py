"""A Word document becomes a draft, or leaves nothing behind."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from news import pictures
from news.docx_file import MOST_CHARACTERS
from news.models import Article, CategoryRight, Picture
from tests import docx_files as word
from tests.factories import make_category, make_user

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/news/article/word/"


@pytest.fixture
def reporter(client):
    user = make_user("jizhe", "记者")
    client.force_login(user)
    return user


def upload(client, content, name="供暖.docx", credit="通讯员供图", category=None):
    file = SimpleUploadedFile(name, content)
    category = category or make_category()
    return client.post(ADDRESS, {"file": file, "category": category.pk, "credit": credit}, follow=True)


def files():
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


def with_picture(*body, alt="通气现场"):
    return word.docx(*body, word.paragraph(inner=word.picture(1, alt)), images=[("png", word.png())])


def test_makes_a_draft_of_who_uploads_it(client, reporter):
    response = upload(client, with_picture(word.paragraph("供暖完工", "a3"), word.paragraph("三百户。")))
    article, picture = Article.objects.get(), Picture.objects.get()
    assert response.redirect_chain == [(f"/admin/news/article/{article.pk}/change/", 302)]
    assert (article.title, article.state, article.created_by, article.revision_number) == (
        "供暖完工",
        "draft",
        reporter,
        1,
    )
    assert (picture.alt, picture.credit, picture.created_by) == ("通气现场", "通讯员供图", reporter)
    assert article.body == (
        f'<p>三百户。</p>\n<figure><img src="/media/{picture.file}" alt="通气现场" width="64" height="40"></figure>'
    )
    assert [str(m) for m in response.context["messages"]] == ["《供暖完工》已导入为草稿，请看一遍再送审或发布。"]


def test_a_picture_without_words_gets_a_number_that_the_checks_ask_about(client, reporter):
    response = upload(client, with_picture(alt=""))
    assert Picture.objects.get().alt == "图片 1"
    assert "正文第 1 张图片没有替代文字" in response.content.decode()


def test_tells_what_was_left_out(client, reporter):
    content = word.docx(
        word.paragraph("文", inner="<m:oMath/>" + word.picture(1) + word.picture(2)),
        images=[("emf", word.EMF), ("png", word.png())],
    )
    response = upload(client, content)
    assert [str(message) for message in response.context["messages"]][1] == (
        "没有导入的内容：公式 1 处；第 1 张图片：只能上传 JPEG、PNG、WebP、GIF 或 AVIF 图片。"
    )
    assert Picture.objects.count() == 1
    assert Article.objects.get().body.count("<img") == 1


def test_pictures_need_a_credit_and_text_does_not(client, reporter):
    response = upload(client, with_picture(), credit="")
    assert response.context["form"].errors == {"credit": ["文档里有图片，请填写图片来源，再选一次文件"]}
    assert (Article.objects.count(), Picture.objects.count()) == (0, 0)
    category = Article._meta.get_field("category").related_model.objects.get()
    upload(client, word.docx(word.paragraph("文")), credit="", category=category)
    assert Article.objects.get().body == "<p>文</p>"


def test_a_refusal_says_why_and_saves_nothing(client, reporter):
    before = files()
    response = upload(client, word.docx(word.paragraph("字" * (MOST_CHARACTERS + 1))))
    assert response.context["form"].errors == {"file": ["文档太长：超过 30 万字，请分成几篇再上传"]}
    assert (Article.objects.count(), files()) == (0, before)


def test_what_is_too_long_only_with_its_markup_is_refused_too(client, reporter):
    rows = [["&amp;" * 10] * 10] * 1300
    response = upload(client, word.docx(word.table(*rows)))
    assert response.context["form"].errors == {"file": ["文档太长，一篇稿件放不下，请分成几篇再上传"]}
    assert not Article.objects.exists()


def test_a_failure_on_the_way_leaves_neither_rows_nor_files(client, reporter, monkeypatch):
    # Stands for a full disk at the second picture: nothing else makes store() fail half-way.
    stored, before = [], files()

    def store(*args, **kwargs):
        if stored:
            raise OSError("no space left")
        stored.append(real(*args, **kwargs))
        return stored[0]

    real = pictures.store
    monkeypatch.setattr(pictures, "store", store)
    content = word.docx(
        word.paragraph(inner=word.picture(1) + word.picture(2)), images=[("png", word.png()), ("png", word.png("#fff"))]
    )
    with pytest.raises(OSError, match="no space"):
        upload(client, content)
    assert (len(stored), Picture.objects.count(), Article.objects.count(), files()) == (1, 0, 0, before)


def test_only_into_categories_of_ones_own(client, reporter):
    category = make_category()
    CategoryRight.objects.create(category=category, role="edit", user=make_user("bieren"))
    response = upload(client, word.docx(word.paragraph("文")), category=category)
    assert response.context["form"].errors == {"category": ["“民生”不由您负责"]}


@pytest.mark.parametrize("group", ["评论审核", "导航维护", None])
def test_only_who_writes_articles_may(client, group):
    client.force_login(make_user("gu", group))
    assert client.get(ADDRESS).status_code == 403
    assert upload(client, word.docx(word.paragraph("文"))).status_code == 403


@pytest.mark.parametrize("data", [{}, {"file": "no file"}, {"category": "9" * 30}, {"category": "\x00"}])
def test_nonsense_is_a_form_with_errors(client, reporter, data):
    assert client.post(ADDRESS, data).context["form"].errors
