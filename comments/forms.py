"""What a reader posts. The cheap checks come first and the captcha last, so no other error burns a right answer."""

import uuid

from django import forms
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.signing import BadSignature
from django.utils import timezone

from comments import captcha, form_token, network_log, notices, throttling
from comments.fields import TOO_FAST, PlainTextField, TokenField, few_line_breaks, has_letters, one_line
from comments.gate import pressure
from comments.gate.chain import examine
from comments.gate.pressure import is_pressed
from comments.gate.repeats import fingerprint
from comments.gate.verdicts import Post, Refused, Verdict
from comments.models import Comment, NetworkLog
from comments.models.comment import NUMBER_LENGTH, NUMBER_LETTERS
from comments.notices import Asked
from comments.reasons import Reason
from comments.region import region_of
from comments.visitor import Visitor

TOO_MANY = "您所在的网络近来提交得太多，请过一会儿再试。写好的内容还在下面。"
# Not what a machine wrote into `homepage`.
SHOWN_AGAIN = ["name", "body", "notify", "reply_to", "kind", "captcha_0", "captcha_1"]


class ReportForm(forms.Form):
    """Why a comment should not be there."""

    reason = forms.ChoiceField(
        label="理由",
        choices=Reason.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(["required", "invalid_choice"], "请选择理由"),
    )
    details = PlainTextField(
        label="说明（可不填）",
        max_length=200,
        required=False,
        validators=[few_line_breaks],
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AppealForm(forms.Form):
    """A refused comment, by its number, and why it should be public."""

    number = forms.RegexField(
        rf"(?i)^\s*[{NUMBER_LETTERS}]{{{NUMBER_LENGTH}}}\s*$",
        label="评论编号",
        max_length=40,
        help_text=f"{NUMBER_LENGTH} 位字母和数字，显示在“未通过”的评论下面",
        error_messages={"required": "请填写评论编号", "invalid": "编号应为 10 位字母和数字"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    text = PlainTextField(
        label="申诉理由",
        max_length=500,
        validators=[few_line_breaks],
        error_messages={"required": "请填写申诉理由"},
        help_text="最多 500 字",
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def clean_number(self) -> str:
        return self.cleaned_data["number"].strip().upper()


class WordsForm(forms.Form):
    """Name and words of a comment, new or changed."""

    verdict: Verdict

    name = PlainTextField(
        label="称呼",
        max_length=20,
        validators=[one_line, has_letters],
        error_messages={"required": "请填写称呼"},
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    body = PlainTextField(
        label="内容",
        max_length=1000,
        validators=[few_line_breaks],
        error_messages={"required": "请填写内容"},
        help_text="最多 1000 字；只显示文字，网址不会变成链接",
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def judge(self, article, visitor: Visitor, pressed: bool, comment: Comment | None = None) -> None:
        """Let the gate look at the words (gate/chain.py): an error, or a `verdict`."""
        post = Post(self.cleaned_data["name"], self.cleaned_data["body"], article, visitor, comment, pressed)
        try:
            self.verdict = examine(post)
        except Refused as refusal:
            self.add_error(refusal.field, ValidationError(str(refusal), code=refusal.code))

    def judged_words(self) -> dict:
        """What a comment's row keeps of them."""
        body = self.cleaned_data["body"]
        return {
            "name": self.cleaned_data["name"],
            "body": body,
            "marks": [str(mark) for mark in self.verdict.marks],
            "risk": self.verdict.risk,
            "fingerprint": fingerprint(body),
        }

    def refusal_codes(self) -> list[str]:
        """Of all errors, for the statistics."""
        return [error.code or "invalid" for errors in self.errors.as_data().values() for error in errors]


class EditForm(WordsForm):
    """Other words for `comment`, which its writer saw in `version`."""

    version = forms.IntegerField(
        min_value=1,
        max_value=2**31 - 1,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(["required", "invalid", "min_value", "max_value"], "请回到评论重新打开"),
    )

    def __init__(self, data=None, *, comment: Comment, visitor: Visitor, **kwargs):
        words = {"name": comment.name, "body": comment.body, "version": comment.version}
        super().__init__(data, initial=words, label_suffix="", **kwargs)
        self.comment, self.visitor = comment, visitor
        self.verdict = Verdict()

    def clean(self):
        if not self.errors:
            self.judge(self.comment.article, self.visitor, is_pressed(), self.comment)


class CommentForm(WordsForm):
    """A new comment on `article`, or an answer to another of its comments. After is_valid(), save() gives it."""

    notify = forms.EmailField(
        label="邮箱（可不填，不公开）",
        max_length=254,
        required=False,
        help_text="有人回复时发邮件告诉您；先要在邮箱里确认",
        error_messages={"invalid": "邮箱地址不对，例如 name@example.cn", "max_length": "邮箱地址太长"},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    reply_to = forms.CharField(required=False, max_length=NUMBER_LENGTH, widget=forms.HiddenInput)
    # For machines that fill in everything. Nobody sees it; if a browser filled it in, its owner is told.
    homepage = forms.CharField(required=False, label="此栏请留空", widget=forms.TextInput(attrs={"tabindex": "-1"}))
    submission = TokenField(widget=forms.HiddenInput, error_messages={"required": "表单不完整，请再提交一次"})
    kind = forms.CharField(required=False, widget=forms.HiddenInput)
    captcha = captcha.CaptchaField(label="验证码", error_messages={"required": "请填写验证码"})

    def __init__(self, data=None, *, article, visitor: Visitor, **kwargs):
        super().__init__(data, label_suffix="", **kwargs)
        self.article, self.visitor = article, visitor
        self.fields["submission"].article_id = article.pk
        if not settings.MAIL_IS_SENT:
            del self.fields["notify"]
        self.earlier = None
        self.asked = Asked.NOTHING
        self.verdict = Verdict()

    def clean_reply_to(self) -> Comment | None:
        """The public comment that is answered."""
        number = self.cleaned_data["reply_to"]
        if not number:
            return None
        answered = Comment.objects.for_article(self.article).approved().filter(number=number).first()
        if answered is None:
            raise ValidationError("您回复的评论已经不公开，不能再回复", code="not_public")
        return answered

    def clean_homepage(self):
        if self.cleaned_data["homepage"]:
            raise ValidationError("浏览器自动填写了不该填的一栏，已经清空，请再提交一次", code="honeypot")

    def clean(self):
        """What costs something, only when all fields are in order: the limits, then the captcha."""
        if self.errors or self._was_sent_before():
            return
        pressed = is_pressed()
        if pressed and self.fields["submission"].age < pressure.LEAST:
            raise ValidationError(pressure.BUSY + TOO_FAST, code="too_fast")
        if not throttling.may_attempt(self.visitor.prefix, pressed):
            raise ValidationError(pressure.BUSY * pressed + TOO_MANY, code="throttled")
        self.judge(self.article, self.visitor, pressed)
        if self.errors:
            return
        if not captcha.spend(*self.cleaned_data["captcha"], self._form_id()) and not self._was_sent_before():
            self.add_error("captcha", ValidationError("验证码不对或已过期，请按新的验证码填写", code="wrong"))

    def save(self) -> Comment:
        if self.earlier:
            return self.earlier
        answered = self.cleaned_data["reply_to"]
        comment, is_new = Comment.objects.get_or_create(
            submission=self.cleaned_data["submission"],
            defaults={
                "article": self.article,
                "parent": answered,
                "root": answered and (answered.root or answered),
                **self.judged_words(),
                "device": self.visitor.device,
                "network": self.visitor.network,
                "region": region_of(self.visitor.ip),
            },
        )
        if is_new:
            network_log.record(comment, NetworkLog.Act.COMMENT, self.visitor)
            if address := self.cleaned_data.get("notify"):
                self.asked = notices.ask(comment, address, self.visitor)
        return comment

    def answered(self) -> Comment | None:
        """Whom the form in hand answers, for the page that shows it."""
        number = self["reply_to"].value()
        return Comment.objects.for_article(self.article).approved().filter(number=number).first() if number else None

    def is_throttled(self) -> bool:
        return self.has_error(NON_FIELD_ERRORS, "throttled")

    def prepare(self, kind: str = ""):
        """Return the form ready to be shown: with the captcha it came with if that is still good, else with a new one.

        `kind` is captcha.PICTURE or captcha.QUESTION; whoever answered a question is asked another.
        """
        sent = self.data if self.is_bound else self.initial
        values = {name: sent.get(name) or "" for name in SHOWN_AGAIN}
        token = self._free_token()
        submission, _ = form_token.read(token, self.article.pk)
        form_id = captcha.form_id(self.article.pk, submission)
        kind = values["kind"] = captcha.known_kind(kind or values["kind"])
        row = captcha.waiting(values["captcha_0"], form_id)
        if row is None:
            row = captcha.issue(form_id, self.visitor.prefix, kind)
            values.update(captcha_0=row.hashkey if row else "", captcha_1="")
        self.fields["captcha"].widget.row = row
        values["submission"] = token
        if self.is_bound:
            self.data = values
        else:
            self.initial = values | {"captcha": [values["captcha_0"], ""]}
        return self

    def _free_token(self) -> str:
        """The token that was sent, if it is ours, young enough, and nothing was sent with it yet; else a new one."""
        token = self.data.get("submission", "") if self.is_bound else ""
        try:
            number, issued_at = form_token.read(token, self.article.pk)
        except BadSignature:
            return form_token.issue(self.article.pk, uuid.uuid4())
        is_old = timezone.now() - issued_at > form_token.MOST
        if is_old or Comment.objects.filter(submission=number).exists():
            return form_token.issue(self.article.pk, uuid.uuid4())
        return token

    def _was_sent_before(self) -> bool:
        """A repeated post: same form, same words. With other words it is a new comment, and needs a new form."""
        fields = {name: self.cleaned_data[name] for name in ("submission", "name", "body")}
        self.earlier = Comment.objects.filter(article=self.article, **fields).first()
        return self.earlier is not None

    def _form_id(self) -> str:
        return captcha.form_id(self.article.pk, self.cleaned_data["submission"])
