// Keeps what is typed into boxes that no draft holds – comments, reasons – in this browser: after a
// reload it stands there again. A box that serves again is emptied once its form was sent.
"use strict";

const inStorage = (action) => {
  try {
    return action(localStorage);
  } catch {
    return null; // forbidden or full: then nothing is kept
  }
};

for (const box of document.querySelectorAll("[data-kept]")) {
  const key = `kept:${box.dataset.kept}`;
  const drop = () => inStorage((storage) => storage.removeItem(key));
  box.value ||= inStorage((storage) => storage.getItem(key)) ?? "";
  box.addEventListener("input", () => {
    if (box.value.trim()) inStorage((storage) => storage.setItem(key, box.value));
    else drop();
  });
  if (!("keptUntilSent" in box.dataset)) continue;
  window.addEventListener("submit", (event) => {
    if (event.target.contains(box) && !event.defaultPrevented) drop();
  });
}
