// Lists whom a comment can mention, and puts the name where one is typing.
"use strict";

for (const list of document.querySelectorAll("[data-mention]")) {
  const box = document.getElementById(list.dataset.mention);
  list.append(document.getElementById("people").content.cloneNode(true));
  list.parentElement.hidden = false;
  list.addEventListener("change", () => {
    if (!list.value) return;
    const before = box.value.slice(0, box.selectionStart);
    const space = before && !/\s$/.test(before) ? " " : "";
    box.setRangeText(`${space}@${list.value} `, box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
    list.value = "";
    box.focus();
  });
}
