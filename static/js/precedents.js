// Fetches the precedents of a question once they are looked at, and puts the words of one into the
// box of the answer. Without it there is a link to their own page.

import { askForPage } from "./asking.js";
import { typeInto } from "./boxes.js";

const BEGINNING = 60; // characters
const place = document.querySelector("[data-precedents]");
const box = document.querySelector(".writing[data-save] #text");
let isKnown = false; // whether somebody chose a place in the box
for (const kind of ["keydown", "pointerdown", "input"]) {
  box?.addEventListener(kind, (event) => event.ctrlKey || event.metaKey || (isKnown = true));
}

// What is usual hangs on how the answer begins: when that is saved otherwise, it is asked again.
const start = () => box?.value.slice(0, BEGINNING);
let asked;

async function show() {
  asked = start();
  const found = (await askForPage(place.dataset.precedents))?.getElementById("precedents");
  if (!found) return;
  const shown = place.querySelector("#precedents");
  if (shown) shown.replaceWith(document.importNode(found, true));
  else begin(found);
  if (box) place.querySelectorAll("[data-use-words], [data-use-code]").forEach((button) => (button.hidden = false));
}

function begin(found) {
  const status = Object.assign(document.createElement("p"), { className: "hint", role: "status" });
  const link = place.querySelector("summary ~ p");
  link.before(document.importNode(found, true), status);
  link.firstElementChild.textContent = "All precedents";
}

// What is marked of the words, else all of them.
function wordsOf(words) {
  const marked = getSelection();
  const isWithin = !marked.isCollapsed && words.contains(marked.anchorNode) && words.contains(marked.focusNode);
  if (isWithin) return marked.toString();
  return [...words.querySelectorAll("p")].map((paragraph) => paragraph.textContent).join("\n");
}

// As if they were typed: the browser takes them back, and the draft saves itself.
function put(words) {
  const [start, end] = isKnown ? [box.selectionStart, box.selectionEnd] : [box.value.length, box.value.length];
  box.setSelectionRange(start, end);
  isKnown = true;
  typeInto(box, words);
}

// As if somebody had chosen it: in the box of the alliance, or in those of members that are empty.
function code(cell, value) {
  const boxes = [...document.querySelectorAll(".writing[data-save] [data-cell]")];
  const isOfMembers = cell.startsWith("/");
  const wanted = boxes.filter((field) => (isOfMembers ? field.dataset.cell.endsWith(cell) && !field.value : field.dataset.cell === cell));
  for (const field of wanted) {
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  return wanted.length;
}

// A button that takes the focus would take the marks away.
place?.addEventListener("mousedown", (event) => event.target.closest("[data-use-words]") && event.preventDefault());
place?.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-use-words], [data-use-code]");
  if (!button) return;
  const { useWords: sheet, useCode: cell, value } = button.dataset;
  if (sheet) put(wordsOf(button.closest("li").querySelector(".words")));
  const message = sheet ? `The words of ${sheet} are in your answer.`
    : code(cell, value) ? `${cell.replace("/", "")} is ${value} in your draft.`
    : "Every member has this code already.";
  place.querySelector("[role=status]").textContent = message;
});

if (place) {
  const seen = new IntersectionObserver(([entry]) => {
    if (!entry.isIntersecting || !place.open) return;
    seen.disconnect();
    show();
  });
  seen.observe(place);
  document.addEventListener("draft-saved", () => asked !== undefined && place.open && asked !== start() && show());
  place.addEventListener("toggle", () => {
    seen.unobserve(place);
    seen.observe(place);
  });
}
