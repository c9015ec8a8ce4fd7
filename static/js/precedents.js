// Fetches the precedents of a question once they are looked at, and puts the words of one into the
// box of the answer. Without it there is a link to their own page.
(() => {
  "use strict";

  const place = document.querySelector("[data-precedents]");
  const box = document.querySelector(".writing[data-save] #text");
  let isKnown = false; // whether somebody chose a place in the box
  for (const kind of ["keydown", "pointerdown", "input"]) {
    box?.addEventListener(kind, (event) => event.ctrlKey || event.metaKey || (isKnown = true));
  }

  // Everything that is on the page of its own, or nothing: the reader may be signed out.
  async function fetched(address) {
    const answer = await fetch(address, { headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok || answer.redirected) return null;
    return new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("precedents");
  }

  async function show() {
    const found = await fetched(place.dataset.precedents).catch(() => null);
    if (!found) return;
    const told = Object.assign(document.createElement("p"), { className: "hint", role: "status" });
    const link = place.querySelector("summary ~ p");
    link.before(document.importNode(found, true), told);
    link.firstElementChild.textContent = "All precedents";
    if (box) place.querySelectorAll("[data-use-words]").forEach((button) => (button.hidden = false));
  }

  // What is marked of the words, else all of them.
  function wordsOf(words) {
    const marked = getSelection();
    const isWithin = !marked.isCollapsed && words.contains(marked.anchorNode) && words.contains(marked.focusNode);
    if (isWithin) return marked.toString();
    return [...words.querySelectorAll("p")].map((one) => one.textContent).join("\n");
  }

  // As if they were typed: the browser takes them back, and the draft saves itself.
  function put(words) {
    const [start, end] = isKnown ? [box.selectionStart, box.selectionEnd] : [box.value.length, box.value.length];
    box.focus();
    box.setSelectionRange(start, end);
    isKnown = true;
    if (document.execCommand("insertText", false, words)) return;
    box.setRangeText(words, box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // A button that takes the focus would take the marks away.
  place?.addEventListener("mousedown", (event) => event.target.closest("[data-use-words]") && event.preventDefault());
  place?.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-use-words]");
    if (!button) return;
    put(wordsOf(button.closest("li").querySelector(".words")));
    place.querySelector("[role=status]").textContent = `The words of ${button.dataset.useWords} are in your answer.`;
  });

  if (place) {
    const seen = new IntersectionObserver(([entry]) => {
      if (!entry.isIntersecting || !place.open) return;
      seen.disconnect();
      show();
    });
    seen.observe(place);
    place.addEventListener("toggle", () => {
      seen.unobserve(place);
      seen.observe(place);
    });
  }
})();
