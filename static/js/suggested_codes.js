// Writes suggested codes into their boxes without loading the page, and asks anew what is suggested
// once another answer is saved. Where a code has no box yet, such as one of a new member, the button
// sends the form as it does without a script.

import { askForPage } from "./asking.js";

function boxesFor(button) {
  const wanted = JSON.parse(button.dataset.boxes);
  const all = [...button.closest(".writing").querySelectorAll("[data-cell]")];
  const found = Object.entries(wanted).map(([cell, value]) => [all.find((box) => box.dataset.cell === cell), value]);
  return found.every(([box]) => box && box.type !== "hidden") ? found : [];
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-boxes]");
  const found = button ? boxesFor(button) : [];
  if (!found.length) return;
  event.preventDefault();
  const hadFocus = button === document.activeElement;
  for (const [box, value] of found) {
    box.value = value;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  (button.closest("li") ?? button.closest(".proposals")).remove();
  if (hadFocus) found.at(-1)[0].focus();
});

const asked = new WeakMap(); // the text for which each question was last asked
document.addEventListener("draft-saved", async ({ target }) => {
  const place = target.querySelector("[data-suggested]");
  const text = target.querySelector("[data-part=text]").value;
  if (!place || asked.get(target) === text || place.contains(document.activeElement)) return;
  asked.set(target, text);
  const found = await askForPage(place.dataset.suggested);
  if (found && !place.contains(document.activeElement)) place.replaceChildren(...found.body.childNodes);
});
