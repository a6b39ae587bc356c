"""RSS 2.0, Atom 1.0 and JSON Feed 1.1, each with the whole text, as feed readers expect of a paper without a paywall.

All three take the same two things, which news/feeds.py gathers: a channel and its items. Beside Django's own arguments
these are `updated` of the channel, and of an item `content` (HTML), `via` (the address that a reprint is from) and
`image` (an address).
"""

import json
import re

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed, rfc3339_date

# What XML 1.0 can't hold, whichever way it is written.
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Rss(Rss201rev2Feed):
    def rss_attributes(self):
        return {**super().rss_attributes(), "xmlns:content": "http://purl.org/rss/1.0/modules/content/"}

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["content"])

    def latest_post_date(self):
        return self.feed["updated"]


class Atom(Atom1Feed):
    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        handler.addQuickElement("logo", self.feed["logo"])

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        if item["via"]:
            handler.addQuickElement("link", "", {"rel": "via", "href": item["via"]})
        handler.addQuickElement("content", item["content"], {"type": "html"})

    def latest_post_date(self):
        return self.feed["updated"]


class JsonFeed(SyndicationFeed):
    content_type = "application/feed+json"

    def write(self, outfile, encoding):
        json.dump(self._channel(), outfile, ensure_ascii=False)

    def _channel(self) -> dict:
        feed = self.feed
        return {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed["title"],
            "home_page_url": feed["link"],
            "feed_url": feed["feed_url"],
            "description": feed["description"],
            "icon": feed["logo"],
            "authors": [{"name": feed["author_name"], "url": feed["author_link"]}],
            "language": feed["language"],
            "items": [_item(item) for item in self.items],
        }


def _item(item: dict) -> dict:
    whole = {
        "id": item["unique_id"],
        "url": item["link"],
        "external_url": item["via"],
        "title": item["title"],
        "content_html": item["content"],
        "summary": item["summary"],
        "image": item["image"],
        "date_published": rfc3339_date(item["pubdate"]),
        "date_modified": rfc3339_date(item["updateddate"]),
        "authors": [{"name": item["author_name"]}] if item["author_name"] else [],
        "tags": list(item["categories"]),
    }
    return {name: value for name, value in whole.items() if value}
