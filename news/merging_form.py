"""A form that never overwrites: sent from an older revision, it puts both texts together and asks again."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from news import conflicts, merging
from news.conflicts import BODY, TAGS
from news.markup import clean_html
from news.models.article import KEPT, LINKS

# Not text, so not part of a revision: each carries what it was when the form was opened.
SETTINGS = ["published_at", "expires_at", "comment_policy"]
NAMES = [name.removesuffix("_id") for name in KEPT]
STALE = "您打开之后，这篇稿件已被别人（或在另一个窗口）保存过，这次没有保存。"


class MergingForm(forms.ModelForm):
    """Expects fields of a working copy (news.desk.revising), and `version`, the revision that they were filled from."""

    merged = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in SETTINGS:
            if name in self.fields:
                self.fields[name].show_hidden_initial = True
        self.conflicts = conflicts.load(self.data.get("conflicts", ""), {*NAMES, *SETTINGS})
        if "_resolve" in self.data:
            self.notice = self._resolve(self.data["_resolve"])

    def current_version(self) -> str:
        return str(self.instance.revision_number) if self.instance.pk else ""

    def conflicts_field(self) -> str:
        return conflicts.dump(self.conflicts)

    def meet_newest(self, cleaned: dict) -> None:
        """Hold the form against what is saved now. Raises ValidationError if there is something to look at."""
        found = self._meet_settings(cleaned)
        if self.data.get("version", "") != self.current_version():
            found += self._meet_words(cleaned)
        if found or self.merged:
            self.conflicts = [*found, *self.conflicts]
            for name in SETTINGS:
                cleaned.pop(name, None)  # the page tells the state by the article's own
            raise ValidationError(STALE + self._what_to_do(len(found)), code="stale")
        if "_resolve" in self.data:
            raise ValidationError(self.notice, code="resolving")

    def _what_to_do(self, number: int) -> str:
        if number:
            return f"有 {number} 处两边都改过：表单里先用您写的，请在下面逐处比较，再点保存。"
        return "两边的修改没有冲突，已合在表单里：请看过再点保存。"

    # Words

    def _meet_words(self, cleaned: dict) -> list[conflicts.Conflict]:
        if not self.instance.pk:
            raise ValidationError(f"{STALE}请重新打开稿件。", code="stale")
        base, newest = self._base(), {**self.instance.content(), TAGS: self.instance.working_tags}
        mine, theirs = self._my_texts(cleaned), _texts(newest)
        my_tags = cleaned.get(TAGS, [])
        if (mine, set(my_tags)) == (theirs, set(newest[TAGS])):
            return []
        if base and (_texts(base), set(base[TAGS])) == (theirs, set(newest[TAGS])):
            return []
        self.merged = conflicts.merge_texts(base and _texts(base), mine, theirs)
        for name in NAMES:
            if self.merged.texts[name] != mine[name]:
                self._put(name, self.merged.texts[name])
        if TAGS in cleaned:
            names = merging.merge_names(base[TAGS] if base else [], my_tags, newest[TAGS])
            self._put(TAGS, "、".join(names))
        self._put("version", self.current_version())
        return self.merged.conflicts

    def _base(self) -> dict | None:
        version = self.data.get("version", "")
        if not (version.isascii() and version.isdigit() and len(version) < 10):
            return None
        return self.instance.revisions.filter(number=int(version)).values_list("content", flat=True).first()

    def _my_texts(self, cleaned: dict) -> dict[str, str]:
        raw = {name: self.data.get(name, "") for name in NAMES}
        return {name: _text(cleaned[name]) if name in cleaned else raw[name] for name in NAMES}

    def _put(self, name: str, text: str) -> None:
        data = self.data.copy()
        if text or name not in self.fields or not isinstance(self.fields[name], forms.BooleanField):
            data[name] = text
        else:
            data.pop(name, None)
        self.data = data

    # Settings

    def _meet_settings(self, cleaned: dict) -> list[conflicts.Conflict]:
        found = []
        for name in SETTINGS:
            initial = self.add_initial_prefix(name)
            if name not in cleaned or initial not in self.data or not self.instance.pk:
                continue
            was, mine = _text(self._read(name, self.data[initial])), _text(cleaned[name])
            newest = getattr(self.instance, name)
            if mine == was:
                cleaned[name] = newest  # untouched here, whatever it is there
            elif _text(newest) not in {was, mine}:
                found.append(conflicts.Conflict(name, [mine], [_text(newest)]))
                self._put(initial, _text(newest))
        return found

    def _read(self, name: str, text: str):
        try:
            self.fields[name].run_validators(value := self.fields[name].to_python(text))
            return value
        except ValidationError:
            return None

    # Choosing

    def _resolve(self, wish: str) -> str:
        """Put the other choice into the form; returns what to say about it. `wish` is "<number>:<choice>"."""
        number, _, choice = wish.partition(":")
        if not (number.isascii() and number.isdigit() and len(number) < 4 and int(number) < len(self.conflicts)):
            return "没有找到要选择的地方，表单没有变。"
        number, conflict = int(number), self.conflicts[int(number)]
        if choice not in conflict.choices():
            return "没有找到要选择的地方，表单没有变。"
        if conflict.field != BODY:
            self._put(conflict.field, conflict.text(choice)[0])
        else:
            body = conflicts.switch(clean_html(self.data.get(BODY, "")), conflict, choice)
            if body is None:
                return "这一处您后来又改过，没有替换：请在正文里手工处理。"
            self._put(BODY, body)
        self.conflicts[number] = conflicts.choose(conflict, choice)
        return "已按您的选择换好，还没有保存。"


def _texts(content: dict) -> dict[str, str]:
    return {name: _text(content[name + "_id" if name + "_id" in LINKS else name]) for name in NAMES}


def _text(value) -> str:
    """A cleaned value as the form writes it."""
    if value is None or value is False:
        return ""
    if value is True:
        return "on"
    if isinstance(value, list):
        return " ".join(map(str, value))
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%dT%H:%M:%S")
    return str(value.pk if isinstance(value, models.Model) else value)
