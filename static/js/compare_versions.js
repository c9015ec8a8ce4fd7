// Compares versions of an answer – text, reason and codes – and shows how another one differs.
"use strict";

// The form in which the server keeps an answer: spaces and line ends do not count as changes.
const canonical = (text) =>
  text.split(/\r\n|\r|\n/).map((line) => line.replace(/\s+/g, " ").trim()).filter(Boolean).join("\n");
const sorted = (codes = {}) => JSON.stringify(Object.entries(codes).sort());
const same = (a, b) =>
  canonical(a.text) === canonical(b.text) &&
  a.note.trim() === b.note.trim() &&
  sorted(a.codes) === sorted(b.codes);
const written = (value) => (value === null || value === undefined ? "" : value === -9 ? "." : String(value));
const wordsFor = (box, value) =>
  [...(box.options ?? [])].find((option) => option.value === value)?.text || value || "not coded yet";

function make(tag, className, content) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(content);
  return element;
}

function makePanel(words, texts, buttons) {
  const row = make("div", "row", "");
  row.append(...buttons);
  const panel = make("div", "warning panel", make("p", "", make("strong", "", words)));
  panel.setAttribute("role", "alert");
  panel.tabIndex = -1;
  panel.append(...texts, row);
  return panel;
}

// What another version says: its text, and the reason and codes that are not those on the page.
function otherVersion(root, content) {
  const part = (name) => root.querySelector(`[data-part=${name}]`);
  const others = [...otherReason(part("note")?.value ?? "", content.note), ...otherCodes(root, content)];
  const isSameText = canonical(content.text) === canonical(part("text").value);
  return others.length && isSameText ? others : [make("div", "prose pre", content.text), ...others];
}

function otherReason(here, there) {
  if (here.trim() === there.trim()) return [];
  if (!there.trim()) return [make("p", "soft", "No reason is given there.")];
  return [make("p", "soft", "Other reason:"), make("p", "note pre", `“${there.trim()}”`)];
}

function otherCodes(root, content) {
  const codes = [...root.querySelectorAll("[data-cell]")]
    .filter(({ dataset: { cell }, value }) => (content.codes?.[cell] ?? value.trim()) !== value.trim())
    .map((box) => make("li", "", `${box.ariaLabel || box.dataset.cell}: ${wordsFor(box, content.codes[box.dataset.cell])}`));
  if (!codes.length) return [];
  const list = make("ul", "", "");
  list.append(...codes);
  return [make("p", "soft", "Other codes:"), list];
}
