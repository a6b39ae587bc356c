"""What a reader's forms are made of: text that is cleaned before it is judged, and the token of the form itself."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature
from django.utils import timezone

from comments import form_token, plain_text

MOST_LINE_BREAKS = 20
TOO_FAST = "提交得太快了，请检查一遍，过几秒再提交"


class PlainTextField(forms.CharField):
    """Text of at most `max_length` characters in the form of plain_text.clean()."""

    def __init__(self, *, max_length: int, **kwargs):
        super().__init__(max_length=max_length, **kwargs)
        self.error_messages["max_length"] = f"最多 {max_length} 个字"

    def to_python(self, value):
        text = super().to_python(value)
        # Before normalising, which takes long on long text; three times leaves room for what cleaning takes away.
        if len(text) > 3 * self.max_length:
            raise ValidationError(self.error_messages["max_length"], code="max_length")
        try:
            return plain_text.clean(text)
        except plain_text.Unacceptable as reason:
            raise ValidationError(str(reason), code="unacceptable") from reason


def has_letters(name: str) -> None:
    if not plain_text.skeleton(name):
        raise ValidationError("称呼里要有文字或数字", code="empty")


def one_line(name: str) -> None:
    if "\n" in name:
        raise ValidationError("称呼只能写一行", code="line_break")


def few_line_breaks(body: str) -> None:
    if body.count("\n") > MOST_LINE_BREAKS:
        raise ValidationError(f"最多换行 {MOST_LINE_BREAKS} 次", code="line_breaks")


class TokenField(forms.CharField):
    """The form's token; gives the number of the form, once its time has come and before it has passed. `age` is how
    long ago it was given out.
    """

    article_id: int
    age: timedelta

    def to_python(self, value):
        token = super().to_python(value)
        if not token:
            return None
        try:
            number, issued_at = form_token.read(token, self.article_id)
        except BadSignature as error:
            raise ValidationError("表单不完整，请再提交一次", code="invalid") from error
        self.age = timezone.now() - issued_at
        if self.age < form_token.LEAST:
            raise ValidationError(TOO_FAST, code="too_fast")
        if self.age > form_token.MOST:
            raise ValidationError("页面打开太久了，请再提交一次", code="too_old")
        return number
