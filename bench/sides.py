"""What stands beside what: the site beside two plain admins and a bare view, or two checkouts."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from bench.actions import ADMIN, BARE, SITE, Make
from bench.servers import IS_BASELINE, Server

SITE_SIDE, ADMIN_SIDE, CODED_SIDE, BARE_SIDE = "site", "admin", "admin with codes", "bare"
BEFORE_SIDE = "before"


@dataclass
class Side:
    """One column of the table: a server, and how each action is done there."""

    name: str
    server: Server
    actions: dict[str, Make]

    @property
    def size(self) -> int:
        """How many sheets it has."""
        return self.server.size


def beside_admin(folder: Path, size: int, database: str) -> list[Side]:
    """The site, plain admin with the answers alone and with codes, and the bare view of answers."""
    site = Server("site", size, folder / "site", database)
    plain = Server("admin", size, folder / "admin", database, settings=IS_BASELINE)
    has_codes = {**IS_BASELINE, "BENCH_CODES": "1"}
    coded = Server("admin_codes", size, folder / "admin-codes", database, settings=has_codes)
    return [
        Side(SITE_SIDE, site, SITE),
        Side(ADMIN_SIDE, plain, ADMIN),
        Side(CODED_SIDE, coded, ADMIN),
        Side(BARE_SIDE, plain, BARE),
    ]


def beside_checkout(folder: Path, size: int, database: str, against: Path) -> list[Side]:
    """The site of this checkout and that of another one."""
    now = Server("site", size, folder / "site", database)
    before = Server("before", size, folder / "before", database, checkout=against.resolve())
    return [Side(SITE_SIDE, now, SITE), Side(BEFORE_SIDE, before, SITE)]


def fill(sides: list[Side]) -> None:
    """Fill the databases of one size, all with the same sheets.

    Two checkouts share what the other one made: here it is updated, as it would be at its users'.
    """
    site, other, *_ = (side.server for side in sides)
    if other.is_site:
        other.fill()
        site.fill_like(other)
        return
    site.fill()
    for server in servers_of(sides)[1:]:
        shutil.copy(site.folder / "stories.json", server.folder)
        server.fill()


def servers_of(sides: list[Side]) -> list[Server]:
    """Each server once, in their order."""
    return list({id(side.server): side.server for side in sides}.values())
