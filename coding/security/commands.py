"""Commands run by an operator, each logged as one event."""

import re
from collections.abc import Sequence

from coding.security.log import record

TOLD = (
    *("backup", "restore", "move_database", "migrate", "flush", "nightly_export", "import_sheets"),
    *("import_dataset", "load_reference", "load_demo", "createsuperuser", "changepassword"),
    *("database_roles", "withdraw_release"),
)
_SECRETS = re.compile(r"(?<=://)\S*(?=@)|(?<=\?)\S+")  # in addresses: name and password, options


def tell_of_command(arguments: Sequence[str], outcome: str) -> None:
    """Log which command an operator ran, and how it ended."""
    if len(arguments) > 1 and arguments[1] in TOLD:
        options = " ".join(map(_without_secrets, arguments[2:]))
        record(f"command {arguments[1]}", more=f"{options} {outcome}")


def _without_secrets(argument: str) -> str:
    return _SECRETS.sub("…", argument) if "://" in argument else argument
