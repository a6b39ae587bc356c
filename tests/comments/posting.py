"""What a reader's browser does with the form: read its fields, solve the captcha, post."""

from html.parser import HTMLParser

from captcha.models import CaptchaStore


class _Fields(HTMLParser):
    def __init__(self):
        super().__init__()
        self.values = {}
        self.area = None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "textarea":
            self.area = attrs["name"]
            self.values[self.area] = ""
        elif tag == "input":
            self.values[attrs["name"]] = attrs.get("value", "")

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.values[self.area] = self.values[self.area].removeprefix("\n")
            self.area = None

    def handle_data(self, data):
        if self.area:
            self.values[self.area] += data


def fields_of(response) -> dict[str, str]:
    """The names and values of the form in a page."""
    parser = _Fields()
    parser.feed(response.content.decode())
    return parser.values


def answer_to(key: str) -> str:
    return CaptchaStore.objects.get(hashkey=key).response


def filled_form(client, article, **changes) -> dict[str, str]:
    """The form of the article's comment page with everything right, but for the changes."""
    fields = fields_of(client.get(f"/comments/{article.pk}/"))
    return fields | {"name": "老张", "body": "写得好。", "captcha_1": answer_to(fields["captcha_0"])} | changes
