"""Give the best-known alliances their usual names."""

from typing import Any

from coding.codebook.counted_nouns import counted
from coding.management.site_command import SiteCommand
from coding.workflow.usual_names import name_known_alliances


class Command(SiteCommand):
    """Prints a line for each sheet that got names, then a sentence."""

    help = (
        "Give sheets the usual names of the best-known alliances, such as NATO, by which people "
        "find them: by members and month of signature, from the site's own table. Sheets that "
        "have or had names keep what people made of them. Imports do it by themselves."
    )

    def handle(self, *args: Any, **options: Any) -> str:
        named = name_known_alliances()
        for sheet in named:
            self.stdout.write(f"{sheet.key}: {sheet.usual_names}")
        return f"{counted(len(named), 'sheet')} got usual names."
