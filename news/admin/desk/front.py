"""首页编排: which article stands where on the front page."""

from functools import partial

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from news.admin.choosing import BIGGEST, RowForm, found
from news.desk import placing
from news.fields import MomentField
from news.models import Article, FrontPageSlot

Place = FrontPageSlot.Place


class BoardForm(RowForm):
    until = MomentField(label="放到", required=False, help_text="北京时间；到时自动撤下，留空则一直放着")
    # One for each place: the number of the article that goes there.
    lead = forms.IntegerField(min_value=1, max_value=BIGGEST, required=False)
    secondary = forms.IntegerField(min_value=1, max_value=BIGGEST, required=False)
    picture = forms.IntegerField(min_value=1, max_value=BIGGEST, required=False)


def urls(model_admin) -> list:
    return [path("front/", partial(board, model_admin), name="news_article_front")]


def board(model_admin, request):
    if not request.user.has_perm("news.pin_article"):
        raise PermissionDenied
    form = BoardForm(request.POST or None)
    if request.method == "POST" and (form.is_valid() or set(form.errors) - {"until"}):
        return _do(model_admin, request, form)
    words, articles = found(request)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "首页编排",
        "opts": model_admin.opts,
        "form": form,
        "seen": placing.seen(),
        "places": _places(),
        "words": words,
        "articles": articles,
    }
    return TemplateResponse(request, "admin/news/article/front.html", context)


def _places() -> list[dict]:
    """Each place with its slots; a slot has `notes`, why readers don't see its article there."""
    slots = list(FrontPageSlot.objects.select_related("article__category__parent").defer("article__body"))
    places = []
    for place in Place:
        room, here = FrontPageSlot.ROOM[place], [slot for slot in slots if slot.place == place]
        for slot in here:
            slot.notes = slot.obstacles()
            if not slot.notes:
                slot.notes = [] if room > 0 else ["候补：前面的撤下后递补"]
                room -= 1
        places.append({"place": place, "room": FrontPageSlot.ROOM[place], "slots": here, "free": max(room, 0)})
    return places


def _do(model_admin, request, form: BoardForm):
    if not form.is_valid():
        raise BadRequest("not what the board sends")
    asked, user = form.cleaned_data, request.user
    deeds = {
        "up": (partial(placing.shift, step=-1), "上移"),
        "down": (partial(placing.shift, step=1), "下移"),
        "out": (placing.take_out, "撤下"),
        **{
            place.value: (partial(placing.place, where=place, until=asked["until"]), f"放到首页{place.label}")
            for place in Place
        },
    }
    name = next((name for name in deeds if asked[name]), None)
    if name is None:
        raise BadRequest("no button of the board")
    deed, verb = deeds[name]
    try:
        article = deed(asked[name], user, seen_before=asked["seen"])
        model_admin.log_change(request, article, verb)
        model_admin.message_user(request, f"《{article}》已{verb}。")
    except ValidationError as refused:
        model_admin.message_user(request, f"没有改：{'；'.join(refused.messages)}。", messages.ERROR)
    except (FrontPageSlot.DoesNotExist, Article.DoesNotExist) as gone:
        raise Http404 from gone
    anchor = f"#slot-{asked[name]}" if name in ("up", "down") else ""
    return redirect(reverse("admin:news_article_front") + anchor)
