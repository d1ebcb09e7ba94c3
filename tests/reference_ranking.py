"""What the text of a speech adds to its score, worked out character by character: slow, short and plainly right.

Nothing here shares code with the engine but folding and the analyser, which have tests of their own.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from indexer.analysis import Analyzer
from indexer.folding import fold
from indexer.model import Speech
from indexer.query.tree import Text

PAIRS, CHARACTERS, CLOSENESS, SENTENCE, PASSAGE = 1.0, 1.2, 1.0, 0.6, 0.3
_SENTENCE_END = re.compile("[\n。！？；!?;]")


class Pieces:
    """The words, pairs and characters of some leaves with their weights; function words weigh .3 beside others.

    Words and pairs that are said n times weigh √n times as much.
    """

    def __init__(self, leaves: Sequence[Text], analyzer: Analyzer) -> None:
        cuts = [[(piece, any(map(str.isalnum, piece))) for piece in analyzer.cut(fold(leaf.text))] for leaf in leaves]
        known = list(dict.fromkeys(piece for cut in cuts for piece, is_word in cut if is_word))
        self.content = [word for word in known if not analyzer.is_function_word(word)] or known
        weights = {word: 1.0 if word in self.content else 0.3 for word in known}
        said = Counter(piece for cut in cuts for piece, _ in cut)
        self.times = {word: math.sqrt(said[word]) for word in known}
        said_pairs = Counter[str]()
        self.pairs: dict[str, float] = {}
        self.characters: dict[str, float] = {}
        for cut in cuts:
            weighed = [(c, weights.get(piece, 0.0)) for piece, _ in cut for c in piece]
            for c, weight in weighed:
                if c.isalnum():
                    self.characters[c] = max(weight, self.characters.get(c, 0))
            for (a, one), (b, other) in pairwise(weighed):
                if a.isalnum() and b.isalnum():
                    said_pairs[a + b] += 1
                    self.pairs[a + b] = max((one + other) / 2, self.pairs.get(a + b, 0))
        self.pairs = {pair: weight * math.sqrt(said_pairs[pair]) for pair, weight in self.pairs.items()}


class TextScores:
    """The text parts of scores in a corpus. norms: what a place in a speech's title (True) or body counts."""

    def __init__(self, speeches: Sequence[Speech], norms: Mapping[tuple[str, bool], float]) -> None:
        self.speeches = speeches
        self.norms = norms
        self._known: dict[str, int] = {}
        self._texts = {s.id: {True: fold(s.meta.title), False: fold(s.body)} for s in speeches}

    def _idf(self, documents: float) -> float:
        return math.log(1 + (len(self.speeches) - documents + 0.5) / (documents + 0.5))

    def _places(self, string: str) -> int:
        if string not in self._known:
            self._known[string] = sum(_count(string, text) for two in self._texts.values() for text in two.values())
        return self._known[string]

    def _spread_idf(self, string: str) -> float:
        count = len(self.speeches)
        return self._idf(count * (1 - math.exp(-self._places(string) / count)))

    def weights(self, pieces: Pieces) -> tuple[dict[str, float], dict[str, float]]:
        """(pairs, characters) with idf times weight."""
        return (
            {pair: weight * self._spread_idf(pair) for pair, weight in pieces.pairs.items()},
            {c: weight * self._spread_idf(c) for c, weight in pieces.characters.items()},
        )

    def parts(self, pieces: Pieces, word_idf: Mapping[str, float], speech: Speech) -> dict[str, float]:
        """The parts of one speech."""
        pairs, characters = self.weights(pieces)
        common = {c for c in characters if self._places(c) > -math.log(0.8) * len(self.speeches)}
        rare = {c: weight for c, weight in characters.items() if c not in common}
        return {
            "pairs": PAIRS * self._bm25(pairs, speech),
            "characters": CHARACTERS * self._bm25(rare, speech),
            "closeness": CLOSENESS * self._closeness(word_idf, set(characters), speech),
            "sentence": SENTENCE * max(self._stretches(pairs, characters, speech, 1)),
            "passage": PASSAGE * max(self._stretches(pairs, characters, speech, 3)),
        }

    def _bm25(self, weights: Mapping[str, float], speech: Speech) -> float:
        total = 0.0
        for string, weight in weights.items():
            texts = self._texts[speech.id].items()
            tf = sum(_count(string, text) * self.norms[speech.id, is_title] for is_title, text in texts)
            total += weight * tf / (tf + 0.8)
        return total

    def _closeness(self, word_idf: Mapping[str, float], known: set[str], speech: Speech) -> float:
        text = self._texts[speech.id][True] + "\0" + self._texts[speech.id][False]
        words = [word for word in word_idf if set(word) <= known]
        places = sorted((at, number) for number, word in enumerate(words) for at in _starts(word[:64], text))
        near: dict[frozenset[int], float] = {}
        for lag in (1, 2, 3, 4, 5):
            for (at, one), (later, other) in zip(places, places[lag:], strict=False):
                if one != other:
                    value = 1 / (1 + max((later - at) / 1.7 - 1, 0) / 8)
                    near[frozenset((one, other))] = max(value, near.get(frozenset((one, other)), 0))
        idf = [word_idf[word] for word in words]
        total = sum(value * math.sqrt(math.prod(idf[number] for number in pair)) for pair, value in near.items())
        return 2 * total / (len(word_idf) - 1)

    def _stretches(
        self, pairs: Mapping[str, float], characters: Mapping[str, float], speech: Speech, most: int
    ) -> Iterator[float]:
        """What runs of so many sentences are worth."""
        sentences: list[tuple[int, str]] = []
        for text in self._texts[speech.id].values():
            start = 0
            for sentence in _SENTENCE_END.split(text):
                sentences.append((start, sentence))
                start += len(sentence) + 1
        for at in range(0, len(sentences), most):
            some = [sentence for _, sentence in sentences[at : at + most]]
            worth = sum(weight for c, weight in characters.items() if any(c in sentence for sentence in some))
            worth += 0.5 * sum(weight for p, weight in pairs.items() if any(p in sentence for sentence in some))
            lead = 1.2 if sentences[at][0] < 100 else 1
            yield worth * 2.2 / (1 + 1.2 * (0.5 + 0.5 * sum(map(len, some)) / (40 * most))) * lead

    def most(self, pieces: Pieces, word_idf: Mapping[str, float]) -> float:
        """What the parts can come to."""
        pairs, characters = (sum(some.values()) for some in self.weights(pieces))
        best = 1.2 * 2.2 / 1.6 * (characters + pairs / 2)
        return (
            PAIRS * pairs + CHARACTERS * characters + CLOSENESS * sum(word_idf.values()) + (SENTENCE + PASSAGE) * best
        )


def _starts(string: str, text: str) -> list[int]:
    return [at for at in range(len(text) - len(string) + 1) if text.startswith(string, at)]


def _count(string: str, text: str) -> int:
    return len(_starts(string, text))
