"""The order of the member file's columns.

The columns of release 5.1 keep their published order. A variable that is declared later stands
directly behind the one declared before it in its module.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

_HEADER = """
    atopid cowid cow4id member cowsys yrent moent dayent yrexit moexit dayexit ineffect bilat phase
    maxphase wartime cowwar estmode pubsecr secrart proadd futmem speclgth length renounce proren
    renewlgt term termmode termcaus defense offense neutral nonagg consul active conditio defcon
    offcon neucon concon defcoadv defcoloc defcocon defconum defcodem defconpr offcoadv offcoloc
    offcocon offconum offcodem neucoadv neucoloc neucocon neuconum neucodem neuconpr neucoatt
    concoadv concoloc concocon concoreq olimob asymm obvary notaiden dipaid terrres seppeace
    thirdcom noothall specthrt statthr1 statthr2 conwtin medarb milcon milaid intcom subord organ1
    orgpurp1 organ2 orgpurp2 base contrib armred acqterr divgains demwith reflnun refothio natrefal
    compag nomicoop conres agprois conmen ecaid interv source new5 rev5 version
"""
RELEASE_5_1: tuple[str, ...] = tuple(_HEADER.split())


def in_order(modules: Iterable[Sequence[str]]) -> list[str]:
    """Return the names that the modules declare, in the order of the columns.

    If the first name of a module is new, it stands directly before the one declared after it.
    """
    order = list(RELEASE_5_1)
    for names in modules:
        for before, name in pairwise(names):
            if name not in order and before in order:
                order.insert(order.index(before) + 1, name)
        for name, after in reversed(list(pairwise(names))):
            if name not in order:
                order.insert(order.index(after), name)
    return order
