// Fetches the rows that an approval moves when a reviewer opens that part of a page of many.
"use strict";

const fill = async (part) => {
  const status = part.querySelector("[role=status]");
  const link = status.innerHTML;
  status.textContent = "Counting …";
  try {
    const answer = await fetch(part.dataset.countRows);
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const counted = page.querySelector(".effect, .empty");
    part.replaceWith(counted);
  } catch {
    status.innerHTML = link; // to be pressed, or opened again
  }
};

for (const part of document.querySelectorAll("[data-count-rows]")) {
  part.addEventListener("toggle", () => part.open && fill(part));
}
