"""A browser without scripts: reads a page, types into its writing form, presses a button."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.test import Client
from lxml import html


@dataclass(frozen=True)
class Page:
    """A page that was answered, with the form for writing on it."""

    client: Client
    address: str
    answer: HttpResponse

    @property
    def status(self) -> int:
        return self.answer.status_code

    @property
    def tree(self) -> html.HtmlElement:
        return html.fromstring(self.answer.content.decode())

    @property
    def words(self) -> str:
        """What stands on the page, with single spaces."""
        return self.part("//main")

    def part(self, xpath: str) -> str:
        """What stands in one part of the page, with single spaces; "" where it is missing."""
        found = self.tree.xpath(xpath)
        return " ".join(" ".join(" ".join(element.itertext()).split()) for element in found)

    @property
    def form(self) -> html.FormElement:
        (form,) = self.tree.xpath('//form[contains(@class, "editor") or @class="whole"]')
        return form

    @property
    def boxes(self) -> dict[str, str]:
        """What the code boxes hold, by cell; of a whole section, by prefix and cell."""
        sent = {name: value for name, value in self.form.form_values() if "code:" in name}
        return {name.replace("code:", ""): value for name, value in sent.items()}

    def options(self, cell: str) -> dict[str, str]:
        """The choices of a code's list, by value."""
        listed = self.tree.xpath(f'//select[@data-cell="{cell}"]/option')
        return {option.get("value"): option.text_content() for option in listed}

    def press(
        self,
        button: str = "action=save",
        typed: Mapping[str, str] | None = None,
        ticked: Iterable[str] = (),
    ) -> "Page":
        """Type, tick, and press the button that sends this name and value; follow where it leads.

        A name without a field on the page is an error, and so is a choice that a list has not.
        """
        form = self.form
        for name, value in (typed or {}).items():
            form.inputs[name].value = value
        for name in ticked:
            for box in form.xpath(f'.//input[@type="checkbox"][@name="{name}"]'):
                box.checked = True
        name, _, value = button.partition("=")
        assert form.xpath(f'.//button[@name="{name}"][@value="{value}"]'), button
        sent = defaultdict(list, {name: [value]})
        for field, content in form.form_values():
            sent[field].append(content)
        answer = self.client.post(self.address, sent, follow=True)
        return Page(self.client, self.address, answer)


def open_page(client: Client, address: str) -> Page:
    """Open a page."""
    return Page(client, address, client.get(address))
