"""What editors fill in, as whole forms; the fields they are made of are in news/fields.py."""

from django import forms
from django.conf import settings
from django.contrib.flatpages.forms import FlatpageForm as DjangoFlatpageForm
from django.contrib.sites.models import Site
from django.core.exceptions import ValidationError
from django.utils import timezone

from news import checks, pictures
from news.checks import discarded
from news.fields import BodyField, BodyWidget, LineField, RelatedField, TagNamesField
from news.merging_form import MergingForm
from news.models import Article, Picture, Tag
from news.models.article import KEPT
from news.rights import rights_of


class ArticleForm(MergingForm):
    """The form of the admin, which sets `user` on the class it makes of it."""

    user = None
    report = None  # of the checks, once they were asked

    tags = TagNamesField(
        label="标签",
        required=False,
        help_text="用顿号、逗号或空格隔开；没有的标签会新建",
        widget=forms.TextInput(attrs={"class": "vTextField", "data-suggest": "tags", "autocomplete": "off"}),
    )
    body = BodyField(label="正文", required=False)
    related = RelatedField(
        label="相关报道",
        required=False,
        help_text="最多 6 篇，排在文末最前；写编号或网址，也可以输入标题里的词来选。留空则按标签和栏目自动推荐",
    )
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Article
        fields = ["title", "body"]  # the admin's fieldsets say the rest
        widgets = {"summary": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})}
        error_messages = {"category": {"invalid_choice": "没有这个栏目，可能刚被删除，请另选"}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.current_version()
        if self.instance.pk:
            self.initial["tags"] = self.instance.working_tags
        if self.user.is_superuser:
            self.fields["body"].widget = BodyWidget(config_name="source")
        if settings.COMMENTS_CLOSE_AFTER_DAYS and "comment_policy" in self.fields:
            days = f"选“开放”的，发布满 {settings.COMMENTS_CLOSE_AFTER_DAYS} 天自动关闭"
            self.fields["comment_policy"].help_text = days

    def is_multipart(self):
        return True  # a Chinese character takes 9 bytes otherwise, and a long article would not fit into a request

    def wants_to_publish(self) -> bool:
        return "_publish" in self.data or "_schedule" in self.data

    def wants_to_check(self) -> bool:
        return "_check" in self.data

    def confirmed(self) -> set[str]:
        """The keys of the warnings that were ticked as seen."""
        return checks.confirmed(self.data.getlist("warnings")) if self.is_bound else set()

    def wants_to_submit(self) -> bool:
        return "_submit" in self.data

    def clean_tags(self):
        names = self.cleaned_data["tags"]
        if names and not self.user.has_perm("news.add_tag") and (missing := Tag.objects.missing(names)):
            raise ValidationError(f"没有新建标签的权限：{'、'.join(missing)}")
        return names

    def clean_related(self):
        numbers = self.cleaned_data["related"]
        if self.instance.pk in numbers:
            raise ValidationError("相关报道里有这篇稿件自己")
        if missing := set(numbers) - set(Article.objects.outside_bin().in_bulk(numbers)):
            raise ValidationError(f"没有这些编号的稿件：{'、'.join(map(str, sorted(missing)))}")
        return numbers

    def clean_category(self):
        category = self.cleaned_data["category"]
        if not rights_of(self.user).may_edit(category):
            raise ValidationError(f"“{category}”不由您负责")
        return category

    def clean(self):
        cleaned = super().clean()
        self.meet_newest(cleaned)
        if self.wants_to_publish() and not self.user.has_perm("news.publish_article"):
            raise ValidationError("您没有发布的权限，请先保存草稿")
        if self.instance.state != Article.State.DRAFT:
            if not cleaned.get("published_at"):
                self.add_error("published_at", "发布过的稿件要有发布时间")
            else:
                self._keep_before_readers(cleaned)
        elif self.wants_to_publish():
            self._clean_first_publication(cleaned)
        return cleaned

    def _keep_before_readers(self, cleaned):
        """By its times alone an article is not taken from readers: that is a withdrawal, with its right and notice."""
        if not self.instance.is_published() or self.user.has_perm("news.withdraw_article"):
            return
        now, leaves = timezone.now(), cleaned.get("expires_at")
        if cleaned["published_at"] > now:
            self.add_error("published_at", "读者已经看到了，发布时间不能改到将来；要撤下请找有撤稿权限的人")
        if leaves and leaves <= now:
            self.add_error("expires_at", "读者正在看，下线时间要在将来；要撤下请找有撤稿权限的人")

    def _clean_first_publication(self, cleaned):
        moment = cleaned.get("published_at")
        if "_schedule" in self.data and (moment is None or moment <= timezone.now()):
            self.add_error("published_at", "定时发布要填写将来的时间")
        # Before the constraints are checked: the time of going offline must lie behind it.
        cleaned["published_at"] = moment or timezone.now().replace(microsecond=0)

    def _post_clean(self):
        super()._post_clean()
        if self.wants_to_check():
            self.report = self._checked()
            self.add_error(None, ValidationError("检查过了，没有保存；结果在“发布前检查”里", code="checked"))
        elif self.wants_to_publish() and not self.errors:
            self._judge()
        elif self.wants_to_submit() and not self.errors:
            for obstacle in self.instance.admission_obstacles():
                self.add_error(None, f"不能送审：{obstacle}")

    def _judge(self):
        obstacles, self.report = self.instance.readiness_obstacles(), self._checked()
        errors = [finding.sentence for finding in self.report.errors if finding.message not in obstacles]
        for reason in [*obstacles, *errors]:
            self.add_error(None, f"不能发布：{reason}")
        warnings = self.report.unconfirmed(self.confirmed())
        if warnings and not self.errors:
            reason = f"还没有发布：有 {len(warnings)} 条提醒，请在“发布前检查”里看过、勾选后再点一次"
            self.add_error(None, ValidationError(reason, code="unconfirmed"))

    def _checked(self) -> checks.Report:
        """What the checks say to the words as they were typed, saved or not."""
        self.instance.working_tags = self.cleaned_data.get("tags", [])
        lost = list(discarded.check(self.data.get("body", "")))
        return checks.Report([*checks.check(self.instance, self.user).findings, *lost])

    def content(self) -> dict:
        """What was typed, as a revision keeps it."""
        words = {name: getattr(self.instance, name) for name in KEPT}
        return {**words, "tags": self.cleaned_data["tags"]}

    def _save_m2m(self):
        """Nothing: the tags are part of the revision that the admin saves."""


class PictureForm(forms.ModelForm):
    """Words about a picture; with `file`, a new one."""

    class Meta:
        model = Picture
        fields = ["alt", "credit"]
        field_classes = {"alt": LineField, "credit": LineField}


class UploadForm(PictureForm):
    file = forms.FileField(
        label="图片文件",
        help_text="JPEG、PNG、WebP、GIF 或 AVIF，不超过 10 MB、4000 万像素；上传后统一转为 WebP，去掉拍摄信息",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif,image/avif"}),
    )

    field_order = ["file", "alt", "credit"]
    user = None  # set on the class by the admin

    def _post_clean(self):
        # Only the attempt to store it shows whether the file is a picture.
        super()._post_clean()
        if self.errors:
            return
        try:
            self.instance = pictures.store(self.cleaned_data["file"], **self._words(), user=self.user)
        except pictures.Rejected as reason:
            self.add_error("file", str(reason))

    def _words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ["alt", "credit"]}

    def save(self, commit=True):
        self.save_m2m = self._save_m2m
        return self.instance


class ChooserForm(forms.Form):
    """What CKEditor and our own search box ask the chooser."""

    q = forms.CharField(label="搜索", required=False, max_length=100)
    p = forms.IntegerField(required=False, min_value=1, max_value=100_000)
    CKEditorFuncNum = forms.IntegerField(required=False, min_value=0, max_value=1_000_000)


class TagQueryForm(forms.Form):
    q = forms.CharField(max_length=30)


class TitleQueryForm(forms.Form):
    q = forms.CharField(max_length=100)


class FlatPageForm(DjangoFlatpageForm):
    content = BodyField(label="内容", required=False, widget=BodyWidget(config_name="source"))

    class Meta(DjangoFlatpageForm.Meta):
        fields = ["url", "title", "content"]
        field_classes = {"title": LineField}

    def clean(self):
        # The site has one address; its pages belong to it without being asked.
        self.cleaned_data["sites"] = Site.objects.filter(pk=settings.SITE_ID)
        return super().clean()
