"""What can be done to one article or many at once, each as one row: its words, its right, its rule, its deed."""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from news.desk import binning, publishing, reviewing, sorting
from news.fields import LineField, MomentField, TagNamesField
from news.models import Article, Category


class WithdrawalForm(forms.Form):
    notice = LineField(
        label="撤稿说明",
        max_length=200,
        help_text="读者打开原网址时看到，也登在“更正与撤稿”页，如“本文内容有误，正在核实”",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    reason = LineField(
        label="内部原因",
        max_length=500,
        required=False,
        help_text="只记在流转记录里，读者看不到",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )


class CategoryForm(forms.Form):
    category = forms.ModelChoiceField(
        Category.objects.select_related("parent"),
        label="移到栏目",
        help_text="网址随之改变，原来的网址自动转到新网址",
        error_messages={"invalid_choice": "没有这个栏目，可能刚被删除"},
    )


class TagsForm(forms.Form):
    tags = TagNamesField(
        label="加上标签",
        help_text="用顿号、逗号或空格隔开",
        widget=forms.TextInput(attrs={"class": "vTextField", "data-suggest": "tags", "autocomplete": "off"}),
    )


class PinForm(forms.Form):
    until = MomentField(label="置顶到", help_text="北京时间；到时自动取消")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("until", timezone.localtime().replace(microsecond=0) + timedelta(days=1))

    def clean_until(self):
        if self.cleaned_data["until"] <= timezone.now():
            raise ValidationError("要填写将来的时间")
        return self.cleaned_data["until"]


class Move(NamedTuple):
    verb: str
    done: str
    permission: str
    obstacles: Callable[[Article, object], list[str]]  # article, user
    make: Callable[[int, object, dict], Article]  # number of the article, user, data: the form's, `confirmed` warnings
    form: type[forms.Form] = forms.Form
    # Whether the articles are shown to readers by it: the confirmation names the time, errors that the checks find
    # forbid it, warnings must be confirmed, and no newer words go out than those that were asked about.
    to_readers: bool = False


SUBMIT = Move(
    verb="送审",
    done="已送审",
    permission="news.change_article",
    obstacles=lambda article, user: [*article.editing_obstacles(user), *article.submitting_obstacles()],
    make=lambda pk, user, data: reviewing.submit(pk, user),
)
PUBLISH = Move(
    verb="发布",
    done="已发布",
    permission="news.publish_article",
    obstacles=lambda article, user: [*article.moving_obstacles(user), *article.publishing_obstacles()],
    make=lambda pk, user, data: publishing.publish(pk, user, confirmed=data["confirmed"]),
    to_readers=True,
)
WITHDRAW = Move(
    verb="撤稿",
    done="已撤稿",
    permission="news.withdraw_article",
    obstacles=lambda article, user: [*article.moving_obstacles(user), *article.withdrawing_obstacles()],
    make=lambda pk, user, data: publishing.withdraw(pk, user, data["notice"], data["reason"]),
    form=WithdrawalForm,
)
REDRAFT = Move(
    verb="退回草稿",
    done="已退回草稿",
    permission="news.publish_article",
    obstacles=lambda article, user: [*article.moving_obstacles(user), *article.redrafting_obstacles()],
    make=lambda pk, user, data: publishing.return_to_draft(pk, user),
)
FILE = Move(
    verb="移动栏目",
    done="已移动",
    permission="news.publish_article",
    obstacles=lambda article, user: article.filing_obstacles(user),
    make=lambda pk, user, data: sorting.move(pk, user, data["category"]),
    form=CategoryForm,
)
TAG = Move(
    verb="加标签",
    done="已加标签",
    permission="news.publish_article",
    obstacles=lambda article, user: article.filing_obstacles(user),
    make=lambda pk, user, data: sorting.add_tags(pk, user, data["tags"]),
    form=TagsForm,
)
PIN = Move(
    verb="置顶",
    done="已置顶",
    permission="news.pin_article",
    obstacles=lambda article, user: [*article.moving_obstacles(user), *article.pinning_obstacles()],
    make=lambda pk, user, data: sorting.pin(pk, user, data["until"]),
    form=PinForm,
)
UNPIN = Move(
    verb="取消置顶",
    done="已取消置顶",
    permission="news.pin_article",
    obstacles=lambda article, user: [*article.moving_obstacles(user), *article.unpinning_obstacles()],
    make=lambda pk, user, data: sorting.unpin(pk, user),
)
BIN = Move(
    verb="移入回收站",
    done="已移入回收站",
    permission="news.delete_article",
    obstacles=lambda article, user: [*article.moving_obstacles(user), *article.binning_obstacles()],
    make=lambda pk, user, data: binning.move_to_bin(pk, user),
)
UNBIN = Move(
    verb="恢复",
    done="已从回收站恢复",
    permission="news.delete_article",
    obstacles=lambda article, user: [*article.moving_obstacles(user), *article.unbinning_obstacles()],
    make=lambda pk, user, data: binning.bring_back(pk, user),
)
MOVES = {
    "submit": SUBMIT,
    "publish": PUBLISH,
    "withdraw": WITHDRAW,
    "redraft": REDRAFT,
    "file": FILE,
    "tag": TAG,
    "pin": PIN,
    "unpin": UNPIN,
    "bin": BIN,
    "unbin": UNBIN,
}
