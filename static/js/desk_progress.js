// While the worker of the desk is at work: shows how far it is, every few seconds, without a reload.
"use strict";

async function asNow() {
  const answer = await fetch(location.href, { headers: { "X-Requested-With": "fetch" } });
  return answer.ok ? answer.text() : null;
}

async function lookAgain() {
  const html = await asNow().catch(() => null);
  if (html !== null) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const now = page.getElementById("progress");
    if (!now?.hasAttribute("data-progress")) return location.reload();
    document.getElementById("progress").replaceWith(now);
  }
  setTimeout(lookAgain, 3000);
}

setTimeout(lookAgain, 1500);
