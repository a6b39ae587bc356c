from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin import apps as admin_apps
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate

from dayuan.checks import DEPLOYMENT_CHECKS

PLUGINS = "ckeditor/ckeditor/plugins"
# The wheel ships 64 plugins. What the toolbar of settings.CKEDITOR_CONFIGS doesn't use is not served at all.
UNUSED_PLUGINS = (
    "adobeair ajax autoembed autogrow autolink bbcode codesnippet codesnippetgeshi colordialog devtools div divarea "
    "docprops embed embedbase embedsemantic exportpdf flash forms iframe iframedialog image2 language liststyle "
    "mathjax menubutton pagebreak placeholder preview scayt sharedspace showblocks smiley sourcedialog "
    "stylesheetparser tableresize templates uicolor uploadimage uploadwidget wsc xml"
).split()


class StaticFiles(StaticFilesConfig):
    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        *(f"{PLUGINS}/{name}/*" for name in UNUSED_PLUGINS),
        "ckeditor/ckeditor/adapters/*",
        "ckeditor/ckeditor/*.md",
        "ckeditor/ckeditor/bender-runner.config.json",
        "ckeditor/galleriffic/*",
        "ckeditor/file-icons/*",
    ]


class Admin(admin_apps.AdminConfig):
    default = False
    default_site = "dayuan.newsroom.NewsroomSite"


class DayuanConfig(AppConfig):
    name = "dayuan"
    default = True  # among the classes of this module; without it Django takes none of them

    def ready(self):
        for check in DEPLOYMENT_CHECKS:
            register(check, Tags.security, deploy=True)
        post_migrate.connect(keep_site_address, sender=self)


def keep_site_address(apps, **kwargs) -> None:
    """Make the row that feeds, sitemaps and flat pages take the address from say what SITE_URL says."""
    site = apps.get_model("sites", "Site")
    domain = settings.SITE_URL.split("://")[1]
    site.objects.update_or_create(pk=settings.SITE_ID, defaults={"domain": domain, "name": settings.SITE_NAME})
