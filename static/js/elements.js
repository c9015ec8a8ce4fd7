// Makes what scripts put on the page.

export function make(tag, className, content) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(content);
  return element;
}

export function makeButton(words, action) {
  const button = make("button", "button", words);
  button.type = "button";
  button.addEventListener("click", () => action(button));
  return button;
}

export function makePanel(words, texts, buttons) {
  const row = make("div", "row", "");
  row.append(...buttons);
  const panel = make("div", "warning panel", make("p", "", make("strong", "", words)));
  panel.setAttribute("role", "alert");
  panel.tabIndex = -1;
  panel.append(...texts, row);
  return panel;
}
