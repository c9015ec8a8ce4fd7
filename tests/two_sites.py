"""The site as processes of its own: several of them, on one database, as on several machines."""

from pathlib import Path

from django.db import connection

from bench.servers import Server

SECRET = "the-same-on-all-machines-" + "x" * 40


def database_url(name: str = "") -> str:
    """The address of the tests' own database, or of another one beside it."""
    settings = connection.settings_dict
    who = f"{settings['USER']}:{settings['PASSWORD']}@" if settings["USER"] else ""
    return (
        f"postgres://{who}{settings['HOST']}:{settings['PORT'] or 5432}/{name or settings['NAME']}"
    )


class Machine(Server):
    """One machine with a site; folder and port are its own, database and secret are shared."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.more = {"EXPORT_DIR": str(folder.parent / "exports"), **settings}
        super().__init__("site", 0, folder, "postgres://", secret=SECRET)

    @property
    def url(self) -> str:
        """The database of the tests."""
        return database_url()

    @property
    def environment(self) -> dict[str, str]:
        """All that the process gets to know."""
        return {**super().environment, **self.more}
