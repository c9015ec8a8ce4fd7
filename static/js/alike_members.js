// One line of a section's page stands for the members that have the same codes. What is typed there is kept
// in a hidden box for each of them; any of them can be given a row of its own.

for (const table of document.querySelectorAll("[data-compact]")) {
  const root = table.closest(".writing");
  const others = table.querySelector("[data-others]");
  const line = table.querySelector("tr.all");
  const bar = table.querySelector("[data-apart]");
  const chosen = bar.querySelector("input");
  const start = others.name.replace(/others$/, "");
  const keys = () => others.value.split(" ").filter(Boolean);
  const boxAt = (cell) => root.querySelector(`[data-cell="${CSS.escape(cell)}"]`);

  function makeBox(cell, value) {
    const box = document.createElement("input");
    Object.assign(box, { type: "hidden", name: `${start}code:${cell}`, value });
    box.dataset.cell = cell;
    return box;
  }

  // What is typed in the line, for each of its members.
  function fill(box) {
    box.classList.toggle("zero", box.value.trim() === "0");
    box.classList.toggle("changed", box.value.trim() !== (box.dataset.was ?? box.defaultValue));
    const cells = keys().map((key) => `${key}/${box.dataset.ofOthers}`);
    for (const cell of cells) {
      if (!boxAt(cell)) table.append(makeBox(cell, ""));
      boxAt(cell).value = box.value.trim();
    }
    if (cells.length) boxAt(cells.at(-1)).dispatchEvent(new Event("input", { bubbles: true }));
  }

  // Gives a member of the line a row; what was typed for it goes along.
  function part(key) {
    const row = line.cloneNode(true);
    row.className = "";
    row.cells[0].textContent = bar.querySelector(`[data-key="${CSS.escape(key)}"]`).value;
    for (const box of row.querySelectorAll("[data-of-others]")) {
      const name = box.dataset.ofOthers;
      const cell = `${key}/${name}`;
      const value = boxAt(cell)?.value ?? line.querySelector(`[data-of-others="${name}"]`).value;
      boxAt(cell)?.remove();
      box.setAttribute("aria-label", `${name} of ${row.cells[0].textContent}`);
      Object.assign(box, { id: "", name: `${start}code:${cell}`, value });
      delete box.dataset.ofOthers;
      box.dataset.cell = cell;
    }
    line.parentElement.append(row);
    others.value = keys().filter((other) => other !== key).join(" ");
    line.querySelector("[data-number]").textContent = keys().length;
    bar.querySelector(`[data-key="${CSS.escape(key)}"]`).remove();
    return row.querySelector(".code");
  }

  table.addEventListener("input", ({ target }) => {
    if (target.dataset.ofOthers) fill(target);
  });
  function choose() {
    const named = [...bar.querySelectorAll("option")].find((option) => option.value === chosen.value.trim());
    if (!named) return;
    const box = part(named.dataset.key);
    chosen.value = "";
    box.focus();
    box.select();
    box.dispatchEvent(new Event("input", { bubbles: true })); // so that the row counts as saved
  }

  // At once where the name is whole: "365 Russia" may go on as "365 Russia (2nd time)".
  chosen.addEventListener("input", () => {
    const begun = [...bar.querySelectorAll("option")].filter((option) => option.value.startsWith(chosen.value.trim()));
    if (begun.length === 1) choose();
  });
  chosen.addEventListener("change", choose);
  chosen.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // it would press a button
    choose();
  });

  // What was kept of members that have no box here – by this browser, or by a draft saved elsewhere.
  root.addEventListener("codes-coming", ({ detail }) => {
    const named = new Set(detail.filter((cell) => !boxAt(cell)).map((cell) => cell.split("/")[0]));
    keys().filter((key) => named.has(key)).forEach(part);
  });
  bar.hidden = false;
}
