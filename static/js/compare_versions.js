// Compares versions of an answer – text, reason and codes – and shows how another one differs.

import { make } from "./elements.js";

// The form in which the server keeps an answer: spaces and line ends do not count as changes.
const canonical = (text) =>
  text.split(/\r\n|\r|\n/).map((line) => line.replace(/\s+/g, " ").trim()).filter(Boolean).join("\n");
const sorted = (codes = {}) => JSON.stringify(Object.entries(codes).sort());
export const same = (a, b) =>
  canonical(a.text) === canonical(b.text) &&
  a.note.trim() === b.note.trim() &&
  sorted(a.codes) === sorted(b.codes);
export const written = (value) => (value === null || value === undefined ? "" : value === -9 ? "." : String(value));
const wordsFor = (box, value) =>
  [...(box.options ?? [])].find((option) => option.value === value)?.text || value || "not coded yet";

// What another version says: its text, and the reason and codes that are not those on the page.
export function otherVersion(root, content) {
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
