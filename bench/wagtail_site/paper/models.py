"""A local paper as Wagtail has it: sections, and articles below them."""

from django.db import models
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import Tag, TaggedItemBase
from wagtail.fields import RichTextField
from wagtail.models import Page

RELATED = 6
LISTED = 17  # related articles and the newest together


class SectionPage(Page):
    subpage_types = ["paper.SectionPage", "paper.ArticlePage"]


class TaggedArticle(TaggedItemBase):
    content_object = ParentalKey("ArticlePage", on_delete=models.CASCADE, related_name="tagged")


class ArticlePage(Page):
    summary = models.TextField(blank=True)
    body = RichTextField()
    byline = models.CharField(max_length=60, blank=True)
    date = models.DateTimeField(db_index=True)
    cover = models.ForeignKey("wagtailimages.Image", models.SET_NULL, null=True, blank=True, related_name="+")
    tags = ClusterTaggableManager(through=TaggedArticle, blank=True)

    def get_context(self, request, *args, **kwargs):
        """Three queries: what lists show is read without the text, the section has come with the route."""
        tags = list(Tag.objects.filter(paper_taggedarticle_items__content_object=self).order_by("name"))
        others = ArticlePage.objects.live().order_by("-date").only("title", "url_path", "date")
        sharing = TaggedArticle.objects.filter(tag__in=tags).values("content_object")
        related = list(others.exclude(pk=self.pk).filter(pk__in=sharing)[:RELATED])
        newest = others.exclude(pk__in=[self.pk, *(page.pk for page in related)])[: LISTED - len(related)]
        return {
            **super().get_context(request, *args, **kwargs),
            "section": self.get_parent(),
            "article_tags": tags,
            "related": related,
            "newest": newest,
        }
