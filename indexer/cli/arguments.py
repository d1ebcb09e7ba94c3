"""What can be typed.

Enters: arguments. Leaves: a namespace with `run`, the command to call, and a value or None for every setting that it
takes. Never: a default of a setting; those are in the table.
"""

from __future__ import annotations

import re
from argparse import ArgumentParser, ArgumentTypeError, Namespace, RawDescriptionHelpFormatter
from collections.abc import Callable, Sequence
from pathlib import Path

from indexer.cli import commands
from indexer.errors import SettingError
from indexer.model import FACET_FIELDS, SearchRequest, Sort
from indexer.settings import SETTINGS, Setting, Settings, Value
from indexer.version import __version__

_BY_NAME = {setting.name: setting for setting in SETTINGS}
_DEFAULTS = SearchRequest()
_PROPOSED = 100
"""Words that `terms` lists: a sitting's work to look through."""
_OPTION = re.compile("--|-[A-Za-z]")
_EPILOG = """\
Every setting can also be given in the environment, as JIANGHUA_INDEX, JIANGHUA_PORT …; an option goes before it.
Exit status: 0 done, 1 an error in one line, 2 arguments that cannot be used."""
_QUERY_EPILOG = """\
words are all required; "…" exact; -word not; OR; ( ); speaker: title: place: kind: source: year: date:2013..2020
Shells take quotation marks away: write '"长江经济带"', or use --exact."""


def parse_arguments(argv: Sequence[str] | None = None) -> Namespace:
    """The arguments (by default those of the process), read.

    Raises:
        SystemExit: they cannot be used, or only help or the version was asked for.
    """
    parser = _parser()
    arguments, rest = parser.parse_known_args(argv)
    # What argparse leaves of a query: words after an option, and those that begin with a minus (-污染).
    if rest and (arguments.run is not commands.search or any(map(_OPTION.match, rest))):
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    if arguments.run is commands.search:
        arguments.query += rest
    return arguments


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        prog="jianghua",
        description="A search engine over Chinese speech texts.",
        epilog=_EPILOG,
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"jianghua {__version__}")
    adder = parser.add_subparsers(metavar="COMMAND", required=True)

    def add(run: Callable[..., object], help_: str, *settings: str, epilog: str = "") -> ArgumentParser:
        """A command with the settings that it takes."""
        command = adder.add_parser(
            run.__name__,
            help=help_,
            description=f"{help_[0].upper()}{help_[1:]}.",
            epilog=epilog,
            formatter_class=RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        command.set_defaults(run=run)
        for name in ("index", "dictionary", "segmenter", "equivalents", *settings):
            _add_setting(command, _BY_NAME[name])
        return command

    _building(add(commands.rebuild, "index everything anew (by default: seeds)", "encoding", "workers", "memory"))
    _building(
        add(commands.update, "index what is new or changed, remove what is gone", "encoding", "workers", "memory")
    )
    _searching(add(commands.search, "find speeches", epilog=_QUERY_EPILOG))
    _showing(add(commands.show, "print one speech"))
    related = _offering(add(commands.related, "find the words and phrases that go with a query", epilog=_QUERY_EPILOG))
    related.add_argument("query", metavar="QUERY", nargs="+")
    _offering(add(commands.similar, "find speeches like one")).add_argument("id", metavar="ID")
    terms = _answering(add(commands.terms, "propose words of the index that the dictionary lacks, as lines of one"))
    terms.add_argument("--limit", type=int, default=_PROPOSED, metavar="N", help=f"how many (default: {_PROPOSED})")
    terms.add_argument("--accept", nargs="+", metavar="WORD", help="add words to the file that --dictionary names")
    _answering(add(commands.stats, "say what the index holds"))
    check = _answering(add(commands.check, "hold the index against its own records, and against sources", "encoding"))
    check.add_argument("paths", metavar="PATH", nargs="*", type=Path, help="all that was indexed")
    analyze = _answering(add(commands.analyze, "show how a text is folded and cut into words"))
    analyze.add_argument("text", metavar="TEXT")
    clean = _answering(add(commands.clean, "clean a text; the steps go to standard error", "encoding"))
    clean.add_argument("file", metavar="FILE", nargs="?", default="-", help="a text file; - (default): standard input")
    served = add(
        serve,
        "serve the search page",
        *("seeds", "encoding", "workers", "memory", "host", "port", "threads", "cors"),
    )
    served.add_argument("--open", action="store_true", help="open the page in a browser, where there is one")
    return parser


def serve(arguments: Namespace, settings: Settings) -> None:
    """Serve until interrupted."""
    from indexer.cli import serving  # for this command alone

    serving.serve(arguments, settings)


def _add_setting(command: ArgumentParser, setting: Setting) -> None:
    def typed(text: str) -> Value:
        """The value of what was typed."""
        try:
            return setting.read(text)
        except SettingError as error:
            raise ArgumentTypeError(str(error)) from None

    default = "" if setting.default is None else f" (default: {setting.default})"
    command.add_argument(
        f"--{setting.name}", type=typed, metavar=setting.name.upper(), help=setting.help.replace("%", "%%") + default
    )


def _answering(command: ArgumentParser) -> ArgumentParser:
    command.add_argument("--json", action="store_true", help="one line of JSON, as the web gives it")
    return command


def _offering(command: ArgumentParser) -> ArgumentParser:
    command.add_argument("--limit", type=int, default=_DEFAULTS.limit, metavar="N", help="how many, 1 to 50")
    return _answering(command)


def _building(command: ArgumentParser) -> None:
    command.add_argument("paths", metavar="PATH", nargs="*", type=Path, help="files and folders: the whole corpus")
    command.add_argument("--quiet", action="store_true", help="no progress, and no report unless something is rejected")
    command.add_argument("--strict", action="store_true", help="exit status 1 when anything is rejected")
    _answering(command)


def _searching(command: ArgumentParser) -> None:
    command.add_argument("query", metavar="QUERY", nargs="*", help="nothing: every speech")
    command.add_argument("--limit", type=int, default=_DEFAULTS.limit, metavar="N", help="hits a page, 1 to 100")
    command.add_argument("--page", type=int, default=_DEFAULTS.page, metavar="N")
    command.add_argument("--sort", choices=[str(order) for order in Sort], default=str(_DEFAULTS.sort))
    command.add_argument("--from", dest="date_from", default="", metavar="DATE", help="a year, month or day")
    command.add_argument("--to", dest="date_to", default="", metavar="DATE", help="a year, month or day")
    for field in FACET_FIELDS:
        command.add_argument(f"--{field}", action="append", default=[], metavar="VALUE", help="repeated: any of them")
    command.add_argument("--exact", action="store_true", help="take words as quoted strings")
    command.add_argument("--explain", action="store_true", help="say what each score is made of")
    _answering(command)


def _showing(command: ArgumentParser) -> None:
    command.add_argument("id", metavar="ID")
    command.add_argument("--query", default="", help="light what it matches")
    command.add_argument("--raw", action="store_true", help="the text as it was read, before cleaning")
    _answering(command)
