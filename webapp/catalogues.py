"""``python -m webapp.catalogues``: brings the catalogues up to date with the strings in the code and the templates.

Enters: the sources of this package. Leaves: every string in every catalogue, in the order of the alphabet, those
without a translation empty. Never: a guess at a translation, words that nothing says any more.
"""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from webapp.locales import LANGUAGES, SOURCE
from webapp.pages.examples import word_queries
from webapp.pages.translating import phrases, sentences

ROOT = Path(__file__).parent
_METHODS = [("**.py", "python"), ("**.html", "jinja2")]
# Words that are translated where they are used, and marked with a name of their own where they are written.
_KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "translatable": None}
# Only what programs need: dates and names would change with every update.
_HEADER = r"""msgid ""
msgstr ""
"Language: {locale}\n"
"Plural-Forms: {plurals}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""


def sources() -> Catalog:
    """Every string of the interface, untranslated."""
    found = Catalog(fuzzy=False)
    for _file, _line, message, _comments, _context in extract_from_dir(ROOT, _METHODS, keywords=_KEYWORDS):
        found.add(message)
    for text in (*(note for _query, note in word_queries()), *sentences(), *phrases()):
        found.add(text)
    return found


def catalogue_path(locale: str) -> Path:
    """Where the catalogue of a language is."""
    return ROOT / "locale" / locale / "LC_MESSAGES" / "messages.po"


def read_catalogue(locale: str) -> Catalog:
    """The catalogue of a language; an empty one where there is none yet."""
    path = catalogue_path(locale)
    if not path.exists():
        return _empty(locale)
    with path.open("rb") as read:
        return read_po(read, locale=locale)


def write_catalogue(catalogue: Catalog, locale: str) -> None:
    """Put a catalogue where it belongs, in an order that changes no line without need."""
    path = catalogue_path(locale)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as written:
        written.write(_HEADER.format(locale=locale, plurals=catalogue.plural_forms).encode())
        write_po(written, catalogue, width=120, omit_header=True, sort_output=True, ignore_obsolete=True)


def update(locale: str) -> None:
    """Add to a catalogue what is new and take out what is gone."""
    known, fresh = read_catalogue(locale), _empty(locale)
    for message in sources():
        if message.id:
            translated = known.get(message.id)
            fresh.add(message.id, translated.string if translated else None)
    write_catalogue(fresh, locale)


def _empty(locale: str) -> Catalog:
    return Catalog(locale=locale, fuzzy=False)


def main() -> None:
    """Update every catalogue."""
    for language in LANGUAGES:
        if language is not SOURCE:
            update(language.locale)


if __name__ == "__main__":
    main()
