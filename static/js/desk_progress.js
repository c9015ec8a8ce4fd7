// While the worker of the desk is at work: shows how far it is, every few seconds, without a reload.

import { askForPage } from "./asking.js";

async function lookAgain() {
  const page = await askForPage(location.href);
  if (page) {
    const now = page.getElementById("progress");
    if (!now?.hasAttribute("data-progress")) return location.reload();
    document.getElementById("progress").replaceWith(now);
  }
  setTimeout(lookAgain, 3000);
}

setTimeout(lookAgain, 1500);
