"""The command: python -m tests.fuzzing --cases 100000 --seed 1; with --case N, that one alone."""

import argparse
import logging
import os
import sys
import time
from collections import Counter

import django


def main() -> int:
    """Try the cases on a database of its own, which is removed at the end."""
    arguments = _arguments()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    logging.disable(logging.CRITICAL)
    from django.db.transaction import Atomic
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    Atomic._ensure_durability = False  # as in Django's own tests: a case is one transaction
    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        return _run(arguments)
    finally:
        teardown_databases(databases, verbosity=0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing", description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0, help="the number of the first case")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--case", type=int, help="this case alone, told in full")
    return parser.parse_args()


def _run(arguments: argparse.Namespace) -> int:
    from tests.fuzzing.cases import case_of
    from tests.fuzzing.running import failures
    from tests.fuzzing.world import build

    world, seed = build(), arguments.seed
    first, number = arguments.first, arguments.cases
    if arguments.case is not None:
        first, number = arguments.case, 1
        print(case_of(world, seed, first))
    kinds: Counter[str] = Counter()
    began = time.monotonic()
    for tried, failure in enumerate(failures(world, seed, iter(range(first, first + number))), 1):
        if failure:
            kinds[failure.kind] += 1
            if kinds[failure.kind] == 1:
                print(f"\nCase {failure.number}: {failure.case}\n{failure.what}")
            print(f"Again: python -m tests.fuzzing --seed {seed} --case {failure.number}")
        if tried % 1000 == 0:
            pace = tried / (time.monotonic() - began)
            print(f"{tried} cases, {sum(kinds.values())} failed, {pace:.0f} a second", flush=True)
    for kind, times in kinds.most_common():
        print(f"{times} × {kind}")
    print(f"{number} cases of seed {seed}: {sum(kinds.values())} failed.")
    return 1 if kinds else 0


if __name__ == "__main__":
    sys.exit(main())
