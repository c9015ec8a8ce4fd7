// Code boxes: one value for all members, arrow keys along a column, Ctrl+D fills down.
"use strict";

const changed = (box) => box.dispatchEvent(new Event("input", { bubbles: true }));

function set(box, value) {
  if (box.value === value) return;
  box.value = value;
  changed(box);
}

function variableOf(box) {
  return box.dataset.cell.split("/").at(-1);
}

// "Same for all" fills every member's box and is then empty again, so that single members can be
// changed afterwards.
function fillAll(all) {
  if (!all.value) return;
  const boxes = all.closest("table").querySelectorAll("tbody [data-cell]");
  boxes.forEach((box) => variableOf(box) === all.dataset.all && set(box, all.value));
  all.value = "";
}

function column(box) {
  const boxes = [...box.closest("table").querySelectorAll("tbody [data-cell]:not([type=hidden])")];
  return boxes.filter((other) => variableOf(other) === variableOf(box));
}

function fillDown(box) {
  const boxes = column(box);
  boxes.slice(boxes.indexOf(box) + 1).forEach((below) => set(below, box.value));
}

function move(box, step) {
  const boxes = column(box);
  const next = boxes[boxes.indexOf(box) + step];
  next?.focus();
  next?.select?.();
}

document.addEventListener("change", (event) => {
  if (event.target.dataset.all) fillAll(event.target);
});

document.addEventListener("keydown", (event) => {
  const box = event.target;
  if (!box.dataset?.cell || !box.closest("table")) return;
  if ((event.ctrlKey || event.metaKey) && event.key === "d") {
    event.preventDefault();
    fillDown(box);
  } else if (box.matches("input") && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    move(box, event.key === "ArrowDown" ? 1 : -1);
  }
});

// A suggestion fills its boxes; the coder still saves.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fill]");
  if (!button) return;
  const root = button.closest(".writing");
  for (const [cell, value] of Object.entries(JSON.parse(button.dataset.fill))) {
    const box = root.querySelector(`[data-cell="${CSS.escape(cell)}"]`);
    if (box) set(box, value);
  }
  button.closest("li").classList.add("taken");
});
