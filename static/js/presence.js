// Tells who else has a question open, and that its approved answer changed while it is: the page asks
// every twenty seconds while somebody can see it. It puts off the end of no session.
"use strict";

(() => {
  const EVERY = 20000;
  const LONGEST = 300000; // between two questions, while the site does not answer
  const here = document.querySelector("[data-presence]");
  const shown = here?.dataset.approvals;
  let pause = EVERY;
  let timer = 0;

  function tell(others) {
    const names = others.length > 1 ? `${others.slice(0, -1).join(", ")} and ${others.at(-1)} have` : `${others[0]} has`;
    const words = others.length ? `${names} this question open, too.` : "";
    if (here.textContent !== words) here.textContent = words;
  }

  function warn() {
    if (document.getElementById("changed-meanwhile")) return;
    const warning = document.createElement("p");
    warning.id = "changed-meanwhile";
    warning.className = "warning";
    warning.setAttribute("role", "status");
    const link = document.createElement("a");
    link.href = location.pathname;
    link.textContent = "Load the page anew to see what changed";
    warning.append("The approved answer or its codes changed while you have this page open. ", link, "; what you typed stays.");
    (document.querySelector("form.editor") ?? here).before(warning);
  }

  async function ask() {
    clearTimeout(timer);
    if (document.hidden) return;
    try {
      const body = new URLSearchParams({ csrfmiddlewaretoken: document.querySelector("[name=csrfmiddlewaretoken]").value });
      const answer = await fetch(here.dataset.presence, {
        method: "POST", body, redirect: "error", headers: { "X-Requested-With": "fetch", "X-Quiet": "1" },
        signal: AbortSignal.timeout(EVERY),
      });
      if ([401, 403, 404].includes(answer.status)) return;
      if (!answer.ok) throw new Error(String(answer.status));
      const said = await answer.json();
      tell(said.others);
      if (shown !== undefined && String(said.approvals) !== shown) warn();
      pause = EVERY;
    } catch {
      pause = Math.min(2 * pause, LONGEST);
    }
    timer = setTimeout(ask, pause);
  }

  if (!here) return;
  document.addEventListener("visibilitychange", ask);
  ask();
})();
