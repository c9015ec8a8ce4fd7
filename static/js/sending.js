// What all forms keep to: each is sent once, Enter on a tick sends nothing, and a step that leaves the work asks first.

import { token } from "./asking.js";

// What was sent while nobody was signed in goes out as sent by whoever has signed in since.
document.addEventListener("submit", ({ target }) => {
  if ("sentAgain" in target.dataset) target.elements.csrfmiddlewaretoken.value = token();
});

// Enter on a tick would press a button of its form.
document.addEventListener("keydown", (event) => {
  const isTick = event.target.matches?.("[type=checkbox], [type=radio]");
  if (event.key === "Enter" && isTick && event.target.form?.method === "post") event.preventDefault();
});

// What was sent is on its way: a second click on its button sends it no second time, as Firefox would
// at a double click, and any browser while the network is slow.
const ON_ITS_WAY = 10000; // after that, what got no answer may be sent again
const lastSent = new Map();
window.addEventListener("submit", (event) => {
  const last = lastSent.get(event.target);
  if (!last || last.button !== event.submitter || event.timeStamp - last.at > ON_ITS_WAY) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);
window.addEventListener("submit", (event) => {
  const button = event.submitter;
  const isSent = event.target.method === "post" && button?.formMethod !== "dialog" && !event.defaultPrevented;
  if (isSent) lastSent.set(event.target, { button, at: event.timeStamp });
});
window.addEventListener("pageshow", () => lastSent.clear());

// A step that leaves the work.
document.addEventListener("click", (event) => {
  const question = event.target.closest?.("[data-confirm]")?.dataset.confirm;
  if (question && !window.confirm(question)) event.preventDefault();
});
