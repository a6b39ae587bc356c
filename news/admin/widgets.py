from django.contrib.admin.widgets import ForeignKeyRawIdWidget
from django.utils.html import format_html

from news import pictures
from news.models import Picture


def thumbnail(picture: Picture):
    """The narrowest copy of the picture, for a list."""
    address = pictures.renditions(picture.file)[0][1]
    return format_html(
        '<img class="thumbnail" src="{}" alt="{}" width="{}" height="{}" loading="lazy">',
        address,
        picture.alt,
        picture.width,
        picture.height,
    )


class CoverWidget(ForeignKeyRawIdWidget):
    """The number of a picture, chosen in the library's pop-up, with the picture beside it."""

    def label_and_url_for_value(self, value):
        label, url = super().label_and_url_for_value(value)
        picture = Picture.objects.filter(pk=value).first() if url else None
        return (thumbnail(picture) if picture else label), url
