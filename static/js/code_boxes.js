// Code boxes: one value for all members, keys that move through a table and fill it down, members
// that are taken off, and marks on what differs from the approved codes.

import { rendered } from "./boxes.js";

const nameOf = (box) => box.dataset.cell.split("/").at(-1);
const boxesIn = (table) => [...table.querySelectorAll("tbody tr:not(.leaving) .code[data-cell]")];

// What is approved for the box: it is told where it differs, else it is what the page came with.
const approved = (box) => box.dataset.was ?? rendered(box);

function mark(box) {
  const value = box.value.trim();
  box.classList.toggle("changed", value !== approved(box));
  box.classList.toggle("zero", !box.options && value === "0");
}

// Sets many boxes and tells of it once, since the page is saved as a whole.
function fill(boxes, valueOf) {
  const wanted = boxes.map((box) => [box, valueOf(box)]);
  const changed = wanted.filter(([box, value]) => box.value !== value);
  for (const [box, value] of changed) {
    box.value = value;
    if (box.matches(".code")) mark(box);
  }
  changed.at(-1)?.[0].dispatchEvent(new Event("input", { bubbles: true }));
  return changed.length;
}

function say(near, words) {
  near.closest("fieldset").querySelector("[data-filled]").textContent = words;
}

// The rows of members as somebody names them – "365", "Russia", "365 Russia" – and names of no member.
function named(typed, table) {
  const rows = [...table.tBodies[0].rows];
  const names = typed.toLowerCase().split(/[,;]/).map((name) => name.trim()).filter(Boolean);
  const isCalled = (row, name) => {
    const whole = row.cells[0].firstChild.textContent.trim().toLowerCase();
    return [whole, whole.replace(/\D.*/, ""), whole.replace(/^[\d.]+ /, "")].includes(name);
  };
  const unknown = names.filter((name) => !rows.some((row) => isCalled(row, name)));
  return [rows.filter((row) => names.some((name) => isCalled(row, name))), unknown];
}

// "Same for all" fills every member's box and is then empty again, so that single members can be
// changed afterwards.
function fillAll(all) {
  const { value } = all;
  if (!value.trim()) return;
  const but = all.closest("fieldset").querySelector("[data-but]");
  const [leftOut, unknown] = but ? named(but.value, all.closest("table")) : [[], []];
  if (unknown.length) return say(all, `Nothing is filled: “${unknown.join("”, “")}” is no member here.`);
  const boxes = boxesIn(all.closest("table"))
    .filter((box) => nameOf(box) === all.dataset.all && !leftOut.includes(box.closest("tr")));
  fill(boxes, () => value);
  all.value = "";
  say(all, `${all.dataset.all} is the same for ${boxes.length} member${boxes.length === 1 ? "" : "s"} now${leftOut.length ? `, ${leftOut.length} left out` : ""}.`);
}

function fillDown(box) {
  const boxes = boxesIn(box.closest("table")).filter((other) => nameOf(other) === nameOf(box) && !other.closest("[hidden]"));
  const below = boxes.slice(boxes.indexOf(box) + 1);
  fill(below, () => box.value);
  say(box, `${nameOf(box)} is filled down: ${below.length} member${below.length === 1 ? "" : "s"}.`);
}

function move(box, step) {
  const cell = box.closest("td");
  const place = [...cell.children].indexOf(box);
  let row = cell.parentElement;
  do {
    row = step > 0 ? row.nextElementSibling : row.previousElementSibling;
  } while (row?.matches(".leaving, [hidden]"));
  const next = row?.cells[cell.cellIndex]?.children[place];
  next?.focus();
  next?.select?.();
}

// Taking a member off empties its hidden box, and puts its other boxes back: what was typed about
// a member that goes is no proposal. Ticking the other way brings both again.
const typed = new WeakMap();

function takeOff(check) {
  const row = check.closest("tr");
  const member = row.querySelector("[type=hidden][data-cell]");
  const boxes = [...row.querySelectorAll(".code[data-cell]")];
  row.classList.toggle("leaving", check.checked);
  if (check.checked) typed.set(row, boxes.map((box) => box.value));
  const before = typed.get(row) ?? [];
  const state = check.checked ? "" : check.dataset.takeOff;
  fill([...boxes, member], (box) => {
    if (box === member) return state;
    return check.checked ? approved(box) : before[boxes.indexOf(box)];
  });
}

function putBack(check) {
  const row = check.closest("tr");
  row.classList.toggle("leaving", !check.checked);
  fill([row.querySelector("[data-cell]")], () => (check.checked ? check.dataset.putBack : ""));
}

document.addEventListener("change", ({ target }) => {
  if (target.dataset.all) fillAll(target);
  if (target.dataset.takeOff) takeOff(target);
  if (target.dataset.putBack) putBack(target);
});

document.addEventListener("input", ({ target }) => target.matches(".code[data-cell]") && mark(target));
document.addEventListener("codes-put", ({ target }) => {
  target.querySelectorAll(".code[data-cell]").forEach(mark);
  for (const check of target.querySelectorAll("[data-take-off]")) {
    check.checked = !check.previousElementSibling.value;
    check.closest("tr").classList.toggle("leaving", check.checked);
  }
});

function pressed(event) {
  const box = event.target;
  const isInTable = box.dataset.cell && box.closest("table");
  if ((event.ctrlKey || event.metaKey) && event.key === "d" && isInTable) {
    fillDown(box);
    return true;
  }
  if (!box.matches("input") || event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.key === "Enter" && box.dataset.all) fillAll(box);
  else if (!isInTable) return event.key === "Enter"; // it would press a button
  else if (event.key === "ArrowUp") move(box, -1);
  else if (event.key === "ArrowDown" || event.key === "Enter") move(box, event.shiftKey ? -1 : 1);
  else return false;
  return true;
}

document.addEventListener("keydown", (event) => {
  if (!event.isComposing && event.target.matches?.(".code") && pressed(event)) event.preventDefault();
});

for (const keys of document.querySelectorAll("[data-keys]")) keys.hidden = false;
