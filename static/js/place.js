// Puts the cursor into the box that the address names: "#code:365/defense", or "#text".
"use strict";

const goToPlace = () => {
  const place = decodeURIComponent(location.hash.slice(1));
  const boxes = document.querySelectorAll("[data-cell], [data-part=text]");
  const box = [...boxes].find((one) => place === (one.dataset.cell ? `code:${one.dataset.cell}` : one.id));
  if (!box) return;
  for (let around = box.closest("details"); around; around = around.parentElement.closest("details")) {
    around.open = true;
  }
  box.scrollIntoView({ block: "center" });
  box.focus({ preventScroll: true });
};
addEventListener("hashchange", goToPlace);
goToPlace();
