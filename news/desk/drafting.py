"""A new draft from what somebody wrote elsewhere."""

from django.db import transaction

from news import markup, picture_files, pictures
from news.desk import revising
from news.docx import Document, as_file, picture_tag
from news.docx_file import Refused
from news.fields import LONGEST_BODY
from news.models import Article, Category, Picture


def draft_document(document: Document, category: Category, credit: str, user) -> tuple[Article, list[str]]:
    """Make a draft of `user` from a Word document, its pictures in the library with `credit`.

    Returns it and what could not be taken over, in Chinese. Raises Refused; then, as after any failure, neither rows
    nor files are left.
    """
    if len(markup.clean_html(document.with_pictures(lambda number: ""))) > LONGEST_BODY:
        raise Refused("文档太长，一篇稿件放不下，请分成几篇再上传")
    stored: dict[int, Picture] = {}
    try:
        with transaction.atomic():
            left_out = [*document.left_out, *_store_pictures(document, stored, credit, user)]
            body = document.with_pictures(lambda number: _drawn(stored.get(number)))
            article = Article.objects.create(
                title=document.title, body=body, category=category, created_by=user, updated_by=user
            )
            if len(article.body) > LONGEST_BODY:
                raise Refused("文档太长，一篇稿件放不下，请分成几篇再上传")
            return revising.save(article.pk, article.content(), user, is_new=True), left_out
    except BaseException:
        for picture in stored.values():
            picture_files.remove(picture.file)
        raise


def _store_pictures(document: Document, stored: dict[int, Picture], credit: str, user) -> list[str]:
    refused = []
    for number, embedded in enumerate(document.pictures):
        alt = embedded.alt or f"图片 {number + 1}"
        try:
            stored[number] = pictures.store(as_file(embedded), alt=alt, credit=credit, user=user)
        except pictures.Rejected as reason:
            refused.append(f"第 {number + 1} 张图片：{reason}")
    return refused


def _drawn(picture: Picture | None) -> str:
    if picture is None:
        return ""
    return picture_tag(picture_files.url_of(picture.file), picture.alt, picture.width, picture.height)
