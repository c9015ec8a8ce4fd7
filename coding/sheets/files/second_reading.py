"""Compare what LibreOffice made of a file with the file itself, read in a second, simple way.

Words of the file that are in no line and not listed yet are listed. If the file is of a kind that
cannot be read this way, a doubt says so: then only a person can compare.
"""

from coding.sheets.document import Repair
from coding.sheets.files.file_kinds import OLD_WORD, OPEN_DOCUMENT, RICH_TEXT, kind_of
from coding.sheets.files.old_word import NotKnown, words_of_old_word
from coding.sheets.files.opendocument import words_of_open_document
from coding.sheets.files.rich_text import words_of_rich_text
from coding.sheets.files.word.tally import LineTally
from coding.sheets.questions.wording import letters

LOST = "Words that LibreOffice lost"
UNCHECKED = "Such a file cannot be searched for words that LibreOffice lost; compare it as a whole"
_MOST_SOUGHT = 200  # words that may be parts of others; all further ones are listed
_READERS = {
    OPEN_DOCUMENT: words_of_open_document,
    RICH_TEXT: words_of_rich_text,
    OLD_WORD: words_of_old_word,
}


def list_lost_words(content: bytes, tally: LineTally) -> None:
    """List the words that a converter lost. Raises UnreadableFile where the file is broken."""
    kind = kind_of(content) or ""
    try:
        words = _READERS[kind](content)
    except (KeyError, NotKnown):
        tally.repairs.append(Repair(None, UNCHECKED, kind, doubtful=True))
    else:
        tally.leave_out(None, LOST, tally.lacking(words) or _nowhere(words, tally.accounted()))


def _nowhere(words: list[str], accounted: list[str]) -> str:
    """Return words that stand nowhere, even if no letters are missing: a converter adds some."""
    known = {letters(word) for text in accounted for word in text.split()} | {""}
    stream = letters(" ".join(accounted))
    unknown = [word for word in dict.fromkeys(words) if letters(word) not in known]
    parted = {word for word in unknown[:_MOST_SOUGHT] if letters(word) in stream}
    return " ".join(word for word in unknown if word not in parted)
