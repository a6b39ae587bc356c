from django.urls import path, register_converter

from comments import feeds
from comments.converters import NumberConverter
from comments.views import appeal, like, notice, own, report, thread
from news.converters import IdConverter

register_converter(IdConverter, "article_id")
register_converter(NumberConverter, "number")

app_name = "comments"
urlpatterns = [
    path("appeal/", appeal.appeal, name="appeal"),
    path("notice/confirm/<str:token>/", notice.confirm, name="notice_confirm"),
    path("notice/stop/<str:token>/", notice.stop, name="notice_stop"),
    path("<article_id:pk>/", thread.comments, name="comments"),
    path("<article_id:pk>/feed/", feeds.feed, name="feed"),
    path("<article_id:pk>/new/", thread.new, name="new"),
    path("<article_id:pk>/<number:number>/", thread.thread, name="thread"),
    path("<article_id:pk>/<number:number>/edit/", own.edit, name="edit"),
    path("<article_id:pk>/<number:number>/withdraw/", own.withdraw, name="withdraw"),
    path("<article_id:pk>/<number:number>/like/", like.like, name="like"),
    path("<article_id:pk>/<number:number>/report/", report.report, name="report"),
]
