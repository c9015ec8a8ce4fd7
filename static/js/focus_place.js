// Puts the cursor where the page is written: into the box that the address names, as "#code:365/defense"
// or "#text" do, or into the first one that is empty of some codes ("#codes"); else to where the page begins (data-begin), unless a keyboard would spring up for it.

import { unfold } from "./boxes.js";

const goToPlace = () => {
  const place = decodeURIComponent(location.hash.slice(1));
  const boxes = document.querySelectorAll("[data-cell], [data-part=text]");
  const codes = [...document.querySelectorAll("fieldset.codes")].find((group) => group.id === place);
  const inCodes = [...(codes?.querySelectorAll("tbody .code, .code-row .code, #add-members") ?? [])];
  const box = [...boxes].find((field) => place === (field.dataset.cell ? `code:${field.dataset.cell}` : field.id))
    ?? inCodes.find((field) => !field.value) ?? inCodes[0];
  if (!box) return Boolean(place && document.getElementById(place));
  unfold(box);
  box.scrollIntoView({ block: "center" });
  box.focus({ preventScroll: true });
  return true;
};
addEventListener("hashchange", goToPlace);
const isNamed = goToPlace();

// Until somebody is at work in it, keys that are held with Alt go on as if nothing had the focus (shortcuts.js).
function begin(box) {
  box.focus({ preventScroll: true });
  box.dataset.untouched = "";
  for (const kind of ["keydown", "pointerdown", "blur"]) {
    box.addEventListener(kind, (event) => event.altKey || delete box.dataset.untouched);
  }
}

const opened = document.querySelector("[data-begin]");
const isFresh = !isNamed && document.activeElement === document.body;
if (opened && isFresh && !matchMedia("(pointer: coarse)").matches) begin(opened);
