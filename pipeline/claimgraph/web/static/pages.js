// Enhances pages that work without it. A source: pointing at a claim lights its words, and back.
"use strict";

const lit = (id, on) => {
  for (const mark of document.querySelectorAll(`mark[data-c~="${CSS.escape(id)}"]`)) mark.classList.toggle("lit", on);
  const card = document.querySelector(`.claim[data-claim="${CSS.escape(id)}"]`);
  if (card) card.classList.toggle("lit", on);
};

for (const card of document.querySelectorAll(".claim[data-claim]")) {
  const id = card.dataset.claim;
  card.addEventListener("mouseenter", () => lit(id, true));
  card.addEventListener("mouseleave", () => lit(id, false));
}

for (const mark of document.querySelectorAll(".text mark[data-c]")) {
  const id = mark.dataset.c.split(" ").pop();
  mark.addEventListener("mouseenter", () => lit(id, true));
  mark.addEventListener("mouseleave", () => lit(id, false));
  mark.addEventListener("click", () => {
    const card = document.querySelector(`.claim[data-claim="${CSS.escape(id)}"]`);
    if (card) card.scrollIntoView({ block: "nearest" });
  });
}
