from django.contrib import admin
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join

from news import pictures
from news.admin.model_admin import NewsroomAdmin
from news.admin.widgets import thumbnail
from news.forms import ChooserForm, PictureForm, UploadForm
from news.models import Article, Picture, Revision

PER_PAGE = 24


@admin.register(Picture)
class PictureAdmin(NewsroomAdmin):
    form = PictureForm
    list_display = ["thumbnail", "alt", "credit", "size", "uses", "created_by", "created_at"]
    list_display_links = ["thumbnail", "alt"]
    list_select_related = ["created_by"]
    search_fields = ["alt", "credit"]
    search_help_text = "替代文字或图片来源"
    date_hierarchy = "created_at"
    actions = None

    @admin.display(description="图片")
    def thumbnail(self, picture):
        return thumbnail(picture)

    @admin.display(description="尺寸")
    def size(self, picture):
        return f"{picture.width} × {picture.height}"

    @admin.display(description="封面用于", ordering="use_count")
    def uses(self, picture):
        return f"{picture.use_count} 篇" if picture.use_count else "—"

    @admin.display(description="用在")
    def used_in(self, picture):
        links = ((reverse("admin:news_article_change", args=[pk]), title) for pk, title in picture.shown_in)
        return format_html_join("", '<p><a href="{}">{}</a></p>', links) or "没有用在您能查看的稿件里"

    @admin.display(description="图片")
    def large(self, picture):
        return format_html(
            '<img class="large-picture" src="{}" alt="{}" width="{}" height="{}">',
            pictures.renditions(picture.file)[-1][1],
            picture.alt,
            picture.width,
            picture.height,
        )

    def get_queryset(self, request):
        return super().get_queryset(request).with_use_counts(Article.objects.visible_to_staff(request.user))

    def get_object(self, request, object_id, from_field=None):
        picture = super().get_object(request, object_id, from_field)
        if picture:
            articles = Article.objects.visible_to_staff(request.user).showing(picture)
            picture.shown_in = articles.values_list("pk", "title")[:50]
        return picture

    def get_fields(self, request, obj=None):
        return ["large", "size", "alt", "credit", "used_in", "created_by"] if obj else ["file", "alt", "credit"]

    def get_readonly_fields(self, request, obj=None):
        return ["large", "size", "used_in", "created_by"] if obj else []

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj:
            return super().get_form(request, obj, change, **kwargs)
        form = super().get_form(request, obj, change, form=UploadForm, fields=["alt", "credit"])
        return type(form.__name__, (form,), {"user": request.user})

    def save_model(self, request, obj, form, change):
        if change:  # a new picture is in the library as soon as its form is found good
            super().save_model(request, obj, form, change)

    def in_use(self, picture):
        titles = list(Article.objects.showing(picture).values_list("title", flat=True)[:5])
        # What waits at the desk, or for its time, needs the picture as well.
        titles += Revision.objects.waiting().showing(picture).values_list("content__title", flat=True)[:5]
        titles = [f"《{title}》" for title in dict.fromkeys(titles)]
        return f"这张图片用在{'、'.join(titles)}里，不能删除。" if titles else ""

    def get_urls(self):
        choose = self.admin_site.admin_view(self.choose_view)
        return [path("choose/", choose, name="news_picture_choose"), *super().get_urls()]

    def choose_view(self, request):
        """The pop-up behind CKEditor's image button: the library, and a form for a new picture."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        asked = ChooserForm(request.GET)
        if not asked.is_valid():
            raise BadRequest("not what CKEditor asks")
        found, _ = self.get_search_results(request, Picture.objects.all(), asked.cleaned_data["q"])
        page = Paginator(found, PER_PAGE).get_page(asked.cleaned_data["p"])
        context = {
            **self.admin_site.each_context(request),
            "title": "选择图片",
            "is_popup": True,
            "function": asked.cleaned_data["CKEditorFuncNum"],
            "search": asked.cleaned_data["q"],
            "upload_form": self._upload(request) if self.has_add_permission(request) else None,
            "page": page,
            "choices": [(picture, pictures.renditions(picture.file)) for picture in page],
        }
        return TemplateResponse(request, "admin/news/picture/choose.html", context)

    def _upload(self, request) -> UploadForm:
        """An empty form, unless the one that was sent has mistakes; a good one puts its picture into the library."""
        if request.method != "POST":
            return self.get_form(request)()
        form = self.get_form(request)(request.POST, request.FILES)
        if not form.is_valid():
            return form
        picture = form.save()
        self.log_addition(request, picture, "上传")
        self.message_user(request, "图片已放进图片库，点击即可插入。")
        return self.get_form(request)()
