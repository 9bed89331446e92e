"""Structured data of public pages: JSON-LD (W3C JSON-LD 1.1) in the words of schema.org, and Open Graph.

A page gives what it shows, and nothing else: each function takes what a view has read through the door.
"""

from .pages import (
    Page,
    api_docs_page,
    data_page,
    event_page,
    history_page,
    home_page,
    list_page,
    page,
    person_page,
    quote_check_page,
    release_page,
    search_page,
    series_page,
    statement_page,
    theme_page,
    themes_page,
)

__all__ = [
    "Page",
    "api_docs_page",
    "data_page",
    "event_page",
    "history_page",
    "home_page",
    "list_page",
    "page",
    "person_page",
    "quote_check_page",
    "release_page",
    "search_page",
    "series_page",
    "statement_page",
    "theme_page",
    "themes_page",
]
