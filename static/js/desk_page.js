// The page of the import desk: a press on a line's number, or words that are marked in a line, fill
// the boxes of the form. Without this, the numbers are links that fill in the first box.

const form = document.getElementById("put-right");
const box = (name) => form.elements[name];

function choose(first, last, words = "") {
  box("first").value = first;
  box("last").value = last === first ? "" : last;
  box("words").value = words;
  for (const line of document.querySelectorAll(".lines li")) {
    line.classList.toggle("chosen", line.value >= first && line.value <= last);
  }
}

document.querySelector(".lines").addEventListener("click", (event) => {
  const number = event.target.closest(".no");
  if (!number || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const line = number.closest("li").value;
  const from = event.shiftKey && Number(box("first").value);
  choose(Math.min(from || line, line), Math.max(from || line, line));
  if (!event.shiftKey) box("what").focus({ preventScroll: true });
});

const lineOf = (node) => (node?.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest?.("li");

document.addEventListener("pointerup", () => {
  const marked = document.getSelection();
  const [from, to] = [lineOf(marked.anchorNode), lineOf(marked.focusNode)];
  if (marked.isCollapsed || !from?.closest(".lines") || !to?.closest(".lines")) return;
  const [first, last] = [Math.min(from.value, to.value), Math.max(from.value, to.value)];
  choose(first, last, first === last ? marked.toString().trim() : "");
});

const chosen = Number(box("first").value);
if (chosen) choose(chosen, Number(box("last").value) || chosen, box("words").value);
