"""Who may not write for a time, and why."""

from datetime import timedelta

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.utils import timezone

from comments.blocking import refuse_waiting
from comments.models import Block, Comment
from comments.reasons import Reason
from news.words import fold

KNOWN = ["kind", "name", "reason", "until", "created_by", "created_at"]
DAYS = {"1": "1 天", "7": "7 天", "30": "30 天", "": "长期"}


class BlockForm(forms.ModelForm):
    """A block is made from a comment: of its device, its part of the net or its name."""

    number = forms.CharField(label="评论编号", max_length=20, help_text="因这条评论禁言，编号在评论详情里")
    days = forms.ChoiceField(label="时长", choices=DAYS.items(), required=False, initial="7")

    refuse = forms.BooleanField(label="同时拒绝其待审的评论", required=False)
    refused_for = forms.ChoiceField(label="拒绝理由", choices=Reason.choices, required=False, initial=Reason.SPAM)

    class Meta:
        model = Block
        fields = ["kind", "reason"]

    def clean_number(self) -> Comment:
        comment = Comment.objects.filter(number=self.cleaned_data["number"].strip().upper()).first()
        if comment is None:
            raise ValidationError("没有这个编号的评论")
        return comment

    def clean(self):
        given = super().clean()
        comment, kind = given.get("number"), given.get("kind")
        if comment is None or kind is None:
            return given
        value = {
            Block.Kind.DEVICE: comment.device,
            Block.Kind.NETWORK: comment.network,
            Block.Kind.NAME: fold(comment.name)[:64],
        }[kind]
        if not value:
            raise ValidationError("这条评论没有记录来源（例如导入的评论），不能按设备或网段禁言")
        if self.instance.pk is None and Block.objects.running().filter(kind=kind, value=value).exists():
            raise ValidationError("已经在禁言，要改时长请先解除原来的一条")
        days = given.get("days")
        self.instance.value, self.instance.comment = value, comment
        self.instance.until = timezone.now() + timedelta(days=int(days)) if days else None
        return given


@admin.register(Block)
class BlockAdmin(admin.ModelAdmin):
    form = BlockForm
    list_display = KNOWN
    list_select_related = ["comment", "created_by"]
    list_filter = ["kind", ("until", admin.DateFieldListFilter)]
    search_fields = ["reason", "=comment__number", "comment__name"]
    search_help_text = "按理由、评论编号或称呼查找"
    show_full_result_count = False

    def get_fields(self, request, obj=None):
        if obj:
            return KNOWN
        may_decide = request.user.has_perm("comments.change_comment")
        return ["number", "kind", "days", "reason", *(["refuse", "refused_for"] if may_decide else [])]

    def get_readonly_fields(self, request, obj=None):
        return self.get_fields(request, obj) if obj else []

    def get_form(self, request, obj=None, change=False, **kwargs):
        # What stands is read, and lifted by deleting it; a new one is made from a comment.
        return super().get_form(request, obj, change, **({"form": forms.ModelForm} if obj else {}), **kwargs)

    def get_changeform_initial_data(self, request):
        return {"number": request.GET.get("number", "")[:20], "days": "7", "kind": Block.Kind.DEVICE}

    def save_model(self, request, block, form, change):
        block.created_by = request.user
        # One that has ended makes room for the new one.
        Block.objects.filter(kind=block.kind, value=block.value, until__lte=timezone.now()).delete()
        super().save_model(request, block, form, change)
        # A field that is not shown is a field of the form all the same.
        if form.cleaned_data.get("refuse") and request.user.has_perm("comments.change_comment"):
            reason = form.cleaned_data["refused_for"] or Reason.SPAM
            number = refuse_waiting(block, request.user, reason)
            self.message_user(request, f"已拒绝 {number} 条待审的评论", messages.SUCCESS)

    @admin.display(description="称呼")
    def name(self, block):
        return block.comment.name if block.comment else "–"
