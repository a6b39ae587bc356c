from functools import partial

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.db.models import Count
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from news.admin.choosing import BIGGEST, RowForm, found
from news.admin.model_admin import NewsroomAdmin
from news.admin.widgets import CoverWidget
from news.desk import collecting
from news.fields import LineField, ParagraphField
from news.models import Article, Topic, TopicArticle, TopicSection


class SectionInline(admin.TabularInline):
    """Sections have no rights of their own: who may change the topic may change them."""

    model = TopicSection
    extra = 1
    formfield_overrides = NewsroomAdmin.formfield_overrides
    verbose_name_plural = "分栏（不分栏就留空）"

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("news.view_topic")

    def has_change_permission(self, request, obj=None):
        return request.user.has_perm("news.change_topic")

    has_add_permission = has_delete_permission = has_change_permission


class TopicForm(forms.ModelForm):
    name = LineField(label="名称", max_length=40, widget=forms.TextInput(attrs={"class": "vTextField"}))
    introduction = ParagraphField(label="导语", max_length=1000, required=False)


@admin.register(Topic)
class TopicAdmin(NewsroomAdmin):
    form = TopicForm
    fields = ["name", "slug", "introduction", "cover", "published_at", "is_on_front", "order"]
    raw_id_fields = ["cover"]
    inlines = [SectionInline]
    list_display = ["name", "visible", "article_count", "is_on_front", "order", "arrange"]
    search_fields = ["name", "slug"]
    actions = None

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(article_count=Count("topic_articles"))

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "cover":
            kwargs["widget"] = CoverWidget(db_field.remote_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description="公开")
    def visible(self, topic):
        if topic.published_at is None:
            return "不公开"
        moment = f"{timezone.localtime(topic.published_at):%Y-%m-%d %H:%M}"
        return moment if topic.is_published() else f"{moment} 自动公开"

    @admin.display(description="稿件", ordering="article_count")
    def article_count(self, topic):
        return f"{topic.article_count} 篇"

    @admin.display(description="编排")
    def arrange(self, topic):
        address = reverse("admin:news_topic_articles", args=[topic.pk])
        return format_html('<a href="{}" aria-label="编排“{}”的稿件">编排稿件</a>', address, topic.name)

    def view_on_site(self, topic):
        return topic.get_absolute_url() if topic.is_published() else None

    def response_add(self, request, obj, post_url_continue=None):
        """A new topic has no articles yet: that is the next thing to do."""
        response = super().response_add(request, obj, post_url_continue)
        saved_alone = not {"_addanother", "_continue", "_popup"} & set(request.POST)
        return redirect("admin:news_topic_articles", obj.pk) if saved_alone else response

    def get_urls(self):
        articles = self.admin_site.admin_view(partial(arrange, self))
        return [path("<int:pk>/articles/", articles, name="news_topic_articles"), *super().get_urls()]


def arrange(model_admin, request, pk):
    """The screen 编排稿件: find articles, put them into sections and into order."""
    if pk > BIGGEST or (topic := Topic.objects.filter(pk=pk).first()) is None:
        raise Http404
    if not model_admin.has_view_permission(request, topic):
        raise PermissionDenied
    if request.method == "POST" and not model_admin.has_change_permission(request, topic):
        raise PermissionDenied
    if request.method == "POST":
        return _do(model_admin, request, topic)
    words, articles = found(request)
    rows = topic.topic_articles.select_related("article__category__parent").defer("article__body")
    rows = list(rows.order_by("position"))
    sections = [None, *topic.sections.all()]
    here = {row.article_id for row in rows}
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"编排稿件：{topic}",
        "opts": model_admin.opts,
        "topic": topic,
        "may_change": model_admin.has_change_permission(request, topic),
        "seen": collecting.seen(topic),
        "sections": [
            {"section": section, "rows": [row for row in rows if row.section_id == (section and section.pk)]}
            for section in sections
        ],
        "words": words,
        "articles": [article for article in articles if article.pk not in here],
    }
    return TemplateResponse(request, "admin/news/topic/articles.html", context)


class TopicRowForm(RowForm):
    add = forms.IntegerField(min_value=1, max_value=BIGGEST, required=False)
    refile = forms.IntegerField(min_value=1, max_value=BIGGEST, required=False)

    def __init__(self, topic, data):
        super().__init__(data)
        sections = topic.sections.all()
        self.fields["section"] = forms.ModelChoiceField(sections, required=False)
        if (row := data.get("refile", "")).isascii() and row.isdigit():
            self.fields["to"] = forms.ModelChoiceField(sections, required=False)
            self.data = {**data.dict(), "to": data.get(f"to-{row}", "")}


def _do(model_admin, request, topic: Topic):
    form = TopicRowForm(topic, request.POST)
    if not form.is_valid():
        raise BadRequest("not what the screen sends")
    asked, seen, user = form.cleaned_data, form.cleaned_data["seen"], request.user
    try:
        if asked["add"]:
            article = Article.objects.visible_to_staff(user).get(pk=asked["add"])
            collecting.add(topic.pk, user, article, asked["section"], seen)
        elif asked["refile"]:
            collecting.refile(topic.pk, user, asked["refile"], asked["to"], seen)
        elif asked["out"]:
            collecting.take_out(topic.pk, user, asked["out"], seen)
        elif asked["up"] or asked["down"]:
            collecting.shift(topic.pk, user, asked["up"] or asked["down"], -1 if asked["up"] else 1, seen)
        model_admin.log_change(request, topic, "编排稿件")
    except ValidationError as refused:
        model_admin.message_user(request, f"没有改：{'；'.join(refused.messages)}。", messages.ERROR)
    except (Article.DoesNotExist, TopicArticle.DoesNotExist) as gone:
        raise Http404 from gone
    row = asked["up"] or asked["down"] or asked["refile"]
    return redirect(reverse("admin:news_topic_articles", args=[topic.pk]) + (f"#row-{row}" if row else ""))
