"""Why a sheet was found: the parts of the query that it matches, with the words in context."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from coding.models import Passage, Sheet
from coding.models.passage import MEMBERS, NAMES, NOTES, PLACES, key_of
from coding.models.questionnaire import BY_NUMBER, SECTIONS
from coding.search import full_text
from coding.search.finding import Found, PartFound
from coding.search.marking import MarkedText, excerpt
from coding.search.query import QueryPart
from coding.search.words import Words
from coding.workflow.visibility import visible_to_all

MOST_TEXTS, MOST_READ = 3, 8  # places shown for each sheet, and places read to choose them

Texts = dict[tuple[int, int], str]  # by sheet and place


@dataclass(frozen=True)
class MatchReason:
    """One reason. ``question`` is where to read more; ``is_own`` texts are read in the editor."""

    label: str
    pieces: Sequence[MarkedText] = ()
    question: str = ""
    is_own: bool = False


def reasons(found: Found, sheets: Sequence[Sheet]) -> dict[int, list[MatchReason]]:
    """Return why each of these sheets is listed, the closest reasons first."""
    members = _members(sheets) if any(part.of_member for part in found.parts) else {}
    parts = _looked_for(found)
    places = _places(parts, sheets)
    texts = _texts(places)
    return {
        sheet.pk: [
            *(reason for part in found.parts for reason in _meant(part, sheet, found, members)),
            *_coded(found, sheet.pk),
            *_own_reasons(found, sheet.pk),
            *_excerpts(sheet.pk, places[sheet.pk], parts, found.query.side_by_side, texts),
        ]
        for sheet in sheets
    }


def _meant(
    part_found: PartFound, sheet: Sheet, found: Found, members: dict[int, set[str]]
) -> Iterable[MatchReason]:
    part, pk = part_found.part, sheet.pk
    if pk in part_found.by_id:
        yield MatchReason("ATOP ID", [MarkedText(sheet.key, is_marked=True)])
    elif pk in part_found.beginning:
        rest = sheet.key.removeprefix(part.begins)
        yield MatchReason("ATOP ID", [MarkedText(part.begins, is_marked=True), MarkedText(rest)])
    if pk in part_found.named:
        yield MatchReason("Usual name", excerpt(sheet.usual_names, [part.words]))
    if pk in part_found.of_member:
        meant = frozenset(
            code for code in part.states if full_text.token_of(code) in members.get(pk, ())
        )
        yield MatchReason("Member", [MarkedText(found.names.in_words(meant), is_marked=True)])
    if pk in part_found.of_cow:
        yield MatchReason("COW alliance", [MarkedText(str(part.cow_alliance), is_marked=True)])
    if pk in part_found.signed:
        yield MatchReason("Signed", [MarkedText(part.typed, is_marked=True)])
    elif pk in part_found.in_force:
        yield MatchReason("In force", [MarkedText(part.typed, is_marked=True)])


def _members(sheets: Iterable[Sheet]) -> dict[int, set[str]]:
    keys = [key_of(sheet.pk, MEMBERS) for sheet in sheets]
    rows = Passage.objects.filter(pk__in=keys).values_list("pk", "text")
    return {key // PLACES: set(text.split()) for key, text in rows}


def _coded(found: Found, sheet: int) -> Iterable[MatchReason]:
    for test, values in found.codes:
        for value in values.get(sheet, ()):
            variable = test.variable
            marked = MarkedText(f"{variable.name} = {variable.describe(value)}", is_marked=True)
            label = f"{variable.label[:1].upper()}{variable.label[1:]}"
            yield MatchReason(label, [marked], question=str(variable.home or ""))


def _own_reasons(found: Found, sheet: int) -> Iterable[MatchReason]:
    for own in found.own.on(sheet):
        parts = [part.part for part in found.parts if found.own.is_said(own, part.part)]
        if parts:
            label = f"Your {'draft' if own.is_draft else 'change in review'} at Q{own.question}"
            pieces = excerpt(own.text, [part.words for part in parts])
            yield MatchReason(label, pieces, question=str(own.question), is_own=True)


def _looked_for(found: Found) -> list[QueryPart]:
    """Return the parts whose words are shown in context."""
    return [
        part.part
        for part in found.parts
        if part.in_text and (part.part.means_its_words or not part.by_meaning)
    ]


def _places(parts: Sequence[QueryPart], sheets: Sequence[Sheet]) -> dict[int, list[int]]:
    """Return the places of each sheet that contain the words, without names."""
    places = defaultdict[int, list[int]](list)
    keys = [sheet.pk for sheet in sheets]
    for sheet, place in full_text.places_with([part.words for part in parts], keys):
        if place != NAMES and any(_is_meant(part, place) for part in parts):
            places[sheet].append(place)
    for part in parts:
        if part.is_whole_question and part.question:
            for key in keys:
                places[key].append(part.question)
    return places


def _is_meant(part: QueryPart, place: int) -> bool:
    return part.question in (None, place % NOTES)


def _texts(places: dict[int, list[int]]) -> Texts:
    """Read what stands at the first of the places; a query for each section, one for notes."""
    wanted = {(sheet, place) for sheet, all_ in places.items() for place in all_[:MOST_READ]}
    sheets = {sheet for sheet, _ in wanted}
    texts: Texts = {}
    for section in SECTIONS:
        numbers = {place for _, place in wanted if section.first <= place <= section.last}
        keys = [BY_NUMBER[number].key for number in sorted(numbers)]
        if keys:
            rows = section.model.objects.filter(sheet__in=sheets)
            for sheet, *texts_here in rows.values_list("sheet_id", *keys):
                texts |= {
                    (sheet, n): text for n, text in zip(sorted(numbers), texts_here, strict=True)
                }
    return texts | _notes(sheets, {place - NOTES for _, place in wanted if place > NOTES})


def _notes(sheets: Collection[int], questions: Collection[int]) -> Texts:
    if not questions:
        return {}
    notes: dict[tuple[int, int], list[str]] = defaultdict(list)
    approved = visible_to_all().filter(sheet__in=sheets, question__in=questions).order_by("id")
    for sheet, number, *texts in approved.values_list(
        "sheet_id", "question", "note", "printed_note"
    ):
        notes[sheet, number + NOTES] += filter(None, texts)
    return {place: " ".join(texts) for place, texts in notes.items()}


def _excerpts(
    sheet: int, places: list[int], parts: Sequence[QueryPart], together: Words | None, texts: Texts
) -> Iterable[MatchReason]:
    """Yield excerpts from the places with most of the words, then the number of other places."""
    read = [place for place in places if (sheet, place) in texts]
    words = {place: _words_at(parts, place) for place in read}

    def closeness(place: int) -> tuple[int, int, int]:
        text = texts[sheet, place]
        number = sum(next(sought.spans(text), None) is not None for sought in words[place])
        is_together = together is not None and next(together.spans(text), None) is not None
        return (-is_together, -number, place)

    shown = sorted(read, key=closeness)[:MOST_TEXTS]
    for place in shown:
        number = place % NOTES
        label = f"Q{number} {BY_NUMBER[number].label}" + (", note" if place > NOTES else "")
        yield MatchReason(label, excerpt(texts[sheet, place], words[place]), question=str(number))
    if more := len(set(places)) - len(shown):
        yield MatchReason(f"and in {more} more place{'s' if more > 1 else ''} of this sheet")


def _words_at(parts: Iterable[QueryPart], place: int) -> list[Words]:
    return [part.words for part in parts if part.words.words and _is_meant(part, place)]
