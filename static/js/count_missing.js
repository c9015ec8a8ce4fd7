// Counts what a section lacks while one writes, links to the places, and goes from one to the next.

import { make } from "./elements.js";

const bar = document.querySelector("[data-missing]");

if (bar) {
  const settling = JSON.parse(bar.dataset.settling);
  const next = bar.querySelector("[data-next-missing]");
  const questions = [...document.querySelectorAll(".whole .q")];

  // A code that another one settles is not asked for.
  function isSettled(box) {
    const [name, ...at] = (box.dataset.cell ?? box.dataset.ofOthers).split("/").reverse();
    const [by, ...values] = settling[name] ?? [];
    if (!by) return false;
    const other = box.dataset.cell
      ? document.querySelector(`[data-cell="${[...at, by].join("/")}"]`)
      : document.querySelector(`[data-of-others="${by}"]`);
    return Boolean(other) && values.includes(other.value.trim());
  }

  // What a member owes a single partner is asked for as a whole, where any of it is given.
  function isAsked(box) {
    if (box.closest(".leaving") || isSettled(box)) return false;
    const isOfPair = box.dataset.cell?.includes(">");
    return !isOfPair || [...box.closest("tr").querySelectorAll(".code")].some((field) => field.value.trim());
  }

  // One line may stand for many members.
  const membersOf = (box) => Number(box.dataset.ofOthers && box.closest("tr").querySelector("[data-number]").textContent) || 1;
  const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);

  function lackingIn(question) {
    const text = question.querySelector("textarea, input[readonly]");
    const codes = [...question.querySelectorAll(".code:is([data-cell], [data-of-others])")].filter(isAsked);
    const roster = question.querySelector("#add-members");
    const isWithoutMembers = roster && !question.querySelector("tr:not(.leaving) > * > [data-take-off]");
    const places = codes.filter((box) => !box.value.trim());
    if (isWithoutMembers) places.push(roster);
    return {
      question,
      asked: sum(codes.map(membersOf)) + (isWithoutMembers ? 1 : 0),
      blank: text.value.trim() ? [] : [text],
      places,
    };
  }

  function inWords(found) {
    const blank = sum(found.map((question) => question.blank.length));
    const lacking = sum(found.flatMap((question) => question.places.map(membersOf)));
    const asked = sum(found.map((question) => question.asked));
    if (!blank && !lacking) return `Nothing is missing: ${found.length} answers, ${asked} codes`;
    return `Missing: ${blank} of ${found.length} answers, ${lacking} of ${asked} codes`;
  }

  function link({ question, blank, places }) {
    const first = blank[0] ?? places[0];
    const here = question.querySelector(".no").textContent;
    const to = make("a", "", `${here} ${question.dataset.label}`);
    to.href = `#${first.dataset.cell ? `code:${first.dataset.cell}` : first.id}`;
    const number = sum(places.map(membersOf));
    const codes = number ? `${number} code${number === 1 ? "" : "s"}` : "";
    const item = make("li", "", to);
    item.append(` ${[blank.length ? "answer" : "", codes].filter(Boolean).join(", ")}`);
    return item;
  }

  const lacking = () => questions.map(lackingIn);

  function count() {
    const found = lacking();
    const words = bar.querySelector("[data-words]");
    if (words.textContent !== inWords(found)) words.textContent = inWords(found);
    const open = found.filter((question) => question.blank.length + question.places.length);
    bar.querySelector("[data-places]").replaceChildren(...open.map(link));
    next.disabled = !open.length;
  }

  let timer = null;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(count, 200);
  };
  document.addEventListener("input", later);
  document.addEventListener("codes-put", later);
  document.addEventListener("change", later);

  // The first one behind where the cursor is, or was.
  let here = null;
  document.addEventListener("focusin", ({ target }) => {
    if (target.closest(".q")) here = target;
  });
  next.addEventListener("click", () => {
    const places = lacking().flatMap((question) => [...question.blank, ...question.places]).filter((box) => !box.readOnly);
    const isBehind = (box) => here && here !== box && here.compareDocumentPosition(box) & Node.DOCUMENT_POSITION_FOLLOWING;
    const place = here ? places.find(isBehind) ?? places[0] : places[0];
    if (!place) return count();
    place.scrollIntoView({ block: "center" });
    place.focus({ preventScroll: true });
  });
  next.hidden = false;
  count();
}
