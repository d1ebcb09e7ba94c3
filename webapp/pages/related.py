"""What goes with a question in this corpus, as links that ask for both. Pure.

Enters: a request, `Related`. Leaves: links. Never: the engine, HTML.
"""

from __future__ import annotations

from dataclasses import replace

from indexer.model import SearchRequest
from indexer.offers import Related
from webapp.links import search_href
from webapp.pages.frame import Link, value_text


def related_links(request: SearchRequest, related: Related) -> tuple[Link, ...]:
    """A link for each term: the same question, with the term as one more."""
    found = ((value_text(term.text), term.text) for term in related.terms)
    return tuple(
        Link(shown.text, search_href(replace(request, text=f"{request.text} {term}", page=1)), shown.lang)
        for shown, term in found
    )
