"""datapackage.json of an export's folder: the files outside the folder of the datasets."""

import json

from coding.datasets.documents.companion_files import PACKAGE, RECORD
from coding.datasets.documents.datapackage import package_of_record
from coding.datasets.documents.publication import Publication
from coding.export.csv_rows import described
from coding.export.output import Output


def write_package(output: Output, publication: Publication) -> None:
    """Describe sheets.json and the tables next to it, if they were written."""
    written = {entry.name: entry for entry in output.entries}
    files = [described(kind, written[kind.name]) for kind in RECORD if kind.name in written]
    package = package_of_record(publication, files)
    content = json.dumps(package, ensure_ascii=False, indent=1) + "\n"
    output.add(PACKAGE.name, content.encode())
