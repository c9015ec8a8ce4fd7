"""The page for correcting how a frozen release is cited, and what everybody sees of it."""

import pytest

from coding.export import datasets
from coding.export.nightly import export
from coding.workflow.citation_corrections import ask, confirm
from coding.workflow.release_steps import PUBLISH, take
from tests.costly import on_the_gate
from tests.export.read_back import files, manifest
from tests.published_phases import publish, two
from tests.shared_rows import shared

ADDRESS = "/releases/5.9/citation/"
SENT = {"doi": "10.5281/zenodo.1", "reason": "The archive gave a DOI."}


@shared
def release(cast):
    return publish(two())


def test_one_admin_asks_another_confirms_and_everybody_sees_it_dated(
    client, cast, release, second_admin
):
    take(PUBLISH, release, by=cast.admin)
    client.force_login(cast.admin)
    shown = client.post(ADDRESS, SENT, follow=True).text
    assert "A second admin looks at it and confirms." in shown
    assert 'value="confirm"' not in shown
    client.force_login(second_admin)
    assert "<ins>10.5281/zenodo.1</ins>" in client.get(ADDRESS).text
    client.post(f"{ADDRESS}{release.corrections.get().pk}/", {"action": "confirm"})
    shown = client.get("/releases/5.9/").text
    assert "as Ada Admin asked and Alma Second confirmed: The archive gave a DOI." in shown
    client.logout()
    shown = client.get("/releases/5.9/").text
    assert 'ATOP Project. <a href="https://doi.org/10.5281/zenodo.1"' in shown
    assert "The archive gave a DOI." in shown
    assert "Ada Admin" not in shown


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"doi": "zenodo.1", "reason": "So."}, "is no DOI"),
        ({"doi": "10.5281/zenodo.1"}, "Say why"),
        ({"reason": "So."}, "Nothing differs"),
    ],
)
def test_what_cannot_be_asked_for_is_said_and_what_was_typed_stays(admin, release, sent, said):
    shown = admin.post(ADDRESS, sent).text
    assert said in shown
    assert all(typed in shown for typed in sent.values())
    assert not release.corrections.exists()


@on_the_gate
def test_the_next_export_follows_the_correction_with_the_same_data(
    cast, release, second_admin, tmp_path, monkeypatch
):
    monkeypatch.setattr(datasets, "formats_of", lambda level: ())
    take(PUBLISH, release, by=cast.admin)
    export(tmp_path)
    (before,) = _exports_of(tmp_path, "5.9")
    old = files(before)
    says = {"citation": "", "url": "", "licence": "", "doi": SENT["doi"]}
    confirm(ask(release, says, by=cast.admin, reason="A DOI."), by=second_admin)
    export(tmp_path)
    (after,) = _exports_of(tmp_path, "5.9")
    new = files(after)
    assert after != before  # which went
    same = [name for name in new if name.endswith(".csv") and new[name] == old[name]]
    assert same == [name for name in new if name.endswith(".csv")]
    assert b"10.5281/zenodo.1" in new["datasets/citation.bib"]
    assert b"10.5281/zenodo.1" not in old["datasets/citation.bib"]
    for name in ("README.txt", "codebook.html", "ddi-codebook.xml", "datacite.json"):
        told = f"{release.corrected_on}".encode()
        assert new[f"datasets/{name}"].count(told) > old[f"datasets/{name}"].count(told), name


def _exports_of(root, label):
    places = sorted((path.parent for path in root.glob("2*/manifest.json")), reverse=True)
    return [place for place in places if manifest(place)["version"] == label]
