// Goes from one proposal of a sheet to the next or the previous one, and says which one it is.

const stepping = document.querySelector("[data-stepping]");

if (stepping) {
  const proposals = [...document.querySelectorAll(".proposal")];
  const place = stepping.querySelector("[data-place]");

  const here = () => {
    const focused = proposals.findIndex((proposal) => proposal.contains(document.activeElement));
    if (focused >= 0) return focused;
    const top = stepping.getBoundingClientRect().bottom;
    return proposals.findLastIndex((proposal) => proposal.getBoundingClientRect().top < top);
  };
  stepping.addEventListener("click", (event) => {
    const by = Number(event.target.closest("[data-change]")?.dataset.change);
    if (!by) return;
    const next = Math.min(Math.max(here() + by, 0), proposals.length - 1);
    proposals[next].focus({ preventScroll: true });
    proposals[next].closest("article").scrollIntoView();
    place.textContent = `${next + 1} of ${proposals.length}`;
  });
  stepping.hidden = false;
}
