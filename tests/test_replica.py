"""How far a replica is behind is known by what was written, not by clocks."""

from django.db.utils import OperationalError

from coding.replica import Freshness


class Servers:
    """A primary and its replica, on a clock that the test sets."""

    def __init__(self):
        self.now, self.written, self.replayed, self.is_away = 0.0, 100, 100, False
        self.freshness = Freshness(lambda: self.written, self.replica, lambda: self.now, self.wait)
        self.follows_in_a_moment = False

    def replica(self):
        if self.is_away:
            raise OperationalError
        return self.replayed

    def wait(self, seconds):
        if self.follows_in_a_moment:
            self.replayed = self.written

    def lag_after(self, seconds):
        self.now += seconds
        return self.freshness.lag()


def test_a_night_without_writing_is_no_lag():
    servers = Servers()
    assert servers.lag_after(0) == 0
    assert servers.lag_after(30_000) == 0


def test_what_was_written_just_now_is_no_lag_where_nobody_asked_for_a_while():
    servers = Servers()
    assert servers.lag_after(0) == 0
    servers.written, servers.follows_in_a_moment = 200, True
    assert servers.lag_after(60) < 1
    servers.written, servers.follows_in_a_moment = 300, False
    assert servers.lag_after(60) >= 60


def test_a_replica_that_no_longer_follows_is_behind_since_then():
    servers = Servers()
    assert servers.lag_after(0) == 0
    servers.written = 200
    assert servers.lag_after(5) == 5
    assert servers.lag_after(5) == 10
    servers.replayed = 200
    assert servers.lag_after(2) == 0


def test_a_replica_that_follows_late_is_as_old_as_what_it_has():
    servers = Servers()
    for written in range(100, 110):  # ten more a second, replayed four seconds late
        servers.written, servers.replayed = 10 * written, 10 * written - 40
        servers.lag_after(1)
    assert servers.freshness.lag() == 4


def test_a_replica_that_is_away_is_asked_again_later():
    servers = Servers()
    servers.is_away = True
    assert servers.lag_after(0) == float("inf")
    servers.is_away = False
    assert servers.lag_after(5) == float("inf")
    assert servers.lag_after(5) == 0


def test_a_replica_that_failed_while_a_page_was_made_is_left_alone_for_a_while():
    servers = Servers()
    assert servers.lag_after(0) == 0
    servers.freshness.lose()
    assert servers.lag_after(9) == float("inf")
    assert servers.lag_after(1) == 0
