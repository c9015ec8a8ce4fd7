// From one question to another: by its number, in the rail, and from box to box of a page of many.

document.getElementById("jump")?.addEventListener("submit", (event) => {
  const jump = event.currentTarget;
  const number = document.getElementById("jump-number").value;
  const here = document.getElementById(`q${number}`);
  if (!here) {
    location.assign(jump.dataset.address + `${number}/`);
    return;
  }
  setTimeout(() => {
    location.hash = `q${number}`;
    here.querySelector("textarea, a")?.focus({ preventScroll: true });
  });
});

const questions = document.getElementById("questions");
questions?.addEventListener("click", (event) => event.target.closest("a") && questions.hidePopover());
const current = questions?.querySelector("[aria-current]");
if (current) {
  const rail = questions.closest(".rail");
  rail.scrollTop = current.getBoundingClientRect().top - rail.getBoundingClientRect().top - rail.clientHeight / 2;
}

// On a page of many boxes: to the one behind or before the box that was written in last.
let lastBox = null;
document.addEventListener("focusin", ({ target }) => (lastBox = target.closest(".writing") ?? lastBox));
document.addEventListener("click", ({ target }) => {
  const step = Number(target.dataset?.step);
  if (!step) return;
  const boxes = [...document.querySelectorAll(".writing textarea.prose")];
  const here = boxes.findIndex((box) => lastBox?.contains(box));
  const next = boxes[here < 0 ? 0 : here + step];
  next?.focus();
  next?.closest(".writing").scrollIntoView({ block: "nearest" });
});
