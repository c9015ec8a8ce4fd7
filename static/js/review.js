// The review page by keyboard: the key of each decision, j and k next and previous, s sheet, h history;
// and the button that counts what is selected.
(() => {
  "use strict";

  const isTyping = (target) => target.closest("input[type=text], textarea, select, dialog");

  const press = (key) => {
    const control = document.querySelector(`.change [data-key="${key}"]`);
    if (!control) return false;
    const comment = document.querySelector("[data-comment]");
    if ("needsComment" in control.dataset && comment && !comment.value.trim()) comment.focus();
    else control.click();
    return true;
  };

  const step = (offset) => {
    const links = [...document.querySelectorAll(".queue .item a")];
    const next = links[links.findIndex((link) => link.ariaCurrent === "true") + offset];
    if (next) next.click();
    return Boolean(next);
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const done =
      event.key === "j" ? step(1) : event.key === "k" ? step(-1) : press(event.key);
    if (done) event.preventDefault();
  });

  const form = document.querySelector("[data-selection]");
  if (!form) return;
  const boxes = [...form.querySelectorAll("input[name=revision]")];
  const button = form.querySelector("[data-selection-button]");
  const all = form.querySelector("[data-selection-all]");
  const count = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    button.disabled = chosen === 0;
    button.textContent = chosen ? `Look at ${chosen} together` : "Select changes to decide together";
  };
  all.hidden = false;
  all.querySelector("input").addEventListener("change", (event) => {
    for (const box of boxes) box.checked = event.target.checked;
    count();
  });
  form.addEventListener("change", count);
  count();
})();
