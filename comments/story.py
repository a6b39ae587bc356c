"""The story of one comment, for who has to answer for it: its words, and all that was decided and said about it."""

from dataclasses import dataclass
from datetime import datetime

from comments.models import Appeal, Comment, CommentRevision, Decision, Report

MOST = 200  # reports, of the newest


@dataclass(frozen=True)
class Event:
    """One line: when, who (a user, or words for whom nobody knows by name), what, and text that people wrote."""

    at: datetime
    who: object
    what: str
    text: str = ""


def story_of(comment: Comment) -> list[Event]:
    """In the order of time. Four queries."""
    events = [*_words(comment), *_decisions(comment), *_reports(comment), *_appeals(comment)]
    return sorted(events, key=lambda event: event.at)


def _words(comment: Comment) -> list[Event]:
    """Each revision as it came; the words of now stand above the story, unless there were others."""
    former = list(CommentRevision.objects.filter(comment=comment))
    times = [comment.created_at, *(revision.replaced_at for revision in former)]
    words = [(revision.name, revision.body) for revision in former] + [(comment.name, comment.body)]
    return [
        Event(at, "作者", "提交" if number == 1 else f"改为第 {number} 稿", f"{name}：{body}" if former else "")
        for number, (at, (name, body)) in enumerate(zip(times, words, strict=True), 1)
    ]


def _decisions(comment: Comment) -> list[Event]:
    decisions = Decision.objects.filter(comment=comment).select_related("moderator")
    return [
        Event(line.decided_at, line.moderator or line.get_actor_display(), _said(line), line.note) for line in decisions
    ]


def _said(line: Decision) -> str:
    moved = line.get_from_state_display()
    if line.from_state != line.to_state:
        moved += f" → {line.get_to_state_display()}"
    ground = f"，依据{line.get_ground_display()}" if line.ground else ""
    revision = f"（针对第 {line.revision} 稿）" if line.revision > 1 else ""
    return f"{moved}：{line.get_reason_display()}{ground}{revision}"


def _reports(comment: Comment) -> list[Event]:
    events = []
    for report in Report.objects.filter(comment=comment).order_by("-id")[:MOST]:
        events.append(Event(report.created_at, "读者", f"举报：{report.get_reason_display()}", report.details))
    return events


def _appeals(comment: Comment) -> list[Event]:
    events = []
    for appeal in Appeal.objects.filter(comment=comment).select_related("handled_by"):
        events.append(Event(appeal.created_at, "作者", "申诉", appeal.text))
        if appeal.outcome:
            events.append(Event(appeal.handled_at, appeal.handled_by, appeal.get_outcome_display(), appeal.answer))
    return events
