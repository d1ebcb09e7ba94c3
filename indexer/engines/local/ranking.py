"""How high a match stands: words, the string itself before its scattered words, and what the text says beyond them.

Enters: what text leaves find, the documents. Leaves: a score a document, and its parts by name. Never decides what
matches.

A score is the sum of its parts. Of each leaf::

    words       WORDS · Σ over its words  idf(w) · tf / (tf + K1)             BM25F
    run         idf(run) · tf(run) / (tf(run) + K1)                          the run as a term of its own
    standing    (WORDS · Σ idf(w) + idf(run) + most of the parts below) · (WHOLE | INSIDE)     where the run is at all
    script      SCRIPT                                     once, where a document is in the script that was typed

Where the run stands written in another way (資訊 for 信息), each of its words stands, too, and adds what it would.

with tf = Σ over title and body of WEIGHT · count / (1 − B + B · length / mean length), and
idf(x) = ln(1 + (N − n + ½) / (n + ½)). WHOLE: the run is whole words somewhere in the document; INSIDE: it begins or
ends inside a word wherever it stands. All that is not standing stays under one step of it: every document that has the
run stands before those that have only its words, and whole words before parts of others (印度 before 印度尼西亚).

Of a query of two words or more, the `POOL` best documents are read, and to each is added what `closeness` finds::

    PAIRS · pairs + CHARACTERS · characters + CLOSENESS · closeness + SENTENCE · sentence + PASSAGE · passage

and to a question (many words, their run in no speech) what is learned from the best (`feedback`)::

    FEEDBACK · gate · feedback + RELATED · gate² · related

Nothing of it is negative, so the pool stays before the rest. Candidates for partial matches are read in the same way;
their words weigh as `evidence` has it, a full match among them gets COVERAGE · Σ idf(w) (`partial`). For pairs and
characters the number of documents in idf is estimated from the number of places f, as N (1 − e^(−f/N)): exact for what
is scattered by chance, and known without reading a posting.

Sources: Robertson, Zaragoza: The Probabilistic Relevance Framework, BM25 and Beyond (2009), section 3.6.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from itertools import chain
from typing import NamedTuple

import numpy as np

from indexer.engines.local import closeness, feedback
from indexer.engines.local.arrays import Array
from indexer.engines.local.characters import code_points
from indexer.engines.local.closeness import Closeness, Counts, Weighed
from indexer.engines.local.evidence import Evidence
from indexer.engines.local.matching import LeafMatch, match_value
from indexer.engines.local.ordering import best_rows
from indexer.engines.local.places import Standing, Tallied, at
from indexer.engines.local.pool import PoolText
from indexer.engines.local.speeches import Speeches
from indexer.engines.local.words import QUARTERS_OF_WORD, Listed, as_one, gathered, held_by_both, quarters_of
from indexer.folding import SIMPLIFIED_ONLY, TRADITIONAL_ONLY
from indexer.model import ScorePart

K1 = 0.8
"""Saturation. Speeches repeat their subject: the tenth 发展 says little. Measured on three collections."""
_K1_QUARTERS = K1 * QUARTERS_OF_WORD
"""The same where words are counted in quarters, as they are stored."""
B = 0.5
"""Length normalisation: half-way, as a long report is not worse for being long. Measured on the same collections."""
TITLE_WEIGHT = 1.5
"""A title names the subject, but a name is no answer. Measured where titles are names of laws and articles: with 2,
law-questions lose .001 nDCG@10; with 1 they are the same. Known items are found with any."""
WHOLE, INSIDE = 2.0, 1.0
"""Steps that the run is worth as whole words, and where it stands only inside others; one apart, so they decide."""
WORDS = 1.5
"""With 1, law-questions and known items lose .002 nDCG@10, news-questions gain .002."""
PAIRS = 1.0
"""Weight of pairs of characters beside words. Of this and the weights around it the optimum is flat: half or twice
costs .001 to .005 nDCG@10. Without pairs law-questions lose .002, wiki-questions .001, news-questions gain .005."""
CHARACTERS = 1.2
"""Without: known items lose .002, law-questions gain as much; with .75, these lose .002 of Recall@100."""
CLOSENESS = 1.0
"""Without: wiki-questions lose .003, known items .002, law-questions .005 of Recall@100; 1.6 loses .001."""
SENTENCE = 0.6
"""Without: known items lose .005, law-questions .003, wiki-questions .001."""
PASSAGE = 0.3
"""Without: known items lose .003, law-questions .005 of Recall@100; news-questions gain .003."""
SCRIPT = 0.1
"""What being written in the script of the query is worth, where that can be told: hardly anything, so that it decides
between speeches that are otherwise alike, above all one that is there in both scripts."""
FEEDBACK = 7.0
"""Without: news-questions lose .012; twice as much gives them .006 and costs known items .005, wiki-questions .002."""
RELATED = 1.5
"""Without: news-questions lose .016; twice as much gives them .008 and costs law-questions .003, known items .001."""
QUESTION_WORDS = 3
"""Words of content from which a bare query is read as a question or a long paste: who types so many rarely means that
all of them have to be there."""
_MOST_POSTED = 1024
"""Words whose postings are not looked up again, some kB each: what is read of them stays in the index."""
_RAREST = 32
"""Pairs of characters that help to choose candidates, the rarest ones: a page that was pasted has hundreds."""
POOL = 50
"""Documents whose text is read; 100 and 200 rank no better."""


_part = partial(tuple.__new__, ScorePart)
"""Makes one of (name, value) in a third of the time."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of some documents, a row each. total: f32; parts: the same by component, which add up to it."""

    total: Array
    parts: Mapping[str, Array]

    @classmethod
    def of_parts(cls, parts: Mapping[str, Array], count: int) -> Scores:
        """Scores of `count` documents."""
        return cls(sum(parts.values(), np.zeros(count)), parts)

    def of(self, rows: Array) -> Iterator[tuple[ScorePart, ...]]:
        """The parts of some scores, those of each that are not nothing."""
        columns = [values[rows].tolist() for values in self.parts.values()]
        for values in zip(*columns, strict=True) if columns else [()] * len(rows):
            yield tuple([_part(pair) for pair in zip(self.parts, values, strict=True) if pair[1]])


class Posted(NamedTuple):
    """What is known of a word. listed: its postings in each field that has it, with the norms of that; its idf."""

    text: str
    listed: tuple[tuple[Sequence[Listed], Array], ...]
    idf: float

    @property
    def postings(self) -> Iterator[tuple[Array, Array, Array]]:
        """For each field: (documents, quarters of it in each, norms)."""
        for several, norms in self.listed:
            yield *as_one(several), norms

    @property
    def most(self) -> float:
        """What it can add to a score."""
        return WORDS * self.idf

    def scores(self, hits: Array) -> Array:
        """BM25F of the word in each hit, f32."""
        tf = np.zeros(len(hits), np.float32)
        for several, norms in self.listed:
            tf += quarters_of(several, hits) * norms.take(hits)
        scores: Array = self.most * (tf / (tf + _K1_QUARTERS))
        return scores


class RunScores(NamedTuple):
    """What a leaf's run adds to the score of each hit, f32: as a term, and by where it stands.

    tied: how many times `run` those of the leaf's words add at the most that the run limits; rest: what others add at
    the most. as_words: what all words of the leaf add, each standing where the run does, for each 1 that the run adds
    as a term.
    """

    run: Array
    standing: Array
    tied: float
    rest: float
    as_words: float

    def bounds(self) -> Array:
        """What the whole leaf adds at the most."""
        bounds = self.run * np.float32(1 + self.tied)
        bounds += self.standing
        bounds += np.float32(self.rest)
        return bounds


class Ranking:
    """Scores over all segments of a generation.

    Documents are scored where they are hits: `hits` are their numbers, ascending, and every vector has a row a hit.
    `places.at` brings what is known of some documents (postings, counts) to those rows.
    """

    def __init__(self, speeches: Speeches) -> None:
        self._speeches = speeches
        self._posted = lru_cache(maxsize=_MOST_POSTED)(self._term)
        self._in_script = cache(partial(match_value, speeches, "script", is_exact=True))
        self._norms = {"title": self._field_norms("title", TITLE_WEIGHT), "body": self._field_norms("body", 1.0)}

    def _field_norms(self, field: str, weight: float) -> Array:
        """The factor that a count in a field is multiplied by, f32[d]."""
        lengths = self._speeches.lengths(field)
        mean = max(int(lengths[self._speeches.is_live].sum()) / max(self._speeches.live_count, 1), 1.0)
        return (weight / (1 - B + B * lengths / mean)).astype(np.float32)

    def idf(self, documents: Array | float) -> Array:
        """Inverse document frequency of things that stand in so many documents."""
        return np.log1p((self._speeches.live_count - np.asarray(documents) + 0.5) / (np.asarray(documents) + 0.5))

    def idf_of(self, documents: int) -> float:
        """That of one thing, in a fraction of the time."""
        return math.log1p((self._speeches.live_count - documents + 0.5) / (documents + 0.5))

    def _spread_idf(self, places: Array | float) -> Array:
        """The same for things that stand at so many places."""
        count = max(self._speeches.live_count, 1)
        return self.idf(count * -np.expm1(-np.asarray(places) / count))

    def terms(self, words: Iterable[str]) -> dict[str, Posted]:
        """What is known of each of some words."""
        return {word: self._posted(word) for word in dict.fromkeys(words)}

    def _term(self, word: str) -> Posted:
        found = [(self._speeches.listed(field, word), norms) for field, norms in self._norms.items()]
        listed = [several for several, _ in found]
        if self._speeches.is_whole:
            count = sum(len(some.documents) for several in listed for some in several) - held_by_both(*listed)
        else:
            count = self._speeches.count_live(*(as_one(several)[0] for several in listed))
        fields = tuple((gathered(several), norms) for several, norms in found if several)
        return Posted(word, fields, self.idf_of(count))

    def run_scores(self, words: Sequence[Posted], leaf: LeafMatch, hits: Array, beyond: float) -> RunScores:
        """What a leaf's run adds; words: the leaf's; leaf: what it finds; beyond: the most of what is added."""
        run = leaf.run.narrowed(hits)
        idf = self.idf_of(self._speeches.count_live(leaf.run.documents))
        step = np.float32(beyond + sum(word.most for word in words) + idf)
        # In a third of the time that choosing takes.
        standing = np.float32(INSIDE) * step + run.is_whole * (np.float32(WHOLE - INSIDE) * step)
        tf = self._run_counts(run)
        values = np.float32(idf) * (tf / (tf + np.float32(K1)))
        # A word stands no more often than its characters do, where each of their places is one of the run's.
        tied = sum(word.most for word in words if isinstance(run, Tallied) and word.text == run.folded)
        every = sum(word.most for word in words)
        values, standing = at(hits, run.documents, values), at(hits, run.documents, standing)
        return RunScores(values, standing, tied / idf, rest=every - tied, as_words=every / idf)

    def rough_scores(self, evidence: Evidence, terms: Mapping[str, Posted], most_places: int) -> Array:
        """f32[all documents]: by words and by the rarer pairs alone, to choose from; 0 where no word of content is.

        most_places: pairs with more are left out. A pair that is a word counts by that word's postings.
        """
        total = np.zeros(len(self._speeches), np.float32)
        for word in evidence.content:
            weight = WORDS * evidence.words[word] + PAIRS * evidence.pairs.get(word, 0.0)
            for documents, quarters, norms in terms[word].postings:
                tf = quarters * norms.take(documents)
                total[documents] += (weight * self.idf(len(documents))) * (tf / (tf + _K1_QUARTERS))
        total *= total > 0
        straddling = [pair for pair, weight in evidence.pairs.items() if weight > 0.5 and pair not in evidence.words]
        one, other = (code_points("".join(pair[side] for pair in straddling)) for side in (0, 1))
        counted = zip(self._speeches.count_pairs(one, other).tolist(), straddling, strict=True)
        for places, pair in sorted((places, pair) for places, pair in counted if 0 < places <= most_places)[:_RAREST]:
            held = Standing(self._speeches.find(pair), self._speeches)
            tf = held.counts * self._norms["body"][held.documents]
            score = PAIRS * evidence.pairs[pair] * float(self._spread_idf(places)) * (tf / (tf + K1))
            total[held.documents] += np.where(total[held.documents] > 0, score, 0)
        return total

    def _run_counts(self, run: Standing | Tallied) -> Array:
        """Normalised count of the run in each document that holds it, f32."""
        documents, rows = run.documents, run.titled
        counts: Array = run.counts.astype(np.float32) * self._norms["body"].take(documents)
        if len(rows):
            of_title, of_body = (norms[documents[rows]] for norms in self._norms.values())
            counts[rows] = run.title_counts * of_title + (run.counts[rows] - run.title_counts) * of_body
        return counts

    @staticmethod
    def _script_of(typed: Iterable[str]) -> str:
        """The script that texts are in; empty where they are in none, or in both."""
        characters = set().union(*typed)
        is_simplified, is_traditional = (bool(characters & some) for some in (SIMPLIFIED_ONLY, TRADITIONAL_ONLY))
        return "" if is_simplified == is_traditional else "Hans" if is_simplified else "Hant"

    def tells(self, typed: Iterable[str]) -> bool:
        """Whether it is known what script was typed."""
        return bool(self._script_of(typed))

    def script_scores(self, typed: Iterable[str], hits: Array) -> dict[str, Array]:
        """The part of hits in the script of what was typed, where that is known."""
        script = self._script_of(typed)
        return {"script": SCRIPT * self._in_script(script).take(hits)} if script else {}

    def weigh(self, evidence: Evidence, terms: Mapping[str, Posted]) -> Weighed:
        """Evidence with what each piece of it is worth in these speeches; terms: those of its content."""
        pairs = list(evidence.pairs)
        one, other = (code_points("".join(pair[side] for pair in pairs)) for side in (0, 1))
        counts = self._speeches.count_characters(code_points("".join(evidence.characters)))
        pair_idf = self._spread_idf(self._speeches.count_pairs(one, other)) * list(evidence.pairs.values())
        idf = self._spread_idf(counts) * list(evidence.characters.values())
        often = counts > -math.log1p(-closeness.COMMON) * self._speeches.live_count
        return Weighed(
            words={word: terms[word].idf * evidence.words[word] for word in evidence.content},
            pairs=dict(zip(pairs, pair_idf.tolist(), strict=True)),
            characters=dict(zip(evidence.characters, idf.tolist(), strict=True)),
            common=frozenset(c for c, is_common in zip(evidence.characters, often, strict=True) if is_common),
        )

    def count_scores(self, pool: PoolText, weighed: Weighed) -> dict[str, Array]:
        """The parts of these that take counting alone."""
        found = Counts(pool, weighed, self._pool_norms(pool), K1)
        return {"pairs": PAIRS * found.pairs(), "characters": CHARACTERS * found.characters()}

    def text_scores(self, pool: PoolText, weighed: Weighed) -> dict[str, Array]:
        """The parts that the text of a pool adds."""
        found = Closeness(pool, weighed, self._pool_norms(pool), K1)
        return {
            "pairs": PAIRS * found.pairs(),
            "characters": CHARACTERS * found.characters(),
            "closeness": CLOSENESS * found.closeness(),
            "sentence": SENTENCE * found.sentence(),
            "passage": PASSAGE * found.passage(),
        }

    def with_text(self, scores: Scores, hits: Array, weighed: Weighed, terms: Mapping[str, Posted]) -> Scores:
        """The same with what the text of the `POOL` best adds.

        Only a question is answered by feedback, too: many words, and their run is in no speech. terms: those of its
        content.
        """
        rows = best_rows(scores.total, POOL)
        pool = PoolText(self._speeches, hits[rows])
        additions = self.text_scores(pool, weighed)
        if len(weighed.words) >= QUESTION_WORDS and not scores.parts["standing"].any():
            so_far = scores.total[rows] + np.sum(list(additions.values()), axis=0)
            additions |= self.feedback_scores(pool, so_far, weighed, terms)
        parts = dict(scores.parts)
        for name, added in additions.items():
            parts[name] = np.zeros(len(hits))
            parts[name][rows] = added
        return Scores.of_parts(parts, len(hits))

    def feedback_scores(
        self, pool: PoolText, scores: Array, weighed: Weighed, terms: Mapping[str, Posted]
    ) -> dict[str, Array]:
        """The parts that are learned from the best of a pool; scores: those so far."""
        gate = feedback.gate(scores)
        if not gate:
            return {}
        rows = best_rows(scores, feedback.RELATED_READ)
        words = [terms[word] for word in weighed.words if terms[word].listed]
        is_there = [word.scores(pool.documents[rows]) > 0 for word in words]
        learned = {"feedback": feedback.learned_pairs(pool, scores, self._pair_idf), "related": {}}
        if words:
            held = feedback.Held(rows, np.stack(is_there, axis=1), np.array([word.idf for word in words]))
            learned["related"] = feedback.related_pairs(pool, held, weighed.pairs, self._pair_idf)
        pairs = dict.fromkeys(chain.from_iterable(learned.values()), 0.0)
        sought = Weighed({}, pairs, dict.fromkeys("".join(pairs), 0.0), frozenset())
        saturated = Counts(pool, sought, self._pool_norms(pool), K1).saturated_pairs()
        share = {"feedback": FEEDBACK * gate, "related": RELATED * gate**2}
        return {
            name: saturated @ [share[name] * worth.get(pair, 0.0) for pair in pairs] for name, worth in learned.items()
        }

    def _pair_idf(self, one: Array, other: Array) -> Array:
        return self._spread_idf(self._speeches.count_pairs(one, other))

    def _pool_norms(self, pool: PoolText) -> Array:
        return np.stack([self._norms["title"][pool.documents], self._norms["body"][pool.documents]], axis=1)

    @staticmethod
    def most(weighed: Weighed) -> float:
        """What the text of a document can add at the most."""
        words, pairs, characters = (sum(some.values()) for some in (weighed.words, weighed.pairs, weighed.characters))
        best = closeness.LEAD * (closeness.SENTENCE_K1 + 1) / (1 + closeness.SENTENCE_K1 * (1 - closeness.SENTENCE_B))
        return (
            PAIRS * pairs
            + CHARACTERS * characters
            + CLOSENESS * words
            + (SENTENCE + PASSAGE) * best * (characters + closeness.PAIR_SHARE * pairs)
        )
