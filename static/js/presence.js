// Tells who else has a question open, or one of those of a whole page, and that an approved answer changed
// while it is: the page asks every twenty seconds while somebody can see it. It puts off the end of no session.

import { make } from "./elements.js";

const EVERY = 20000;
const LONGEST = 300000; // between two questions, while the site does not answer
const here = document.querySelector("[data-presence]");
const isOfMany = here?.dataset.presence.includes("?of=");
let shown = here?.dataset.approvals; // of many questions it is what the first answer says
let pause = EVERY;
let timer = 0;

const joined = (parts) => (parts.length > 1 ? `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}` : parts[0]);

function inWords(others, at) {
  if (!others.length) return "";
  if (isOfMany) return `${joined(others.map((name, place) => `${name} has question ${at[place]}`))} open.`;
  return `${joined(others)} ${others.length > 1 ? "have" : "has"} this question open, too.`;
}

// Where somebody is: the question in which the focus is, or was last.
let place = "";
function address() {
  if (!isOfMany) return here.dataset.presence;
  place = document.activeElement.closest("[id^=q]")?.id.match(/^q(\d+)$/)?.[1] ?? place;
  return place ? here.dataset.presence.replace(/questions\/\d+/, `questions/${place}`) : here.dataset.presence;
}

function tell(others, at) {
  const words = inWords(others, at);
  if (here.textContent !== words) here.textContent = words;
}

function warn() {
  if (document.getElementById("changed-meanwhile")) return;
  const what = isOfMany ? "An approved answer" : "The approved answer";
  const warning = make("p", "warning", `${what} or its codes changed while you have this page open. `);
  warning.id = "changed-meanwhile";
  warning.setAttribute("role", "status");
  const link = make("a", "", "Load the page anew to see what changed");
  link.href = location.pathname;
  warning.append(link, "; what you typed stays.");
  (document.querySelector("form.editor") ?? here).before(warning);
}

async function ask() {
  clearTimeout(timer);
  if (document.hidden) return;
  try {
    const body = new URLSearchParams({ csrfmiddlewaretoken: document.querySelector("[name=csrfmiddlewaretoken]").value });
    const answer = await fetch(address(), {
      method: "POST", body, redirect: "error", headers: { "X-Requested-With": "fetch", "X-Quiet": "1" },
      signal: AbortSignal.timeout(EVERY),
    });
    if ([401, 403, 404].includes(answer.status)) return;
    if (!answer.ok) throw new Error(String(answer.status));
    const answered = await answer.json();
    tell(answered.others, answered.at);
    if (isOfMany) shown ??= String(answered.approvals);
    if (shown !== undefined && String(answered.approvals) !== shown) warn();
    pause = EVERY;
  } catch {
    pause = Math.min(2 * pause, LONGEST);
  }
  timer = setTimeout(ask, pause);
}

if (here) {
  document.addEventListener("visibilitychange", ask);
  ask();
}
