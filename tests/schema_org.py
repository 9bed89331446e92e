"""What schema.org defines of the words that the site uses, and a reader of JSON-LD that asks no other server.

The tables say nothing of ours: a type with the types above it, and its own properties, as schema.org lists them.
"""

import json
import re

from pyld import jsonld

ABOVE = {
    "Action": ("Thing",),
    "Article": ("CreativeWork",),
    "BreadcrumbList": ("ItemList",),
    "Claim": ("CreativeWork",),
    "CollectionPage": ("WebPage",),
    "Comment": ("CreativeWork",),
    "ContactPoint": ("StructuredValue",),
    "CorrectionComment": ("Comment",),
    "CreativeWork": ("Thing",),
    "DefinedTerm": ("Intangible",),
    "DefinedTermSet": ("CreativeWork",),
    "EntryPoint": ("Intangible",),
    "Event": ("Thing",),
    "EventSeries": ("Event", "Series"),
    "GovernmentOrganization": ("Organization",),
    "ImageObject": ("MediaObject",),
    "Intangible": ("Thing",),
    "ItemList": ("Intangible",),
    "ListItem": ("Intangible",),
    "MediaObject": ("CreativeWork",),
    "NewsArticle": ("Article",),
    "Organization": ("Thing",),
    "OrganizationRole": ("Role",),
    "Person": ("Thing",),
    "Place": ("Thing",),
    "ProfilePage": ("WebPage",),
    "Quotation": ("CreativeWork",),
    "Role": ("Intangible",),
    "SearchAction": ("Action",),
    "SearchResultsPage": ("WebPage",),
    "Series": ("Intangible",),
    "StructuredValue": ("Intangible",),
    "Thing": (),
    "WebPage": ("CreativeWork",),
    "WebSite": ("CreativeWork",),
}
OWN = {
    "Thing": "name description url image sameAs mainEntityOfPage subjectOf potentialAction",
    "CreativeWork": (
        "about author publisher creator inLanguage isPartOf hasPart dateCreated datePublished dateModified text version"
        " isAccessibleForFree thumbnailUrl correction workTranslation creditText mainEntity headline"
    ),
    "Article": "articleSection",
    "NewsArticle": "dateline",
    "WebPage": "breadcrumb",
    "Claim": "appearance",
    "Quotation": "spokenByCharacter",
    "MediaObject": "contentUrl width height",
    "ImageObject": "caption",
    "DefinedTerm": "inDefinedTermSet",
    "DefinedTermSet": "hasDefinedTerm",
    "Event": "startDate endDate location superEvent subEvent keywords",
    "Person": "jobTitle memberOf gender",
    "Organization": "logo contactPoint",
    "ContactPoint": "contactType email telephone",
    "Role": "roleName startDate endDate",
    "ItemList": "itemListElement",
    "ListItem": "position item",
    "Action": "target",
    # An annotation of an action, not a property of a type (schema.org, "Potential Actions").
    "SearchAction": "query-input",
    "EntryPoint": "urlTemplate",
}
SCHEMA = "http://schema.org/"
ADDRESSES = ("url", "image", "item", "sameAs", "thumbnailUrl", "contentUrl")
"""Properties whose text is an address."""
_SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def properties(kind):
    """The names of all properties of a type, its own and those of the types above it."""
    return {*OWN.get(kind, "").split()}.union(*map(properties, ABOVE[kind]))


def scripts(html):
    return _SCRIPT.findall(html)


def linked(html):
    """The JSON-LD of a page, which must have it once, as Python reads JSON."""
    [found] = scripts(html)
    return json.loads(found)


def _context(url, _options):
    assert url == "https://schema.org", f"no other context is known: {url}"
    terms = {name: {"@id": f"{SCHEMA}{name}", "@type": "@id"} for name in ADDRESSES}
    document = {"@context": {"@vocab": SCHEMA, **terms}}
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": document}


def triples(document):
    """{(subject, property, object)} as an RDF reader sees them, addresses and words as plain text; schema: cut off."""
    found = set()
    for row in jsonld.to_rdf(document, {"documentLoader": _context})["@default"]:
        names = (row[part]["value"] for part in ("subject", "predicate", "object"))
        found.add(tuple(name.removeprefix(SCHEMA) for name in names))
    return found


TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def wrong(document):
    """What schema.org does not define, a line each: types, and properties of these."""
    told = []
    for node in nodes_of(document["@graph"]):
        kind = node.get("@type")
        if kind is None:
            told += [f"{name} of nothing that has a type" for name in node if name != "@id"]
        elif kind not in ABOVE:
            told.append(f"no such type: {kind}")
        else:
            told += [f"{kind} has no {name}" for name in {*node} - properties(kind) - {"@type", "@id"}]
    return told


def nodes_of(value):
    """Every node in a JSON-LD, however deep."""
    if isinstance(value, list):
        for one in value:
            yield from nodes_of(one)
    elif isinstance(value, dict):
        yield value
        for one in value.values():
            yield from nodes_of(one)


def addresses(document):
    """Every address that nodes name, as ids and as values, without what stands behind "#"."""
    for node in nodes_of(document["@graph"]):
        for name, value in node.items():
            if name in ("@id", *ADDRESSES):
                yield from (
                    one.partition("#")[0]
                    for one in (value if isinstance(value, list) else [value])
                    if isinstance(one, str)
                )
