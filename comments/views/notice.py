"""Where the links in mail about answers lead. A look changes nothing; a press does."""

from functools import wraps

from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from comments import notices
from comments.views.thread import see_other


def unseen_by_others(view):
    """The address of the page lets one act: it is told to no other site. To ours it is: a browser that tells nobody
    sends forms with "Origin: null", which the check against forgery refuses.
    """

    @wraps(view)
    def answer(request, token):
        response = view(request, token)
        response["Referrer-Policy"] = "same-origin"
        return response

    return never_cache(require_http_methods(["GET", "HEAD", "POST"])(answer))


@unseen_by_others
def confirm(request, token):
    try:
        if request.method == "POST":
            notices.confirm(token)
            return see_other(request.path)
        notice = notices.find(token, notices.CONFIRM, notices.TIME_TO_CONFIRM)
    except notices.Stale:
        return render(request, "comments/notice_stale.html", status=410)
    return render(request, "comments/notice_confirm.html", {"notice": notice})


@csrf_exempt  # RFC 8058: a mail program posts without any cookie; the token is what says who asks
@unseen_by_others
def stop(request, token):
    notice = None
    try:
        if request.method == "POST":
            notices.stop(token)
        else:
            notice = notices.find(token, notices.STOP, None)
    except notices.Stale:
        return render(request, "comments/notice_stale.html", status=410)
    return render(request, "comments/notice_stop.html", {"notice": notice})
