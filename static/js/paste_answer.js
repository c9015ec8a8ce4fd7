// What is pasted into an answer: its paragraphs stay, everything else of Word or a page is dropped. The
// server joins wrapped lines and parted words by the rule that printed sheets are read with; the page
// lists what was joined. One press – or undoing, as usual – takes that back. Words never change by themselves.

import { ask, token } from "./asking.js";
import { typeInto } from "./boxes.js";
import { make, makeButton, makePanel } from "./elements.js";

const APART_FROM_TEXT = "script, head, template, [hidden], [data-style*='mso-hide']";
const BLOCKS = "p, div, li, tr, h1, h2, h3, h4, h5, h6, blockquote, pre, dt, dd, section, article, table, ul, ol";

// The paragraphs of a piece of a page: white space counts only between them.
function textOfPage(html) {
  // Styles go first: the site's policy would speak of each.
  const plain = html.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/\sstyle(?=\s*=)/gi, " data-style");
  const page = new DOMParser().parseFromString(plain, "text/html");
  page.querySelectorAll(APART_FROM_TEXT).forEach((element) => element.remove());
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data.replace(/\s+/g, " ");
    if (node.nodeType !== Node.ELEMENT_NODE) return "";
    if (node.matches("br")) return "\n";
    const inside = [...node.childNodes].map(walk).join("");
    if (node.matches("td, th")) return `${inside} `;
    return node.matches(BLOCKS) ? `\n${inside}\n` : inside;
  };
  return walk(page.body).split("\n").map((line) => line.trim()).filter(Boolean).join("\n");
}

const textOf = (clipboard) => {
  const html = clipboard.getData("text/html");
  return (html && textOfPage(html)) || clipboard.getData("text/plain").replace(/\r\n?/g, "\n");
};

class Paste {
  constructor(box, text) {
    this.box = box;
    this.raw = this.text = text;
    this.start = box.selectionStart;
    this.around = box.value.slice(0, box.selectionStart) + box.value.slice(box.selectionEnd);
    typeInto(box, text);
  }

  get isUntouched() {
    return this.box.value.slice(this.start, this.start + this.text.length) === this.text;
  }

  become(text) {
    if (!this.isUntouched) return false;
    this.box.setSelectionRange(this.start, this.start + this.text.length);
    this.text = text;
    typeInto(this.box, text);
    return true;
  }

  async read(address) {
    const body = new URLSearchParams({ text: this.raw, around: this.around });
    const answer = await ask(address, { method: "POST", headers: { "X-CSRFToken": token() }, body });
    const found = await answer?.json().catch(() => null);
    if (!found) return;
    const isJoined = found.lines > found.paragraphs && this.become(found.text);
    if (isJoined || (found.quoted && found.quoted !== this.text)) this.tell(found, isJoined);
  }

  tell(found, isJoined) {
    this.box.parentElement.querySelector(".pasted")?.remove();
    const message = isJoined
      ? `Pasted: ${found.lines} lines joined to ${found.paragraphs} paragraph${found.paragraphs === 1 ? "" : "s"}.`
      : "Pasted.";
    const parted = found.parted.map(([halves, word]) => make("li", "", `${halves} → ${word}`));
    const list = make("ul", "plain", "");
    list.append(...parted);
    const heading = make("p", "soft", "Words made whole that were parted at line ends:");
    const buttons = [];
    if (found.quoted) buttons.push(this.button(`Write it as ${found.quoted.slice(0, found.quoted.indexOf("“") + 1)}…”`, found.quoted));
    if (isJoined) buttons.push(this.button("As it was pasted", this.raw));
    const panel = makePanel(message, parted.length ? [heading, list] : [], buttons);
    panel.className = "alert pasted"; // no panel of the draft, which gives way to the next one
    panel.setAttribute("role", "status");
    this.box.after(panel);
  }

  button(words, text) {
    return makeButton(words, (button) => {
      const panel = button.closest(".pasted");
      if (this.become(text)) panel.remove();
      else panel.querySelector("strong").textContent = "The text was changed since. Undo with your browser’s own key.";
    });
  }
}

document.addEventListener("paste", (event) => {
  const box = event.target;
  const address = document.querySelector("[data-pasted]")?.dataset.pasted;
  if (!box.matches?.("textarea[data-part=text]:not([readonly])") || !event.clipboardData) return;
  const text = textOf(event.clipboardData);
  if (!text.trim()) return;
  event.preventDefault();
  const paste = new Paste(box, text);
  if (address && (text.includes("\n") || /^art/i.test(text))) paste.read(address);
});
