// Guards forms that decide (data-decides) against slips of the hand. A decision counts once what it
// is about has been on the screen for a moment, and only one is sent. A key decides when it is
// pressed by itself: not within a word, not while it is held, not as the window comes to the front.
// So it waits, and says that it does, for what may come behind it.

import { SLOW, isAsking, isFree, isInWord } from "./shortcuts.js"; // whose key-pressed is answered here

const LOOK = 500; // on the screen for so long, in milliseconds
const NEXT_LETTER = 600; // of most people, in milliseconds; of somebody who looks for it, SLOW
const SENDING = 10000; // after that, one that got no answer may be sent again
const MODIFIERS = ["Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock"];
const TOO_SOON = "Nothing was done: what you decide on has been on the screen for less than half a second. Look at it.";
const COUNTS_NOW = " Now it counts: press again.";
const NO_CONNECTION = "Nothing was decided: the site does not answer. What you marked and typed stays here; press again when it does.";
const IN_A_WORD = "Nothing was decided: the key came among others. Press it by itself to decide.";
const STOPPED = "Nothing was decided: it was stopped.";
const MAY_BE_STOPPED = " … Any other key stops it.";

async function siteAnswers() {
  try {
    const asked = { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(SENDING) };
    return (await fetch(document.querySelector("link[rel=icon]").href, asked)).ok;
  } catch {
    return false;
  }
}

let focusedAt = -Infinity;
let waiting = null; // for what may follow the key that was pressed

class Decision {
  constructor(form) {
    this.form = form;
    this.wasOnScreen = false;
    this.sentAt = -Infinity;
    // A browser tells of it after it has painted.
    this.subject = document.getElementById(form.dataset.decides) ?? form;
    const watch = new IntersectionObserver((seen) => {
      if (!seen.some((entry) => entry.isIntersecting)) return;
      watch.disconnect();
      this.wasOnScreen = true;
      this.look();
    });
    watch.observe(this.subject);
    form.addEventListener("key-pressed", (event) => {
      event.preventDefault();
      this.pressed(event.target, event.detail);
    });
  }

  // Begins to count the time on the screen, anew if it must.
  look() {
    clearTimeout(this.timer);
    delete this.form.dataset.counts;
    if (!this.wasOnScreen || document.hidden) return;
    this.timer = setTimeout(() => {
      this.form.dataset.counts = "";
      if (this.told?.textContent === TOO_SOON) this.told.append(COUNTS_NOW);
    }, LOOK);
  }

  get told() {
    return this.form.querySelector("[data-told]");
  }

  get isSending() {
    return performance.now() - this.sentAt < SENDING;
  }

  refuse(words) {
    if (this.told) this.told.textContent = words;
    if (!this.wasOnScreen) this.subject.scrollIntoView({ block: "nearest" });
    this.look();
  }

  submitted(event) {
    if (event.submitter?.formMethod === "dialog") return; // Enter on a tick: it sends nothing
    const counts = "counts" in this.form.dataset;
    if (counts && this.isReached) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (this.isSending) return;
    if (counts) this.send(event.submitter);
    else this.refuse(TOO_SOON);
  }

  // A browser leaves the page for a form that does not arrive: so it is asked before whether it would.
  // What a writing page sends is saved first, which tells the same (send_forms.js).
  async send(button) {
    this.sentAt = performance.now();
    this.isReached = "save" in this.form.dataset || (await siteAnswers());
    this.sentAt = -Infinity;
    if (this.isReached) this.form.requestSubmit(button);
    else this.refuse(NO_CONNECTION);
    this.isReached = false;
  }

  pressed(button, key) {
    if (waiting) return; // pressed twice
    if (isInWord) return this.refuse(IN_A_WORD);
    const comment = this.form.querySelector("[data-comment]");
    if ("needsComment" in button.dataset && !comment?.value.trim()) return comment?.focus();
    if (this.isSending) return;
    const isSeen = "counts" in this.form.dataset && performance.now() - focusedAt > LOOK;
    if (!isSeen) return this.refuse(TOO_SOON);
    this.told?.replaceChildren(button.firstChild.textContent.trim(), MAY_BE_STOPPED);
    // Where the change has the focus, as behind the decision before, the key waits for most people's next
    // letter; from elsewhere on the page, where a word may be meant for a box, for a slow one.
    const hasFocus = this.form.parentElement.contains(document.activeElement);
    waiting = { key, decision: this, timer: setTimeout(() => {
      if (!isFree(document.activeElement) || isAsking()) return stop();
      waiting = null;
      button.click();
    }, hasFocus ? NEXT_LETTER : SLOW) };
  }
}

function stop(words = STOPPED) {
  if (!waiting) return;
  clearTimeout(waiting.timer);
  waiting.decision.refuse(words);
  waiting = null;
}

document.addEventListener("keydown", (event) => {
  if (MODIFIERS.includes(event.key) || event.key === waiting?.key) return;
  stop(event.key.length === 1 ? IN_A_WORD : STOPPED);
}, true);
document.addEventListener("pointerdown", () => stop(), true);
window.addEventListener("focus", () => (focusedAt = performance.now()));
window.addEventListener("blur", () => stop());

const decisions = new Map();
for (const form of document.querySelectorAll("form[data-decides]")) decisions.set(form, new Decision(form));
document.addEventListener("submit", (event) => decisions.get(event.target)?.submitted(event), true);
window.addEventListener("submit", (event) => { // the last to hear of it: nobody keeps it back now
  const isSent = !event.defaultPrevented && event.submitter?.formMethod !== "dialog";
  const sent = isSent && decisions.get(event.target);
  if (sent) sent.sentAt = performance.now();
});
// Enter that is held on a button presses it again and again.
document.addEventListener("keydown", (event) => {
  if (event.repeat && event.key === "Enter" && decisions.has(event.target.form)) event.preventDefault();
});
document.addEventListener("visibilitychange", () => decisions.forEach((decision) => decision.look()));
window.addEventListener("pageshow", () => decisions.forEach((decision) => {
  decision.sentAt = -Infinity;
  decision.look();
}));
