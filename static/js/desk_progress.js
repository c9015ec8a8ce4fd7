// While the worker of the desk is at work: shows how far it is, every few seconds, without a reload.
"use strict";

async function asNow() {
  const answer = await fetch(location.href, { headers: { "X-Requested-With": "fetch" } });
  return answer.ok ? answer.text() : null;
}

async function lookAgain() {
  const said = await asNow().catch(() => null);
  if (said !== null) {
    const page = new DOMParser().parseFromString(said, "text/html");
    const now = page.getElementById("progress");
    if (!now?.hasAttribute("data-progress")) return location.reload();
    document.getElementById("progress").replaceWith(now);
  }
  setTimeout(lookAgain, 3000);
}

setTimeout(lookAgain, 1500);
