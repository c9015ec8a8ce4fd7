// Saves drafts while they are written and says so. Until the server has a text, a copy is kept in
// this browser and offered back when the page is next opened.

import { token } from "./asking.js";
import { rendered } from "./boxes.js";
import { otherVersion, same, written } from "./compare_versions.js";
import { make, makeButton, makePanel } from "./elements.js";
import { Copy } from "./local_copies.js";

const PAUSE = 1000; // after the last key
const MOST = 8000; // while somebody goes on typing
const RETRIES = [2000, 5000, 15000, 30000];
const MOMENT = { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short" };

class Box {
  constructor(root) {
    this.root = root;
    this.copy = new Copy(root.dataset.keep);
    this.part = (name) => root.querySelector(`[data-part=${name}]`);
    this.saved = this.content(rendered);
    this.isDraft = this.part("edits")?.value > 0;
    this.sent = null;
    this.failures = 0;
    // After a conflict both texts are on the page: only a button decides which one stays.
    this.isPaused = this.hadConflict = "unsaved" in root.dataset;
    this.keepWhatIsNotSaved();
    if (root.dataset.save) root.addEventListener("input", (event) => this.typed(event));
    this.offer();
  }

  // The boxes as they are, or as the server rendered them.
  content(valueOf = (box) => box.value) {
    const boxes = [...this.root.querySelectorAll("[data-cell]")];
    return {
      text: valueOf(this.part("text")),
      note: this.part("note") ? valueOf(this.part("note")) : "",
      codes: Object.fromEntries(boxes.map((box) => [box.dataset.cell, valueOf(box).trim()])),
    };
  }

  // A browser may put back what stood in the boxes before the page was loaded again: that is neither
  // saved, nor written on what is saved now. It is kept, and offered.
  keepWhatIsNotSaved() {
    const found = this.content();
    if (this.isPaused) this.copy.write(found);
    else if (!same(found, this.saved)) {
      new Copy(this.root.dataset.keep, "found").write(found);
      this.show(this.saved);
    }
  }

  // The codes of a stored draft, as the boxes of this page would show them.
  codesOf(stored) {
    const approved = JSON.parse(this.part("seen")?.value ?? "{}");
    const shown = Object.entries(approved).map(([cell, value]) => [cell, written(value)]);
    return { ...Object.fromEntries(shown), ...stored };
  }

  get isUnsaved() {
    return Boolean(this.root.dataset.save) && (this.isPaused || !same(this.content(), this.saved));
  }

  // What is kept here until a change is taken back is not lost with the page.
  get wouldBeLost() {
    return this.isUnsaved && !(this.isInReview && this.copy.isKept);
  }

  // Whether the server is out of reach, or asks who this is: it is tried again.
  get isWaiting() {
    return this.failures > 0 || this.isSignedOut;
  }

  say(words, kind = "") {
    const state = this.part("state");
    state.classList.toggle("waiting", kind === "waiting");
    state.classList.toggle("failed", kind === "failed");
    state.replaceChildren(words);
  }

  typed(event) {
    if (!event.target.dataset.part && !event.target.dataset.cell) return;
    this.copy.write(this.content());
    if (this.isPaused) return;
    this.since ??= Date.now();
    this.later(Math.max(0, Math.min(PAUSE, MOST - (Date.now() - this.since))));
    if (!this.failures) this.say("Not saved yet", "waiting");
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  // Saves what is there now; true when the server has it. Where nothing was typed, ``always`` asks
  // all the same whether the server would take it.
  async save({ always = false } = {}) {
    clearTimeout(this.timer);
    while (this.running) await this.running;
    if (this.isPaused) return false;
    if (!this.isUnsaved && !this.isWaiting && !always) {
      this.settle();
      return true;
    }
    this.running = this.send();
    const isDone = await this.running;
    this.running = null;
    if (isDone && this.isUnsaved) this.later(PAUSE);
    return isDone;
  }

  async send() {
    const before = this.sent;
    this.sent = this.content();
    this.say("Saving …", "waiting");
    let answer, response;
    try {
      response = await fetch(this.root.dataset.save, {
        method: "POST",
        headers: { "X-CSRFToken": token(), "X-Requested-With": "fetch" },
        body: this.request(),
        signal: AbortSignal.timeout(20000),
      });
      answer = await response.json().catch(() => ({}));
    } catch {
      return this.retry();
    }
    if (!answer.state && response.status !== 413) return this.retry(`The site answered ${response.status}.`);
    if (response.ok) {
      this.saved = this.sent;
      this.part("edits").value = answer.edits;
      this.isDraft = answer.is_draft;
      this.savedAt = answer.saved_at; // by the server's clock, in the reader's zone
      this.settle();
      return true;
    }
    if (response.status === 503) return this.retry(answer.reason, response.headers.get("Retry-After"));
    this.failures = 0;
    if (response.status === 409) return this.conflict(answer, before);
    if (response.status === 401) return this.signedOut();
    this.refused(answer.reason ?? "It is too long to be sent at once.");
    return false;
  }

  request() {
    const { text, note, codes } = this.sent;
    const parts = { text, note };
    for (const name of ["edits", "author", "approved"]) parts[name] = this.part(name).value;
    // Of a thousand codes those that are proposed, or were: the others have no part in it. After a conflict
    // the draft may hold other codes than this page, so that all are told.
    const seen = JSON.parse(this.part("seen")?.value ?? "{}");
    const isProposed = ([cell, value]) => value !== this.saved.codes[cell] || value !== written(seen[cell]);
    const sent = Object.entries(codes).filter((entry) => this.hadConflict || isProposed(entry));
    if (this.part("seen")) {
      parts["codes-seen"] = JSON.stringify(Object.fromEntries(sent.map(([cell]) => [cell, seen[cell] ?? null])));
    }
    for (const [cell, value] of sent) parts[`code:${cell}`] = value;
    return new URLSearchParams(parts);
  }

  settle() {
    this.failures = 0;
    this.isSignedOut = false;
    this.since = null;
    if (this.isUnsaved) return;
    this.copy.drop();
    if (this.sent) this.say(this.isDraft ? `Saved ${this.savedAt}` : "No draft: this is what is approved");
    this.root.dispatchEvent(new Event("draft-saved", { bubbles: true }));
  }

  // Sending the same once more would be refused once more: the next word that is typed tries again.
  refused(reason) {
    this.say(`Not saved: ${reason} ${this.isUnsaved ? this.copy.words : ""}`, "failed");
  }

  // The server is out of reach, or says why it cannot save and after how many seconds to ask again.
  retry(reason = "No connection.", seconds = 0) {
    const wait = Math.max(RETRIES[Math.min(this.failures, RETRIES.length - 1)], 1000 * seconds);
    this.failures += 1;
    if (this.isUnsaved) this.say(`Not saved – retrying. ${reason} ${this.copy.words}`, "failed");
    else this.say(`${reason} Retrying.`, "failed");
    this.later(wait);
    return false;
  }

  signedOut() {
    this.isSignedOut = true;
    const link = make("a", "", "sign in again");
    link.href = document.documentElement.dataset.signIn;
    link.target = "_blank";
    this.say("Signed out – ", "failed");
    this.part("state").append(link, this.isUnsaved ? `. ${this.copy.words}` : ".");
    return false;
  }

  conflict(answer, before) {
    this.part("edits").value = answer.edits;
    answer.codes = this.codesOf(answer.codes);
    // Our own save whose answer was lost on the way is no conflict.
    const ours = [before, this.saved].some((version) => version && answer.text !== null && same(version, answer));
    if (ours && answer.is_draft) return this.send();
    this.isPaused = true;
    this.hadConflict = true;
    this.say("Not saved", "failed");
    const isGone = answer.text === null;
    this.isInReview = !isGone && !answer.is_draft;
    if (this.isInReview) return this.showReview(answer);
    const buttons = [this.button(isGone ? "Keep my text as a new draft" : "Keep my text", () => {
      this.isPaused = false;
      this.save({ always: true });
    })];
    if (!isGone) buttons.push(this.button("Use the other text", () => this.put(answer)));
    this.panel(answer.reason, isGone ? [] : otherVersion(this.root, answer), buttons);
    return false;
  }

  showReview(answer) {
    this.copy.write(this.content());
    const link = make("a", "button", "Go to the change in review");
    link.href = new URL("..", new URL(this.root.dataset.save, location)); // its question's own page
    const hint = this.copy.isKept
      ? "What you typed is kept in this browser. Once the change is reopened, it is offered to you there."
      : "This browser does not keep what you typed: copy it before you leave the page.";
    this.panel(answer.reason, [...otherVersion(this.root, answer), make("p", "hint", hint)], [link]);
    return false;
  }

  // Shows why nothing was sent, wherever on the page the button was.
  explain() {
    const panel = this.isPaused && this.root.querySelector(".panel");
    (panel || this.part("state")).scrollIntoView({ block: "nearest" });
    if (panel) panel.focus({ preventScroll: true });
  }

  show(content) {
    this.part("text").value = content.text;
    if (this.part("note")) this.part("note").value = content.note;
    this.root.dispatchEvent(new CustomEvent("codes-coming", { detail: Object.keys(content.codes ?? {}) }));
    for (const box of this.root.querySelectorAll("[data-cell]")) {
      if (box.dataset.cell in (content.codes ?? {})) box.value = content.codes[box.dataset.cell];
    }
    this.root.dispatchEvent(new Event("codes-put", { bubbles: true }));
  }

  // Puts another text into the box, and offers the one that stood there, if it was not the approved one.
  put(content) {
    const before = this.content();
    const isOwn = this.isDraft || this.isUnsaved;
    this.isPaused = false;
    this.show(content);
    this.part("text").dispatchEvent(new Event("input", { bubbles: true }));
    this.part("text").focus();
    if (isOwn && !same(before, content)) this.offerBack("This stood in the box before:", before);
  }

  // Offers what a page that was closed too early had not saved.
  offer() {
    const isOpen = Boolean(this.root.dataset.save);
    for (const kept of this.copy.others()) {
      // A change in review shows its text alone.
      const content = isOpen ? { ...kept, codes: { ...this.saved.codes, ...kept.codes } } : { ...this.saved, text: kept.text };
      if (!same(content, this.saved)) return this.offerCopy({ ...kept, ...content }, isOpen);
      if (!this.isPaused) this.copy.drop(kept.key);
    }
  }

  offerCopy(kept, isOpen) {
    const at = new Date(kept.at).toLocaleString("en-GB", MOMENT);
    const hint = isOpen ? ":" : ". Reopen the change, and it can be put in:";
    this.offerBack(`Typed here on ${at}, and not saved${hint}`, kept, () => this.copy.drop(kept.key));
  }

  offerBack(words, content, drop = () => {}) {
    const buttons = [this.button("Throw it away", drop)];
    const back = () => {
      this.put(content);
      if (this.copy.isKept) drop();
    };
    if (this.root.dataset.save) buttons.unshift(this.button("Put it back", back));
    this.panel(words, otherVersion(this.root, content), buttons);
  }

  button(words, action) {
    return makeButton(words, (button) => {
      button.closest(".panel").remove();
      action();
    });
  }

  panel(words, texts, buttons) {
    this.root.querySelector(".panel")?.remove();
    const panel = makePanel(words, texts, buttons);
    const label = this.root.querySelector(`label[for="${this.part("text").id}"]`);
    const isBeside = label && label.parentElement === this.root;
    (isBeside ? label : this.part("text")).before(panel);
  }
}

const roots = [...document.querySelectorAll(".writing")].filter((root) => root.querySelector("[data-part=text]"));
export const boxes = roots.map((root) => new Box(root));

const retryAll = () => boxes.forEach((box) => box.isWaiting && box.save());

document.addEventListener("save-now", () => boxes.forEach(async (box) => {
  if (box.root.dataset.save && !(await box.save())) box.explain();
}));
document.addEventListener("visibilitychange", () => {
  if (document.hidden) boxes.forEach((box) => box.isUnsaved && box.save());
});
window.addEventListener("online", retryAll);
window.addEventListener("focus", retryAll); // signed in again in another tab
