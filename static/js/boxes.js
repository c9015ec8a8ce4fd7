// What boxes of forms hold.

// What the server rendered into a box, or chose in a list. A hidden box has no other value than the one it holds.
export function rendered(box) {
  if (!box.options) return box.defaultValue;
  return ([...box.options].find((option) => option.defaultSelected) ?? box.options[0])?.value ?? "";
}

// Writes over what is selected, as if it were typed: the browser's own way to undo knows of it.
export function typeInto(box, text) {
  box.focus();
  if (document.execCommand("insertText", false, text)) return;
  box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

// Opens whatever the element is folded away in.
export function unfold(element) {
  for (let around = element.closest("details"); around; around = around.parentElement.closest("details")) {
    around.open = true;
  }
}
