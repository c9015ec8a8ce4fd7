"""Files on the import desk, and its worker, that goes on until nothing waits."""

from coding.desk.adding_files import Incoming, add_files
from coding.desk.file_actions import import_files, seen_of
from coding.desk.reading import compare_with_record
from coding.desk.worker import work_on_next
from coding.models import DeskFile, ImportRequest
from coding.models.questionnaire import BY_NUMBER
from coding.sheets.printing.printable import PrintableSheet
from coding.sheets.printing.text import print_text
from coding.workflow.import_requests import ask
from tests.factories import content


def printed(atop_id=4765, phase=0, **answers):
    """The text of a printed sheet."""
    said = content(atop_id, phase, **answers).answers
    return print_text(PrintableSheet(atop_id, phase, said, ())).encode()


def typed_sheet(atop_id, *changes, **answers):
    """A sheet as somebody typed it, without the mark of a print, and with these words changed."""
    _, *lines = printed(atop_id, **answers).decode().splitlines()
    text = "\n".join(line.strip() for line in lines)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return Incoming(f"{atop_id}.txt", text.encode())


def unclear(atop_id=4765):
    """A sheet with a question 14 that nobody can find."""
    lost = (f"14. {BY_NUMBER[14].wording}", "When did it end, and why?")
    return typed_sheet(atop_id, lost).content


def sheet_file(atop_id=4765, phase=0, **answers):
    return Incoming(f"{atop_id}.txt", printed(atop_id, phase, **answers))


LETTER = Incoming("letter.txt", b"Dear colleague, thank you for the sheets.")


def work():
    """Let the worker take every file as far as it goes."""
    while work_on_next():
        pass


def put_on_the_desk(*incoming, by, read=True):
    batch = add_files(incoming, by=by, name="A batch")
    if read:
        work()
    return batch


def asked_for(*atop_ids, by) -> ImportRequest:
    """A request for new sheets, from files on the desk that are quickly read."""
    batch = put_on_the_desk(*map(sheet_file, atop_ids), by=by, read=False)
    for atop_id, file in zip(atop_ids, batch.files.all(), strict=True):
        file.sheet_says, file.atop_id = content(atop_id).as_texts(), atop_id
        compare_with_record(file)
        file.save()
    return ask(batch.files.all(), by=by)


def let_in_all(batch, by):
    """Let in what was read as the page of the batch shows it; return the request, if any."""
    files = batch.files.all()
    return import_files(files, by=by, seen=seen_of(files))[1]


def states(batch):
    return list(DeskFile.objects.filter(batch=batch).values_list("state", flat=True))
