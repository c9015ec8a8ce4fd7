"""Answers with the lengths and shapes of real ones: the sample sheets' sentences, recombined."""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass, field
from pathlib import Path

_SENTENCE_END = re.compile(r"(?<=[.!?”])\s+(?=[A-Z“(])")
LONG = 60  # an answer of more letters is running text, put together from sentences

STATES = (
    "2 United States", "20 Canada", "70 Mexico", "100 Colombia", "101 Venezuela", "130 Ecuador",
    "135 Peru", "140 Brazil", "145 Bolivia", "155 Chile", "160 Argentina", "200 United Kingdom",
    "210 Netherlands", "211 Belgium", "220 France", "230 Spain", "235 Portugal", "255 Germany",
    "290 Poland", "300 Austria-Hungary", "310 Hungary", "325 Italy", "345 Yugoslavia",
    "350 Greece", "355 Bulgaria", "360 Romania", "365 Russia", "369 Ukraine", "370 Belarus",
    "371 Armenia", "372 Georgia", "373 Azerbaijan", "620 Libya", "630 Iran", "640 Turkey",
    "645 Iraq", "651 Egypt", "652 Syria", "663 Jordan", "666 Israel", "700 Afghanistan",
    "701 Turkmenistan", "702 Tajikistan", "703 Kyrgyz Republic", "704 Uzbekistan",
    "705 Kazakhstan", "710 China", "712 Mongolia", "731 North Korea", "740 Japan", "750 India",
)  # fmt: skip
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
ATOP_ID, SIGNED, MEMBERS = 1, 3, 4


@dataclass
class Corpus:
    """The samples' answers by question, their sentences, and the codes of each sample.

    ``codes`` holds for each sample its alliance-level codes and those of one member.
    """

    answers: dict[int, list[str]]
    codes: list[dict[str, dict[str, int]]]
    sentences: dict[int, list[str]] = field(init=False)
    prose: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.sentences = {
            number: [s for answer in answers if len(answer) > LONG for s in _sentences(answer)]
            for number, answers in self.answers.items()
        }
        self.prose = [s for found in self.sentences.values() for s in found]

    @classmethod
    def read(cls, path: Path) -> Corpus:
        """Read what ``write`` wrote."""
        kept = json.loads(path.read_text())
        return cls({int(n): said for n, said in kept["answers"].items()}, kept["codes"])

    def write(self, path: Path) -> None:
        """Keep the answers for the other process, which cannot read printed sheets."""
        path.write_text(json.dumps({"answers": self.answers, "codes": self.codes}))

    def answer(self, number: int, dice: random.Random) -> str:
        """Return an answer to the question, as long and as often blank as the samples' are."""
        said = dice.choice(self.answers[number])
        if len(said) <= LONG:
            return said
        stretch = dice.lognormvariate(0, 0.35)
        paragraphs = said.split("\n")
        wanted = max(1, round(len(paragraphs) * stretch))
        return "\n".join(
            self._paragraph(number, paragraphs[n % len(paragraphs)], dice) for n in range(wanted)
        )

    def _paragraph(self, number: int, like: str, dice: random.Random) -> str:
        pool = self.sentences[number]
        kept = [
            sentence if dice.random() < 0.4 else dice.choice(pool) for sentence in _sentences(like)
        ]
        return " ".join(kept)

    def revised(self, base: str, mark: str, dice: random.Random) -> str:
        """Return a later answer: a sentence exchanged, one added, and a mark to find it by."""
        paragraphs = base.split("\n")
        changed = dice.randrange(len(paragraphs))
        sentences = _sentences(paragraphs[changed]) if paragraphs[changed] else []
        if sentences:
            sentences[dice.randrange(len(sentences))] = dice.choice(self.prose)
        paragraphs[changed] = " ".join([*sentences, dice.choice(self.prose)])
        return "\n".join([*paragraphs, f"Version 6.0: see note {mark}."])


def _sentences(paragraph: str) -> list[str]:
    return [s for s in _SENTENCE_END.split(paragraph.replace("\n", " ")) if s]


def signed(dice: random.Random) -> str:
    """Return a signature date."""
    return f"{dice.choice(MONTHS)} {dice.randint(1, 28)}, {dice.randint(1815, 2018)}"


def members(dice: random.Random) -> str:
    """Return the members: mostly two, sometimes many, as among the real alliances."""
    number = 2 if dice.random() < 0.8 else dice.randint(3, 12)
    return "\n".join(sorted(dice.sample(STATES, number), key=lambda state: int(state.split()[0])))
