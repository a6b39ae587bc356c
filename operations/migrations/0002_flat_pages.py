"""关于本站, 版权声明, 联系我们: something true to begin with, for the newsroom to make its own in the admin."""

from django.conf import settings
from django.db import migrations

PAGES = {
    "/about/": (
        "关于本站",
        "<p>{name}是一家服务本地的新闻网站：报道身边的新闻，刊登与大家有关的政策和公告，并提供本地公共服务导航。</p>"
        "<h2>我们怎样做新闻</h2>"
        "<p>每篇稿件都标明作者、责任编辑和来源；转载稿件注明出处。发现差错，我们会更正；撤下的稿件，"
        "原网址会保留说明。</p>"
        "<h2>评论</h2>"
        "<p>评论由编辑审核后显示。请就事论事，不要在评论里公布他人的个人信息。</p>",
    ),
    "/copyright/": (
        "版权声明",
        "<p>凡注明“来源：{name}”的稿件，版权归{name}所有。欢迎转载，转载时请注明来源、作者和原文网址，"
        "不要改动原意。</p>"
        "<p>本站转载的稿件注明了原作者和来源，目的在于传递信息，不代表本站赞同其观点。"
        "版权人如不希望本站转载，请与我们联系，我们会及时处理。</p>",
    ),
    "/contact/": (
        "联系我们",
        "<p>新闻线索、差错指正、版权事宜和违法不良信息举报，都可以写信给我们。{contact}</p>"
        "<p>来信请写明稿件标题或网址和您的联系方式，我们会尽快答复。</p>",
    ),
}


def make_pages(apps, schema_editor):
    Site = apps.get_model("sites", "Site")
    FlatPage = apps.get_model("flatpages", "FlatPage")
    domain = settings.SITE_URL.split("://")[1]
    site, _ = Site.objects.get_or_create(
        pk=settings.SITE_ID, defaults={"domain": domain, "name": settings.SITE_NAME[:50]}
    )
    contact = f"邮箱：{settings.CONTACT_EMAIL}。" if settings.CONTACT_EMAIL else ""
    for url, (title, content) in PAGES.items():
        page, _ = FlatPage.objects.get_or_create(
            url=url, defaults={"title": title, "content": content.format(name=settings.SITE_NAME, contact=contact)}
        )
        page.sites.add(site)


class Migration(migrations.Migration):
    dependencies = [
        ("operations", "0001_groups"),
        ("sites", "0002_alter_domain_unique"),
        ("flatpages", "0001_initial"),
    ]
    operations = [migrations.RunPython(make_pages, migrations.RunPython.noop)]
