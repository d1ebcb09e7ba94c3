"""What templates print: a frozen context for each, made from the engine's values. Pure. Never: the engine, HTML."""

from webapp.pages.browse import BrowsePage, SpeakerPage, browse_page, field_page, speaker_page
from webapp.pages.corpus import AboutPage, about_page
from webapp.pages.empty import EmptyPage, empty_page, wider_offers
from webapp.pages.examples import Offer, home_offers, offer_link
from webapp.pages.frame import Link
from webapp.pages.home import HomePage, home_page
from webapp.pages.interface import InterfacePage, interface_page
from webapp.pages.plain import ErrorPage, HelpPage, error_page, help_page
from webapp.pages.related import related_links
from webapp.pages.results import ResultsPage, results_page
from webapp.pages.speech import SpeechPage, Visit, speech_page

Page = (
    AboutPage
    | BrowsePage
    | EmptyPage
    | ErrorPage
    | HelpPage
    | HomePage
    | InterfacePage
    | ResultsPage
    | SpeakerPage
    | SpeechPage
)

__all__ = [
    "AboutPage",
    "BrowsePage",
    "EmptyPage",
    "ErrorPage",
    "HelpPage",
    "HomePage",
    "InterfacePage",
    "Link",
    "Offer",
    "Page",
    "ResultsPage",
    "SpeakerPage",
    "SpeechPage",
    "Visit",
    "about_page",
    "browse_page",
    "empty_page",
    "error_page",
    "field_page",
    "help_page",
    "home_offers",
    "home_page",
    "interface_page",
    "offer_link",
    "related_links",
    "results_page",
    "speaker_page",
    "speech_page",
    "wider_offers",
]
