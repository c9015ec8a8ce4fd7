// Says on the buttons that decide on several proposals how many each decides on.

for (const form of document.querySelectorAll("[data-together]")) {
  const all = form.querySelectorAll(".choice").length;
  const buttons = [...form.querySelectorAll("button[name=others]")];
  const words = new Map(buttons.map((button) => [button, button.textContent]));

  const count = () => {
    const marked = form.querySelectorAll(".choice input[type=radio]:checked").length;
    for (const button of buttons) {
      const others = marked ? `the other ${all - marked}` : `all ${all}`;
      button.textContent = words
        .get(button)
        .replace("all the others", others)
        .replace("those marked", marked ? `the ${marked} marked` : "those marked");
      button.disabled = button.value ? marked === all : !marked;
    }
  };
  form.addEventListener("change", count);
  window.addEventListener("pageshow", count); // the browser puts marks back after "back"
  count();
}
