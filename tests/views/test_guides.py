"""Guides and glossary: what is written in docs/ is shown on the site, and leads on there."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from coding.pages.guides import GUIDES, load_guide

SLUGS = [guide.slug for guide in GUIDES]


def pictures_named() -> set[str]:
    """The pictures that the guides show, by the name of their file."""
    shown = (
        re.findall(r'src="/static/guides/([\w-]+)\.png"', load_guide(slug).html) for slug in SLUGS
    )
    return {name for names in shown for name in names}


@pytest.mark.parametrize("slug", SLUGS)
def test_a_guide_is_read_without_an_account(client, db, slug):
    answer = client.get(reverse("coding:help-read", args=[slug]))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count("<h1") == 1
    for anchor, words in load_guide(slug).parts:
        assert f'href="#{anchor}"' in page
        assert re.search(rf'<h2 id="{anchor}">{re.escape(words)}', page)


@pytest.mark.parametrize("slug", SLUGS)
def test_no_heading_has_the_name_of_another_part_of_the_page(client, db, slug):
    """“Keys” had that of the list of shortcuts, which could not be opened there."""
    page = client.get(reverse("coding:help-read", args=[slug])).content.decode()
    names = re.findall(r' id="([^"]+)"', page)
    assert [name for name in set(names) if names.count(name) > 1] == []


def test_the_help_page_lists_all_of_them(client, db):
    page = client.get(reverse("coding:help-index")).content.decode()
    assert [slug for slug in SLUGS if reverse("coding:help-read", args=[slug]) not in page] == []


def test_no_guide_of_another_name_is_found(client, db):
    assert client.get("/help/gardening/").status_code == 404


@pytest.mark.parametrize("slug", SLUGS)
def test_the_links_of_a_guide_stay_on_the_site(client, db, slug):
    links = re.findall(r'<a href="([^"]+)"', load_guide(slug).html)
    assert all(link.startswith(("/help/", "/codebook/")) for link in links), links


def test_every_picture_is_there():
    assert pictures_named()
    assert [n for n in pictures_named() if not finders.find(f"guides/{n}.png")] == []


def test_the_glossary_explains_a_word_once():
    words = re.findall(r"<h3[^>]*>(.*?)</h3>", load_guide("glossary").html)
    assert len(words) == len(set(words)) > 30
