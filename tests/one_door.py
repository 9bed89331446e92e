"""Finds code in public modules and templates that reads what the public sees past the one door.

A reader of the syntax tree, not of types: it errs on the side of a complaint. What is allowed is a manager, or a
reverse accessor, followed at once by its door: `Edition.objects.live()`, `release.editions.shown()`.
"""

import ast
import re

DOORS = {
    "AuditEntry": {"last_change"},
    "Edition": {"live", "shown"},
    "Release": {"live", "known"},
    "Showing": {"lifted", "live", "notices"},
    "Statement": {"live", "known", "withdrawn"},
    "StatementVersion": {"live", "live_by_index", "seen"},
    **dict.fromkeys(
        (
            "Attachment",
            "Event",
            "EventSeries",
            "Office",
            "Person",
            "Photo",
            "Tenure",
            "Theme",
        ),
        {"live"},
    ),
}
"""Models with a door, and the methods that are doors."""

DOORLESS = {
    "Buffer",
    "Bundle",
    "BundleMember",
    "Comment",
    "Contributor",
    "EditionAttachment",
    "EditionLink",
    "EditionPhoto",
    "EditionTheme",
    "ImportSource",
    "IndexedName",
    "IndexedStatement",
    "IndexedText",
    "Look",
    "Message",
    "Pattern",
    "Presence",
    "Profile",
    "Proposal",
    "Redirect",
    "Rendition",
    "ReviewLink",
    "SavedFilter",
    "Seal",
    "Shingle",
    "StandingText",
    "Thread",
    "Translation",
    "UnreviewedPublication",
}
"""Models that are public only together with something that has a door: it must stand in the same statement, or
they are fetched along with it by a Prefetch."""

ACCESSORS = {
    "buffers",
    "bundles",
    "change",
    "children",
    "comments",
    "edition_set",
    "editions",
    "events",
    "joined",
    "looks",
    "messages",
    "presences",
    "proposals",
    "releases",
    "review_links",
    "saved_filters",
    "shingles",
    "showings",
    "statement_versions",
    "statements",
    "successors",
    "tenures",
    "threads",
    "translations",
    "uses",
    "versions",
}
"""Reverse accessors that give rows of every state."""

UNSEEN = {
    "_base_manager",
    "_default_manager",
    "based_on",
    "open_edition",
    "profile",
    "shown_until",
    "translation",
    "unreviewed",
}
"""Attributes that a public page has no business with."""

QUERIES = {
    "aggregate",
    "all",
    "annotate",
    "count",
    "earliest",
    "exclude",
    "exists",
    "filter",
    "first",
    "get",
    "in_bulk",
    "iterator",
    "last",
    "latest",
    "none",
    "only",
    "order_by",
    "prefetch_related",
    "select_related",
    "values",
    "values_list",
}
RAW = {"raw", "extra", "cursor", "RawSQL"}
SHORTCUTS = {"get_object_or_404", "get_list_or_404", "aget_object_or_404", "aget_list_or_404"}
COUNTS = {"Count", "Sum", "Max", "Min", "Avg", "Prefetch", "prefetch_related", "values", "values_list"}


def _is_door(attribute, doors):
    return isinstance(attribute, ast.Attribute) and attribute.attr in doors


class _Reader(ast.NodeVisitor):
    def __init__(self, tree):
        self.found = []
        self.parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
        self.names = {name: name for name in (*DOORS, *DOORLESS)}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    if alias.asname and alias.name in self.names:
                        self.names[alias.asname] = alias.name
        self.visit(tree)

    def complain(self, node, what):
        self.found.append((node.lineno, what))

    def model_of(self, node):
        """The model that a name or `models.Name` means, or None."""
        name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else None
        return self.names.get(name)

    def given(self, call):
        return {keyword.arg for keyword in call.keywords}

    def statement_of(self, node):
        while not isinstance(node, ast.stmt):
            node = self.parents[node]
        return node

    def is_prefetched(self, node):
        while isinstance(node, (ast.Attribute, ast.Call)):
            node = self.parents[node]
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Prefetch":
                return True
        return False

    def visit_Attribute(self, node):
        parent = self.parents[node]
        if node.attr == "objects" and (model := self.model_of(node.value)):
            if model in DOORS and not _is_door(parent, DOORS[model] | {"none"}):
                self.complain(node, f"{model}.objects without a door")
            elif model in DOORLESS:
                calls = [part.func for part in ast.walk(self.statement_of(node)) if isinstance(part, ast.Call)]
                doors = [call for call in calls if _is_door(call, {"live", "shown", "known"})]
                if not doors and not self.is_prefetched(node):
                    self.complain(node, f"{model}.objects beside no door")
        elif node.attr in UNSEEN:
            self.complain(node, node.attr)
        elif node.attr == "planned":
            self.complain(node, "planned()")
        elif node.attr in ("edition_set", "editions", "showings"):
            if not _is_door(parent, {"live", "shown", "notices"}):
                self.complain(node, f".{node.attr}")
        elif node.attr in ACCESSORS and _is_door(parent, QUERIES):
            self.complain(node, f".{node.attr}.{parent.attr}")
        elif node.attr in RAW and isinstance(parent, ast.Call) and parent.func is node:
            self.complain(node, f"raw SQL: {node.attr}()")
        self.generic_visit(node)

    def visit_Name(self, node):
        if node.id == "RawSQL":
            self.complain(node, "raw SQL: RawSQL")

    def visit_Call(self, node):
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name in SHORTCUTS and node.args and self.model_of(node.args[0]) and not isinstance(node.args[0], ast.Call):
            self.complain(node, f"{name}({self.model_of(node.args[0])})")
        if name == "get_model":
            self.complain(node, "get_model()")
        asked = {part.value for part in node.args if isinstance(part, ast.Constant)} if name == "getattr" else set()
        if hidden := asked & (UNSEEN | ACCESSORS | {"objects"}):
            self.complain(node, f"getattr {hidden}")
        # A filter set without a queryset would take all rows of its model.
        if isinstance(node.func, ast.Name) and name.endswith("Filter") and "queryset" not in self.given(node):
            self.complain(node, f"{name} without a queryset")
        if name in COUNTS:
            for part in node.args:
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    self.path(part, part.value)
        for keyword in node.keywords:
            if keyword.arg and "__" in keyword.arg:
                self.path(keyword.value, keyword.arg)
        self.generic_visit(node)

    def visit_ClassDef(self, node):
        for line in node.body if node.name != "Meta" else ():
            names = {getattr(name, "id", "") for name in getattr(line, "targets", ())}
            if "model" in names and (model := self.model_of(line.value)):
                self.complain(line, f"model = {model}")
        self.generic_visit(node)

    def path(self, node, lookup):
        """Lookups run over rows of every state too: `Event.objects.live().filter(releases__language="en")`."""
        words = set(lookup.lstrip("-").split("__"))
        if through := words & (ACCESSORS | {"shown_until"}):
            self.complain(node, f"lookup through {', '.join(sorted(through))}")


def offences(source):
    """(line, what) of everything in a public module that goes past the door."""
    return sorted(_Reader(ast.parse(source)).found)


_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_HIDDEN = "|".join(sorted({"edition_set", "editions", "showings", "statement_versions", "successors"} | UNSEEN))
_ROWS = "|".join(sorted(ACCESSORS))
_BAD = re.compile(
    rf"\.({_HIDDEN})\b(?!\.(?:live|shown)\b)|\.({_ROWS})\.(?!live\b|shown\b)(all|count|first|last|exists)\b"
)


def template_offences(text):
    """(line, what) of everything in a public template that goes past the door."""
    return [
        (text.count("\n", 0, tag.start()) + 1, bad.group())
        for tag in _TAG.finditer(text)
        for bad in _BAD.finditer(tag.group())
    ]
