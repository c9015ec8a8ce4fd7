"""The examples in docs/deploy/ can be read, and name only settings and commands that there are."""

import configparser
import re

import pytest
import yaml

from coding.pages import guides
from coding.request_limits import MOST_UPLOADED
from tests.test_docs import COMMANDS, ROOT, variables_documented

DEPLOY = ROOT / "docs" / "deploy"
SERVICES = sorted(DEPLOY.glob("systemd/*.service"))
TIMERS = sorted(DEPLOY.glob("systemd/*.timer"))
OF_DJANGO = {"collectstatic", "migrate", "createsuperuser", "clearsessions"}


def unit(path):
    read = configparser.ConfigParser(strict=False, interpolation=None)
    read.optionxform = str
    read.read(path)
    return read


def composed():
    return yaml.safe_load((DEPLOY / "compose" / "compose.yaml").read_text())["services"]


def test_the_services_of_the_site_set_variables_that_are_read():
    sites = [site for site in composed().values() if site.get("image") == "atop-site"]
    assert len(sites) == 6
    for site in sites:
        assert site["environment"].keys() <= variables_documented()


def test_the_image_of_the_site_holds_what_its_pages_are_made_of(settings):
    """It had no docs/, so in a container the guides were an error of the site."""
    dockerfile = (DEPLOY / "compose" / "Dockerfile").read_text()
    copied = [ROOT / name for name in re.findall(r"^COPY (\S+)", dockerfile, re.MULTILINE)]
    read = [guides.DOCS / guide.file for guide in guides.GUIDES]
    read += [
        *settings.STATICFILES_DIRS,
        *(d for engine in settings.TEMPLATES for d in engine["DIRS"]),
    ]
    for path in read:
        assert any(path.is_relative_to(place) for place in copied), path


def test_the_site_works_as_its_own_role_and_the_owner_migrates():
    services = composed()
    url = {name: site["environment"].get("DATABASE_URL", "") for name, site in services.items()}
    assert {name for name in url if "atop_owner:" in url[name]} == {"migrate"}
    working = {"site-1", "site-2", "desk", "notices", "nightly"}
    assert {name for name in url if "atop_site:" in url[name]} == working
    assert services["database"]["environment"]["POSTGRES_USER"] == "atop_owner"
    assert "database_roles --site atop_site" in services["migrate"]["command"][-1]


def test_the_replica_follows_as_a_role_that_the_database_lets_do_so():
    replica = composed()["replica"]["command"][-1]
    allowed = (DEPLOY / "compose" / "allow-replica.sh").read_text()
    (role,) = re.findall(r"pg_basebackup .*--username (\w+)", replica)
    assert re.findall(r"host replication (\w+) ", allowed) == [role]


def test_the_proxy_takes_what_the_site_takes():
    (most,) = re.findall(r"max_size (\d+)MiB", (DEPLOY / "compose" / "Caddyfile").read_text())
    assert int(most) * 2**20 == MOST_UPLOADED


def test_sites_share_one_database_one_secret_and_one_folder_of_exports():
    first, other = (composed()[name] for name in ("site-1", "site-2"))
    assert first == other
    assert first["environment"]["SECRET_KEY_FILE"] == "/run/secrets/secret-key"
    assert "exports:/srv/atop/exports" in first["volumes"]


@pytest.mark.parametrize(
    "path", sorted(path for path in DEPLOY.rglob("*") if path.is_file()), ids=lambda path: path.name
)
def test_every_command_of_the_examples_exists(path):
    assert set(re.findall(r"manage\.py ([a-z_]+)", path.read_text())) <= {*COMMANDS, *OF_DJANGO}


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_a_service_writes_nothing_that_others_read_and_little_else(path):
    service = dict(unit(path)["Service"])
    assert service["UMask"] == "0077"
    assert (service["ProtectSystem"], service["NoNewPrivileges"]) == ("strict", "true")
    for folder in re.findall(r"--output (\S+)", path.read_text()):
        assert folder in service["ReadWritePaths"].split()


@pytest.mark.parametrize("name", ["export", "backup"])
def test_a_job_of_the_night_has_a_small_share_of_the_processor(name):
    assert int(unit(DEPLOY / "systemd" / f"atop-{name}.service")["Service"]["CPUWeight"]) < 50


def test_the_site_may_write_where_it_makes_the_files_of_a_release():
    service = dict(unit(DEPLOY / "systemd" / "atop@.service")["Service"])
    assert "/srv/atop/exports" in service["ReadWritePaths"].split()


@pytest.mark.parametrize("path", TIMERS, ids=lambda path: path.name)
def test_a_timer_has_its_service(path):
    assert path.with_suffix(".service") in SERVICES
    assert "OnCalendar" in unit(path)["Timer"]
