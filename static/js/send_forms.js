// Sends the forms of the writing pages. Before a form goes out, its boxes are saved: what a slow autosave
// is still carrying must not meet the form's own text as a conflict, and a button that is pressed
// without a connection, or after the session ended, is kept until the server answers again.

import { token } from "./asking.js";
import { boxes } from "./autosave.js";
import { makeButton, makePanel } from "./elements.js";

let isSending = false; // the boxes are being saved for a button that was pressed
let isLeaving = false;
let waiting = null; // a button that could not be sent yet, with its form, boxes, and words on the page

// Buttons that lead elsewhere, such as the one that discards, do not save first.
const leadsElsewhere = (button) =>
  button?.hasAttribute("formaction") && new URL(button.formAction).pathname !== location.pathname;

function sendForm(event) {
  const form = event.target;
  const own = boxes.filter((box) => form.contains(box.root));
  if (!own.length || isLeaving) return;
  event.preventDefault();
  if (isSending) return;
  forget();
  if (leadsElsewhere(event.submitter)) {
    own.forEach((box) => box.copy.drop()); // discarded on purpose
    leave(form, event.submitter);
  } else {
    saveAndSend(form, event.submitter, own);
  }
}

async function saveAndSend(form, button, own) {
  const unsaved = own.filter((box) => box.root.dataset.save && !("unsaved" in box.root.dataset));
  isSending = true;
  // One is sent although nothing was typed: it tells whether the form would arrive.
  const saved = await Promise.all(unsaved.map((box, place) => box.save({ always: place === 0 })));
  isSending = false;
  if (saved.every(Boolean)) return leave(form, button);
  const refused = unsaved.filter((box, place) => !saved[place]);
  if (refused.every((box) => box.isWaiting)) wait(form, button, unsaved);
  else refused.find((box) => !box.isWaiting).explain();
}

function leave(form, button) {
  isLeaving = true;
  document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((input) => (input.value = token()));
  // Not within the event that was stopped: a form ignores being sent while it is being sent.
  setTimeout(() => form.requestSubmit(button));
}

function wait(form, button, own) {
  const name = button?.firstChild.textContent.trim() ?? "This";
  const words = `Not sent yet: “${name}” is sent as soon as the site answers again.`;
  const panel = makePanel(words, [], [makeButton("Do not send it", forget)]);
  panel.className = "warning waits"; // no panel of a box, which would give way to the next one
  (button?.closest(".row") ?? form.lastElementChild).before(panel);
  panel.scrollIntoView({ block: "nearest" });
  waiting = { form, button, own, panel };
}

function forget() {
  waiting?.panel.remove();
  waiting = null;
}

document.addEventListener("submit", sendForm);
document.addEventListener("draft-saved", () => {
  if (!waiting || isSending || waiting.own.some((box) => box.isUnsaved || box.isWaiting)) return;
  const { form, button } = waiting;
  forget();
  form.requestSubmit(button);
});
window.addEventListener("pageshow", () => (isLeaving = false));
window.addEventListener("beforeunload", (event) => {
  if (!isLeaving && (waiting || boxes.some((box) => box.wouldBeLost))) event.preventDefault();
});
