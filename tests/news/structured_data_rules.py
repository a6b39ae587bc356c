"""What each type must and should say: Google's guides to structured data (developers.google.com/search/docs/appearance/
structured-data: article, breadcrumb, sitelinks-searchbox) and the properties that schema.org lists for it.
"""

import re

REQUIRED = {
    "NewsArticle": {"headline", "image", "datePublished", "dateModified", "author", "publisher", "mainEntityOfPage"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
    "WebSite": {"name", "url"},
    "SearchAction": {"target", "query-input"},
    "EntryPoint": {"urlTemplate"},
    "CollectionPage": {"name", "description", "url", "isPartOf"},
    "NewsMediaOrganization": {"name", "url", "logo"},
    "Organization": {"name"},
    "Person": {"name"},
    "ImageObject": {"url", "width", "height"},
    "CorrectionComment": {"text", "datePublished"},
}
KNOWN = {
    "NewsArticle": REQUIRED["NewsArticle"]
    | {"description", "url", "articleSection", "keywords", "inLanguage", "isAccessibleForFree", "editor", "isBasedOn"}
    | {"correction"},
    "WebSite": {"name", "url", "inLanguage", "publisher", "potentialAction"},
    "CollectionPage": REQUIRED["CollectionPage"] | {"inLanguage"},
    "NewsMediaOrganization": REQUIRED["NewsMediaOrganization"] | {"correctionsPolicy"},
    "Organization": {"name", "url"},
}
ADDRESSES = {"url", "item", "mainEntityOfPage", "isBasedOn", "correctionsPolicy", "@id"}
DATES = {"datePublished", "dateModified"}
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")


def faults(thing, kind: str = "") -> list[str]:
    """What is wrong with a graph, or with a part of it; empty when all is said, known, and of its form."""
    if isinstance(thing, list):
        return [fault for part in thing for fault in faults(part)]
    if not isinstance(thing, dict) or set(thing) == {"@id"}:
        return []
    kind = thing.get("@type", "")
    found = [] if kind or "@graph" in thing else [f"no type: {thing}"]
    names = {name for name in thing if not name.startswith("@")}
    found += [f"{kind} without {name}" for name in REQUIRED.get(kind, set()) - names]
    found += [f"{kind} with {name}" for name in names - KNOWN.get(kind, REQUIRED.get(kind, set()))]
    found += [f"empty {name}" for name, value in thing.items() if value in ("", None, {})]
    found += [f"no whole address: {name}" for name in ADDRESSES & set(thing) if not thing[name].startswith("http")]
    found += [f"no date: {name}" for name in DATES & set(thing) if not DATE.fullmatch(thing[name])]
    return found + [fault for value in thing.values() for fault in faults(value)]
