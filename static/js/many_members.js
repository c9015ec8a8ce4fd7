// A table of many members tells what is out of sight, and can show those alone that differ.

for (const bar of document.querySelectorAll(".of-many")) {
  const table = bar.parentElement.querySelector("table.codes.rows");
  const scroller = table.closest(".scroll");
  const only = bar.querySelector("[data-only]");
  const tick = only.querySelector("input");
  const rows = [...table.tBodies[0].rows];
  const codesOf = (row) => [...row.querySelectorAll(".code")].map((box) => box.value.trim()).join(" ");

  // The members that have the codes which most have.
  function alike() {
    const byCodes = new Map();
    for (const row of rows) byCodes.set(codesOf(row), [...(byCodes.get(codesOf(row)) ?? []), row]);
    return [...byCodes.values()].sort((a, b) => b.length - a.length)[0];
  }

  function columnsBeyond() {
    const { right } = scroller.getBoundingClientRect();
    return [...table.tHead.rows[0].cells].filter((cell) => cell.getBoundingClientRect().right > right + 1).length;
  }

  function tell() {
    const same = alike();
    const beyond = columnsBeyond();
    const shown = tick.checked ? "are out of sight" : "have the same codes";
    const words = [`${same.length} of ${rows.length} members ${shown}`];
    if (beyond) words.push(`${beyond} of ${table.tHead.rows[0].cells.length - 1} columns are to the right`);
    bar.querySelector("[data-sight]").textContent = `${words.join(" · ")}.`;
    return same;
  }

  function show() {
    const same = tell();
    for (const row of rows) row.hidden = tick.checked && same.includes(row);
  }

  let timer = null;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(tell, 200);
  };
  tick.addEventListener("change", show);
  table.addEventListener("input", later);
  scroller.addEventListener("scroll", later, { passive: true });
  window.addEventListener("resize", later);
  only.hidden = false;
  show();
}
