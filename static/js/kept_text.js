// Keeps what is typed into boxes that no draft holds – comments, reasons, a suggestion – in this
// browser: after a reload it stands there again. What was decided on since needs it no longer.

import { rendered, unfold } from "./boxes.js";
import { make, makeButton } from "./elements.js";

const inStorage = (action) => {
  try {
    return action(localStorage);
  } catch {
    return null; // forbidden or full: then nothing is kept
  }
};

// Keys of what is kept of decisions name the revision; what is said of several is done with by any decision.
const decided = [...document.querySelectorAll("[data-decided]")].flatMap((message) => message.dataset.decided.split(" "));
if (decided.length) {
  inStorage((storage) => {
    for (const key of Object.keys(storage)) {
      const [, , what, pk] = key.startsWith("kept:") ? key.split(":") : [];
      const isDone = what === "together" || (["comment", "suggestion"].includes(what) && decided.includes(pk));
      if (isDone) storage.removeItem(key);
    }
  });
}

const keptKey = (box) => `kept:${box.dataset.kept}`;
const dropKept = (box) => inStorage((storage) => storage.removeItem(keptKey(box)));

// Boxes that mean nothing without each other, such as a reason and what it is for, are kept as one.
const isKeptAsOne = (box) => "keptAsOne" in (box.form?.dataset ?? {});
const keptWith = (box) => (isKeptAsOne(box) ? [...box.form.querySelectorAll("[data-kept]")] : [box]);

// Offers what the page showed before what was typed over it was put back.
// The button that offers it says what stood there, where the box tells.
function offerRendered(box) {
  const panel = make("p", "warning", "What you typed here before stands in the box again. ");
  panel.setAttribute("role", "status");
  panel.append(makeButton(box.dataset.keptOver || "Back to what was proposed", () => {
    for (const part of keptWith(box)) {
      part.value = rendered(part);
      dropKept(part);
    }
    panel.remove();
    box.focus();
  }));
  (isKeptAsOne(box) ? box.form : box.closest("label") ?? box).before(panel);
}

function keep(box) {
  for (const part of keptWith(box)) {
    const isTyped = "keptOver" in part.dataset ? part.value !== rendered(part) : part.value.trim();
    if (isTyped || isKeptAsOne(part)) inStorage((storage) => storage.setItem(keptKey(part), part.value));
    else dropKept(part);
  }
}

const keptOf = (box) => inStorage((storage) => storage.getItem(keptKey(box)));

function putBack(box) {
  const isOver = "keptOver" in box.dataset;
  const kept = keptOf(box);
  if (isOver && kept !== null && kept !== box.value) {
    box.value = kept;
    offerRendered(box);
  } else {
    box.value ||= kept ?? "";
  }
  if (kept?.trim() && !isOver) unfold(box); // what was typed and is not sent is never folded away
}

// All of them or none: a reason must not stand beside something else than it was typed for.
function putBackTogether(form) {
  const all = [...form.querySelectorAll("[data-kept]")].map((box) => [box, keptOf(box)]);
  if (all.every(([box, kept]) => kept === null || kept === box.value)) return;
  for (const [box, kept] of all) box.value = kept ?? rendered(box);
  offerRendered(all[0][0]);
  unfold(form);
}

document.querySelectorAll("form[data-kept-as-one]").forEach(putBackTogether);
for (const box of document.querySelectorAll("[data-kept]")) {
  if (!isKeptAsOne(box)) putBack(box);
  box.addEventListener("input", () => keep(box));
  if (!("keptUntilSent" in box.dataset)) continue;
  window.addEventListener("submit", (event) => {
    if (event.target.contains(box) && !event.defaultPrevented) dropKept(box);
  });
}
