// Fetches the rows that an approval moves when a reviewer opens that part of a page of many.

import { askForPage } from "./asking.js";

const fill = async (part) => {
  const status = part.querySelector("[role=status]");
  const link = status.innerHTML;
  status.textContent = "Counting …";
  const page = await askForPage(part.dataset.countRows);
  if (page) part.replaceWith(page.querySelector(".effect, .empty"));
  else status.innerHTML = link; // to be pressed, or opened again
};

for (const part of document.querySelectorAll("[data-count-rows]")) {
  part.addEventListener("toggle", () => part.open && fill(part));
}
