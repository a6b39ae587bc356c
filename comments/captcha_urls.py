"""What of django-simple-captcha the public may reach: the pictures.

Not its refresh, which would hand out captchas without limit (a new one comes with the form: comments.views), and not
its audio, which speaks English.
"""

from captcha.views import captcha_image
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

picture = never_cache(require_safe(captcha_image))

urlpatterns = [
    path("image/<slug:key>/", picture, {"scale": 1}, name="captcha-image"),
    path("image/<slug:key>@2/", picture, {"scale": 2}, name="captcha-image-2x"),
]
