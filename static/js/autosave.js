// Saves drafts while they are written and says so. Until the server has a text, a copy is kept in
// this browser and offered back when the page is next opened.
"use strict";

const PAUSE = 1000; // after the last key
const MOST = 8000; // while somebody goes on typing
const RETRIES = [2000, 5000, 15000, 30000];

const clock = () => new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
// Read from the cookie each time: signing in again in another tab makes a new one.
const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";

class Copy {
  // The copy in this browser. Storage may be full or forbidden; then there is none.
  constructor(key) {
    this.key = `draft:${key}`;
  }
  read() {
    try {
      return JSON.parse(localStorage.getItem(this.key));
    } catch {
      return null;
    }
  }
  write(content) {
    try {
      localStorage.setItem(this.key, JSON.stringify({ ...content, at: new Date().toISOString() }));
    } catch { /* the server's copy is the one that counts */ }
  }
  drop() {
    try {
      localStorage.removeItem(this.key);
    } catch { /* as above */ }
  }
}

class Box {
  constructor(root) {
    this.root = root;
    this.copy = new Copy(root.dataset.keep);
    this.part = (name) => root.querySelector(`[data-part=${name}]`);
    this.saved = this.content();
    this.sent = null;
    this.failures = 0;
    // After a conflict both texts are on the page: only a button decides which one stays.
    this.isPaused = "unsaved" in root.dataset;
    if (root.dataset.save) root.addEventListener("input", (event) => this.typed(event));
    this.offer();
  }

  content() {
    const boxes = [...this.root.querySelectorAll("[data-cell]")];
    return {
      text: this.part("text").value,
      note: this.part("note")?.value ?? "",
      codes: Object.fromEntries(boxes.map((box) => [box.dataset.cell, box.value.trim()])),
    };
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
    return this.isUnsaved && !(this.isInReview && this.copy.read());
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

  // Saves what is there now; true when the server has it.
  async save() {
    clearTimeout(this.timer);
    if (this.running) await this.running;
    if (this.isPaused) return false;
    if (!this.isUnsaved) {
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
      answer = await response.json();
    } catch {
      return this.retry();
    }
    if (response.ok) {
      this.saved = this.sent;
      this.part("edits").value = answer.edits;
      this.settle();
      return true;
    }
    if (response.status === 409) return this.conflict(answer, before);
    if (response.status === 401) return this.signedOut();
    this.say(`Not saved: ${answer.reason}`, "failed");
    return false;
  }

  request() {
    const { text, note, codes } = this.sent;
    const parts = { text, note };
    for (const name of ["edits", "author", "approved"]) parts[name] = this.part(name).value;
    if (this.part("seen")) parts["codes-seen"] = this.part("seen").value;
    for (const [cell, value] of Object.entries(codes)) parts[`code:${cell}`] = value;
    return new URLSearchParams(parts);
  }

  settle() {
    this.failures = 0;
    this.since = null;
    if (this.isUnsaved) return;
    this.copy.drop();
    if (this.sent) this.say(`Saved ${clock()}`);
  }

  retry() {
    const wait = RETRIES[Math.min(this.failures, RETRIES.length - 1)];
    this.failures += 1;
    this.say("Not saved – retrying. Your text is kept in this browser.", "failed");
    this.later(wait);
    return false;
  }

  signedOut() {
    const link = make("a", "", "sign in again");
    link.href = document.documentElement.dataset.signIn;
    link.target = "_blank";
    this.say("Signed out – ", "failed");
    this.part("state").append(link, "; your text is kept.");
    window.addEventListener("focus", () => this.save(), { once: true });
    return false;
  }

  conflict(answer, before) {
    this.part("edits").value = answer.edits;
    answer.codes = this.codesOf(answer.codes);
    // Our own save whose answer was lost on the way is no conflict.
    const ours = [before, this.saved].some((one) => one && answer.text !== null && same(one, answer));
    if (ours && answer.is_draft) return this.send();
    this.isPaused = true;
    this.say("Not saved", "failed");
    const isGone = answer.text === null;
    this.isInReview = !isGone && !answer.is_draft;
    if (this.isInReview) return this.showReview(answer);
    const buttons = [this.button(isGone ? "Keep my text as a new draft" : "Keep my text", () => {
      this.isPaused = false;
      this.save();
    })];
    if (!isGone) buttons.push(this.button("Use the other text", () => this.put(answer)));
    this.panel(answer.reason, isGone ? [] : otherVersion(this.root, answer), buttons);
    return false;
  }

  showReview(answer) {
    this.copy.write(this.content());
    const link = make("a", "button", "Go to the change in review");
    link.href = new URL("..", new URL(this.root.dataset.save, location)); // its question's own page
    const hint = "What you typed is kept in this browser. Once the change is taken back, it is offered to you there.";
    this.panel(answer.reason, [...otherVersion(this.root, answer), make("p", "hint", hint)], [link]);
    return false;
  }

  // Shows why nothing was sent, wherever on the page the button was.
  explain() {
    const panel = this.isPaused && this.root.querySelector(".panel");
    (panel || this.part("state")).scrollIntoView({ block: "nearest" });
    if (panel) panel.focus({ preventScroll: true });
  }

  put(content) {
    this.part("text").value = content.text;
    if (this.part("note")) this.part("note").value = content.note;
    for (const box of this.root.querySelectorAll("[data-cell]")) {
      if (box.dataset.cell in (content.codes ?? {})) box.value = content.codes[box.dataset.cell];
    }
    this.isPaused = false;
    this.root.dispatchEvent(new Event("codes-put", { bubbles: true }));
    this.part("text").dispatchEvent(new Event("input", { bubbles: true }));
    this.part("text").focus();
  }

  // Offers back what a page that was closed too early had not saved.
  offer() {
    const kept = this.copy.read();
    if (!kept) return;
    kept.codes ??= this.content().codes;
    if (same(kept, this.content())) {
      this.copy.drop();
      return;
    }
    const at = new Date(kept.at).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });
    const isOpen = Boolean(this.root.dataset.save);
    const buttons = [this.button("Throw it away", () => this.copy.drop())];
    if (isOpen) buttons.unshift(this.button("Put it back", () => this.put(kept)));
    const hint = isOpen ? ":" : ". Take the change back, and it can be put in:";
    this.panel(`Typed here on ${at}, and not saved${hint}`, otherVersion(this.root, kept), buttons);
  }

  button(words, action) {
    const button = make("button", "button", words);
    button.type = "button";
    button.addEventListener("click", () => {
      button.closest(".panel").remove();
      action();
    });
    return button;
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
const boxes = roots.map((root) => new Box(root));
let isLeaving = false;

// Before a form goes out, its boxes are saved: what a slow autosave is still carrying must not
// meet the form's own text as a conflict.
async function sendForm(event) {
  const form = event.target;
  const own = boxes.filter((box) => form.contains(box.root));
  if (!own.length || isLeaving) return;
  const button = event.submitter;
  event.preventDefault();
  if (button?.hasAttribute("formaction") && new URL(button.formAction).pathname !== location.pathname) {
    own.forEach((box) => box.copy.drop()); // discarded on purpose
  } else {
    const waiting = own.filter((box) => box.root.dataset.save && !("unsaved" in box.root.dataset));
    const saved = await Promise.all(waiting.map((box) => box.save()));
    if (!saved.every(Boolean)) {
      waiting[saved.indexOf(false)].explain();
      return;
    }
  }
  isLeaving = true;
  document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((input) => (input.value = token()));
  // Not within the event that was stopped: a form ignores being sent while it is being sent.
  setTimeout(() => form.requestSubmit(button));
}

document.addEventListener("submit", sendForm);
document.addEventListener("save-now", () => boxes.forEach(async (box) => {
  if (box.root.dataset.save && !(await box.save())) box.explain();
}));
document.addEventListener("visibilitychange", () => {
  if (document.hidden) boxes.forEach((box) => box.isUnsaved && box.save());
});
window.addEventListener("online", () => boxes.forEach((box) => box.failures && box.save()));
window.addEventListener("pageshow", () => (isLeaving = false));
window.addEventListener("beforeunload", (event) => {
  if (!isLeaving && boxes.some((box) => box.wouldBeLost)) event.preventDefault();
});
