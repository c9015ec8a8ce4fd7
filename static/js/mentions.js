// Lists whom a comment can mention, once its box is opened, and puts the name where one is typing.

import { ask } from "./asking.js";

const room = document.querySelector("[data-people]");
let asked;

async function people() {
  const answer = await ask(room.dataset.people);
  return Object.entries(await answer.json());
}

// Where they cannot be had, names can still be typed, and the next box that is opened asks again.
async function offer(list) {
  if (!list.parentElement.hidden) return;
  try {
    asked ??= people();
    const options = (await asked).map(([name, called]) => new Option(`${called} (@${name})`, name));
    if (!list.parentElement.hidden) return;
    list.append(...options);
    list.parentElement.hidden = false;
  } catch {
    asked = undefined;
  }
}

function mention(list) {
  const box = document.getElementById(list.dataset.mention);
  const before = box.value.slice(0, box.selectionStart);
  const space = before && !/\s$/.test(before) ? " " : "";
  box.setRangeText(`${space}@${list.value} `, box.selectionStart, box.selectionEnd, "end");
  box.dispatchEvent(new Event("input", { bubbles: true }));
  list.value = "";
  box.focus();
}

for (const list of document.querySelectorAll("[data-mention]")) {
  const box = list.closest("details");
  box.addEventListener("toggle", () => box.open && offer(list));
  if (box.open) offer(list);
  list.addEventListener("change", () => list.value && mention(list));
}
