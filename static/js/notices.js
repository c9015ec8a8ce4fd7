// A notice counts as read when its place is opened from the list.

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-notice]");
  const form = link?.closest("li").querySelector("form");
  if (!form) return;
  const sent = new FormData(form);
  sent.delete("notice");
  sent.append("notice", link.dataset.notice);
  navigator.sendBeacon(form.action, sent);
});
