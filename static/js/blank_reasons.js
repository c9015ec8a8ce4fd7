// Offers the reasons why an answer is blank while its box is empty, and writes the chosen one into it.

for (const choice of document.querySelectorAll("[data-why-blank]")) {
  const writing = choice.closest(".writing");
  const text = writing.querySelector("[data-part=text]");
  const reasons = [...choice.options].map((option) => option.value);
  const follow = () => {
    const isBlank = reasons.includes(text.value.trim());
    choice.disabled = choice.closest("label").hidden = !isBlank;
    choice.value = isBlank ? text.value.trim() : "";
  };
  text.addEventListener("input", follow);
  writing.addEventListener("codes-put", follow); // a kept text was put into the box
  choice.addEventListener("change", () => {
    text.value = choice.value;
    text.dispatchEvent(new Event("input", { bubbles: true }));
  });
  follow();
}
