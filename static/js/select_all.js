// Shows on the button how many items of its form are selected, and offers to select all.

for (const form of document.querySelectorAll("[data-selection]")) {
  const button = form.querySelector("[data-selection-button]");
  const all = form.querySelector("[data-selection-all]");
  const boxes = [...form.querySelectorAll("input[type=checkbox][name]")];
  const words = button.textContent;

  const count = () => {
    const number = boxes.filter((box) => box.checked).length;
    button.disabled = number === 0;
    button.textContent = number ? words.replace("the selected", `${number} selected`) : words;
    if (all) all.querySelector("input").checked = number === boxes.length;
  };
  form.addEventListener("change", (event) => {
    if (all?.contains(event.target)) boxes.forEach((box) => (box.checked = event.target.checked));
    count();
  });
  if (all) all.hidden = false;
  count();
  window.addEventListener("pageshow", count); // the browser puts ticks back after "back"
}
