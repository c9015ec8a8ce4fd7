// Lets text boxes grow with their text where the style sheet cannot (no field-sizing: content).

if (!CSS.supports("field-sizing", "content")) {
  const grow = (box) => {
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight + box.offsetHeight - box.clientHeight}px`;
  };
  document.querySelectorAll("textarea").forEach(grow);
  document.addEventListener("input", (event) => event.target.matches("textarea") && grow(event.target));
  document.addEventListener("toggle", (event) => event.target.querySelectorAll("textarea").forEach(grow), true);
}
