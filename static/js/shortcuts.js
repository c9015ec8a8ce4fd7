// Keyboard shortcuts of every page, and the dialog that lists them.
// What a key does stands in the page: data-key on what it presses, opens or goes to; data-inner-key
// where keys are dealt with by a script of their own.

const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
const CONTROLS = "a, area, button, input, select, textarea, summary, iframe, [contenteditable], [role]";

// Whether nothing that takes keys has the focus: the page itself has it, or a heading or the like
// that a script moved the focus to.
export function isFree(target) {
  if (target === document.body || target === document.documentElement) return true;
  const isPlace = target.matches?.("[tabindex='-1']") && !target.matches(CONTROLS);
  return Boolean(isPlace) && !target.closest("dialog, [popover], [contenteditable]");
}

export const isAsking = () => Boolean(document.querySelector("dialog[open], [popover]:popover-open"));

// A key as shortcuts are written: "a", "Control+Enter". The character counts, not its place on
// the keyboard. AltGr only helps to type a character.
function comboOf(event) {
  const isTyped = event.getModifierState("AltGraph");
  const [command, other] = isMac ? [event.metaKey, event.ctrlKey] : [event.ctrlKey, event.metaKey];
  if (isTyped || !(command || other || event.altKey)) return event.key;
  const held = [[command, "Control"], [event.altKey, "Alt"], [event.shiftKey, "Shift"], [other, "Other"]];
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return [...held.filter(([isHeld]) => isHeld).map(([, name]) => name), key].join("+");
}

// What a key presses; on a page of many boxes, what stands with the box that one is in.
function pressable(combo, target = document.body) {
  const all = [...document.querySelectorAll("[data-key]")].filter((element) => element.dataset.key === combo && !element.disabled);
  const writing = target.closest?.(".writing");
  return all.find((element) => writing?.contains(element)) ?? all[0];
}

// The page itself put the cursor there (focus_place.js), and nobody is at work in it yet.
const isUntouched = (target) => target.matches?.("[data-untouched]");

// Saving and submitting go on from within their own form; all other keys need a free focus.
function mayPress(element, combo, target) {
  if (isFree(target) || (combo.startsWith("Alt+") && isUntouched(target))) return true;
  if (!/^(Control\+|F\d)/.test(combo) || target.closest("dialog")) return false;
  if (element.matches("form")) return true;
  return element.form?.contains(target) && !target.matches("a, button, summary");
}

// Does what the key is for. Where a decision hangs on it, its own script has a say (guard_decisions.js).
function press(element, key) {
  if (element.matches("dialog")) return element.showModal();
  if (element.matches("form")) return document.dispatchEvent(new Event("save-now"));
  if (element.matches("input")) {
    element.focus();
    return element.select();
  }
  if (key.length > 1) return element.click(); // held with another key, it is no letter of a word
  if (isInWord && !element.closest("[data-decides]")) return false;
  const pressed = new CustomEvent("key-pressed", { bubbles: true, cancelable: true, detail: key });
  return element.dispatchEvent(pressed) && element.click();
}

// Letters of a word follow one another faster than somebody presses keys with a purpose. Who types
// slowly is known by letters that do nothing here: what follows them soon is of the same words.
const APART = 250;
export const SLOW = 1500;
let lastLetter = -Infinity;
let lastIdle = -Infinity;
export let isInWord = false;
document.addEventListener("keydown", (event) => {
  if (event.key.length !== 1) return;
  isInWord = event.timeStamp - lastLetter < APART || event.timeStamp - lastIdle < SLOW;
  lastLetter = event.timeStamp;
  const isIdle = comboOf(event) === event.key && event.key.trim() && isFree(event.target) && !pressable(event.key);
  if (isIdle) lastIdle = event.timeStamp;
}, true);

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return;
  if (document.hidden || isAsking()) return;
  if (event.key === "Escape" && !isFree(event.target)) event.target.blur();
  const combo = comboOf(event);
  const element = pressable(combo, event.target);
  if (!element || !mayPress(element, combo, event.target)) return;
  event.preventDefault();
  if (!event.repeat) press(element, event.key); // to hold a key is not to press it again
});

// The help lists the keys that do something on this page.
const help = document.getElementById("keys-dialog");
const innerKeys = new Set([...document.querySelectorAll("[data-inner-key]")].map((element) => element.dataset.innerKey));
for (const row of help.querySelectorAll("[data-row]")) {
  row.hidden = !pressable(row.dataset.row) && !innerKeys.has(row.dataset.row);
  if (isMac) row.querySelectorAll("kbd").forEach((cap) => cap.textContent === "Ctrl" && cap.replaceChildren("⌘"));
}
const opener = document.getElementById("keys-open");
opener.hidden = false;
opener.addEventListener("click", () => help.showModal());
