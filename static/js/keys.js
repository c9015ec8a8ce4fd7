// Keyboard shortcuts of every page, the dialogs that list them and jump to a question, and two
// small courtesies: questions before a step that leaves the work, and times in the local zone.
"use strict";

const byId = (id) => document.getElementById(id);
const isTyping = (target) => target.matches?.("input:not([type=checkbox]), textarea, select");

function press(element) {
  if (element) element.click();
  return Boolean(element);
}

function open(dialog) {
  if (dialog && !dialog.open) dialog.showModal();
  return Boolean(dialog);
}

function move(by) {
  const link = byId(by > 0 ? "next" : "previous");
  if (link) return press(link);
  const boxes = [...document.querySelectorAll(".writing textarea.prose")];
  if (!boxes.length) return false;
  const here = boxes.indexOf(document.activeElement?.closest(".writing")?.querySelector("textarea.prose"));
  const next = boxes[here < 0 ? 0 : here + by];
  next?.focus();
  next?.closest(".writing").scrollIntoView({ block: "nearest" });
  return true;
}

function find() {
  byId("find")?.select();
  byId("find")?.focus();
  return Boolean(byId("find"));
}

const single = { "/": find, "?": () => open(byId("keys")), g: () => open(byId("jump")) };
const withControl = {
  Enter: () => press(byId("submit")),
  s: () => document.querySelector(".writing") && document.dispatchEvent(new Event("save-now")),
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  let done = false;
  if (event.altKey && !event.ctrlKey && !event.metaKey) {
    if (event.key === "ArrowDown") done = move(1);
    if (event.key === "ArrowUp") done = move(-1);
  } else if (event.ctrlKey || event.metaKey) {
    done = withControl[event.key]?.();
  } else if (event.key === "Escape" && isTyping(event.target)) {
    event.target.blur();
  } else if (!isTyping(event.target) && !document.querySelector("dialog[open]")) {
    done = single[event.key]?.();
  }
  if (done) event.preventDefault();
});

const opener = byId("keys-open");
if (opener) {
  opener.hidden = false;
  opener.addEventListener("click", () => open(byId("keys")));
}

byId("jump")?.addEventListener("submit", (event) => {
  const jump = event.currentTarget;
  const number = byId("jump-number").value;
  const here = byId(`q${number}`);
  if (!here) {
    location.assign(jump.dataset.address + `${number}/`);
    return;
  }
  setTimeout(() => {
    location.hash = `q${number}`;
    here.querySelector("textarea, a")?.focus({ preventScroll: true });
  });
});

const questions = byId("questions");
questions?.addEventListener("click", (event) => event.target.closest("a") && questions.hidePopover());
const current = questions?.querySelector("[aria-current]");
if (current) {
  const rail = questions.closest(".rail");
  rail.scrollTop = current.getBoundingClientRect().top - rail.getBoundingClientRect().top - rail.clientHeight / 2;
}

document.addEventListener("click", (event) => {
  const question = event.target.closest?.("[data-confirm]")?.dataset.confirm;
  if (question && !window.confirm(question)) event.preventDefault();
});
