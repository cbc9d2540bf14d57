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

// On a telephone the bar of sections is wider than the window: show where one is.
const section = document.querySelector(".sections [aria-current]");
if (section) {
  const bar = section.closest(".sections");
  bar.scrollLeft += section.getBoundingClientRect().left - bar.getBoundingClientRect().left - 40;
}

// Pages that lie as files have no server to ask: the day is looked up in the page.
const day = document.getElementById("on-day");
if (day) {
  const holds = (span, on) => span.dataset.from.slice(0, on.length) <= on
    && (!span.dataset.until || on < span.dataset.until);
  day.hidden = false;
  day.addEventListener("submit", (event) => event.preventDefault());
  day.addEventListener("input", () => {
    const on = day.elements.on.value.trim(), sound = /^\d{4}(-\d\d(-\d\d)?)?$/.test(on);
    for (const span of document.querySelectorAll(".spans li:not([data-from=''])")) {
      span.classList.toggle("off", sound && !holds(span, on));
      span.classList.toggle("on", sound && holds(span, on));
    }
  });
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
