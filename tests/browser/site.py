"""One of every page that a reader can meet, with everything on it that can be on it."""

from datetime import timedelta

from django.utils import timezone

from comments import notices
from comments.models import Comment, ReplyNotice
from directory.models import Area, Channel, Group, Phone, Service
from news import picture_files
from news.models import Article, FrontPageSlot, Source, Topic, TopicArticle, TopicSection
from tests.factories import make_article, make_category, make_comment, make_picture, make_reply, make_tag, make_user
from traffic.models import DailyReadings

BODY = """<p>第一段，有<a href="https://www.example.com/">链接</a>和<strong>重点</strong>。</p><h2>小标题</h2>
<ul><li>一</li><li>二</li></ul><ol><li>先</li><li>后</li></ol><blockquote><p>引文。</p></blockquote>
<figure><img src="{picture}" alt="河岸" width="640" height="400"><figcaption>河岸清晨</figcaption></figure>
<h3>价目</h3><table><caption>示例数据</caption><thead><tr><th>项目</th><th>价格</th></tr></thead>
<tbody><tr><td>小米</td><td>八元</td></tr></tbody></table><hr><p>末段。</p>"""


def build_site() -> dict[str, str]:
    """Fill the database; return the kind of each page → its path."""
    top = make_category(slug="minsheng", name="民生", description="身边的事")
    child = make_category(slug="jiaotong", name="交通", parent=top)
    make_category(slug="kongde", name="空栏目")
    notices = make_category(slug="gonggao", name="公告", is_notice=True)
    tag, picture = make_tag("公交"), make_picture()
    for number in range(25):
        make_article(tags=[tag], category=child, summary="一句摘要。" * (number % 2), cover=[picture, None][number % 2])
    for title in ["停水通知", "改道通知"]:
        make_article(title=title, category=notices)
    article = full_article(child, tag, picture)
    topic = make_topic(article, picture)
    for place, placed in [("lead", article), ("picture", make_article(category=child, cover=picture))]:
        FrontPageSlot.objects.create(place=place, position=1, article=placed)
    withdrawn = make_article(category=top, state=Article.State.WITHDRAWN, withdrawal_notice="数字有误")
    group, service = make_services()
    month = timezone.localtime(article.published_at)
    return {
        "front": "/",
        "category": "/minsheng/",
        "category_second_page": "/minsheng/jiaotong/?page=2",
        "category_empty": "/kongde/",
        "article": article.get_absolute_url(),
        "article_withdrawn": f"/minsheng/{withdrawn.pk}.html",
        **comment_pages(article),
        "saved": "/saved/",
        "tag": tag.get_absolute_url(),
        "topic": topic.get_absolute_url(),
        "topics": "/topic/",
        "archive": "/archive/",
        "archive_year": f"/archive/{month:%Y}/",
        "archive_month": f"/archive/{month:%Y}/{month:%m}/",
        "services": "/services/",
        "services_found": "/services/?q=gjj",
        "services_not_found": "/services/?q=没有的",
        "search": "/search/",
        "search_found": "/search/?q=公交&time=year",
        "search_services": "/search/?q=公积金",
        "search_any": "/search/?q=公交+没有的词",
        "search_nothing": "/search/?q=公郊",
        "search_second_page": "/search/?q=公交&page=2",
        "search_too_long": f"/search/?q={'长' * 300}",
        "services_group": group.get_absolute_url(),
        "service": service.get_absolute_url(),
        "flat_page": "/about/",
        "not_found": "/meiyou/",
        "bad_page_number": "/minsheng/?page=0",
    }


def make_discussion(article) -> None:
    """Threads with everything that may stand in them."""
    for number in range(25):
        make_comment(article, name=f"读者{number}", body="盼了很久。\n谢谢。", state="approved")
    gone = make_comment(article, state="rejected")
    make_reply(gone, name="老王", body="这话不对。", state="approved")
    words = "末班车能不能再晚半小时？医院夜班的同事下班都快十一点了，" * 3
    root = make_comment(article, name="夜班护士", body=words, region="山西", state="approved", edited_at=timezone.now())
    ReplyNotice.objects.create(comment=root, address="hushi@example.cn")
    staff = make_user("benzhan")
    words = "已转给公交公司，有答复就登出来。"
    answer = make_reply(root, name="大院", staff=staff, official=True, body=words, state="approved")
    for number in range(4):
        make_reply(answer, name=f"乘客{number}", body="同问。", region="北京", state="approved")


def comment_pages(article) -> dict[str, str]:
    thread = Comment.objects.get(article=article, name="夜班护士")
    confirm, stop = (notices.token_for(thread.notice, salt) for salt in (notices.CONFIRM, notices.STOP))
    return {
        "comments_notice_confirm": f"/comments/notice/confirm/{confirm}/",
        "comments_notice_stop": f"/comments/notice/stop/{stop}/",
        "comments_notice_stale": "/comments/notice/stop/x/",
        "comments": f"/comments/{article.pk}/",
        "comments_liked": f"/comments/{article.pk}/?sort=liked",
        "comments_answering": f"/comments/{article.pk}/?reply_to={thread.number}",
        "comments_thread": thread.get_absolute_url(),
        "comments_report": f"{thread.get_absolute_url()}report/",
        "comments_appeal": f"/comments/appeal/?number={thread.number}",
    }


def full_article(category, tag, picture) -> Article:
    article = make_article(
        tags=[tag],
        category=category,
        title="城区新添三条公交线，末班车延到晚上十点半",
        subtitle="首周免费试乘",
        original_title="公交新线开通",
        summary="新线路连起火车站、医院和大学城。",
        body=BODY.format(picture=picture_files.url_of(picture.file)),
        cover=picture,
        byline="本报记者",
        source=Source.objects.create(name="示例晚报"),
        source_url="https://www.example.com/1.html",
        editor="示例编辑",
        reprint=True,
        published_at=timezone.now() - timedelta(minutes=5),
    )
    make_discussion(article)
    DailyReadings.objects.create(article=article, day=timezone.localdate(), readings=320)
    return article


def make_topic(article, picture) -> Topic:
    topic = Topic.objects.create(
        name="公交新线",
        slug="gongjiao",
        introduction="怎么坐。\n\n何时开。",
        cover=picture,
        published_at=timezone.now(),
    )
    section = TopicSection.objects.create(topic=topic, name="怎么坐")
    places = [(article, section), (make_article(category=article.category, summary=""), None)]
    for position, (story, part) in enumerate(places, start=1):
        TopicArticle.objects.create(topic=topic, section=part, article=story, position=position)
    return topic


def make_services() -> tuple[Group, Service]:
    area = Area.objects.create(name="全市")
    emergency = Group.objects.create(slug="jinji", name="紧急电话", is_emergency=True)
    police = Service.objects.create(group=emergency, area=area, name="报警", summary="遇到危险马上打")
    Phone.objects.create(service=police, number="110")
    group = Group.objects.create(slug="zhufang", name="住房", description="租房、买房、公积金")
    service = Service.objects.create(
        group=group,
        area=area,
        name="公积金",
        aliases=["住房公积金"],
        department="住房公积金管理中心",
        summary="查余额，办提取",
        address="市民中心一楼",
        hours="工作日 9:00—17:00",
        official_url="https://www.example.com/",
        verified_on=timezone.localdate(),
        is_example=True,
    )
    Phone.objects.create(service=service, number="12329", label="咨询")
    Channel.objects.create(service=service, kind="web", name="网上服务厅", url="https://www.example.com/online/")
    Channel.objects.create(service=service, kind="counter", name="市民中心一楼窗口")
    return group, service
