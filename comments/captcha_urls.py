"""What of django-simple-captcha the public may reach: the pictures.

Not its refresh, which would hand out captchas without limit (a new one comes with the form: comments.views), and not
its audio, which speaks English.
"""

from captcha.views import captcha_image
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from comments import throttling
from comments.visitor import visitor_of


@never_cache
@require_safe
def picture(request, key, scale):
    """Drawing one costs milliseconds, so a network gets only so many."""
    if not throttling.PICTURES.take(visitor_of(request).prefix):
        return HttpResponse("取验证码图片太频繁，请过几分钟再试", status=429, content_type="text/plain; charset=utf-8")
    return captcha_image(request, key, scale)


urlpatterns = [
    path("image/<slug:key>/", picture, {"scale": 1}, name="captcha-image"),
    path("image/<slug:key>@2/", picture, {"scale": 2}, name="captcha-image-2x"),
]
