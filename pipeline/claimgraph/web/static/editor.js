// Enhances the page at /sparql: colours, completion, marks at errors, a result without a reload,
// and a button that stops the query. Without this file the form works as it is.

const form = document.getElementById("editor");
const area = document.getElementById("query");
const stop = document.getElementById("stop");
const progress = document.getElementById("progress");

let editor = null;
let running = null;

async function mount() {
  const { create } = await import(form.dataset.script);
  const host = document.createElement("div");
  host.className = "mount";
  area.before(host);
  area.hidden = true;
  editor = create(host, area.value, {
    label: "Query",
    dark: matchMedia("(prefers-color-scheme: dark)").matches,
    terms: () => fetch(form.dataset.terms).then((answer) => answer.json()),
    ask: () => form.requestSubmit(),
  });
  form.querySelector("label[for=query]").addEventListener("click", () => editor.focus());
  mark();
}

function mark() {
  const problem = document.getElementById("problem");
  if (editor) {
    editor.mark(Number(problem?.dataset.line ?? 0), Number(problem?.dataset.column ?? 0));
  }
}

function address() {
  if (editor) area.value = editor.text();
  const told = new URLSearchParams(new FormData(form));
  return `${form.action.split("?")[0]}?${told}`;
}

async function show(target) {
  running?.abort();
  const mine = new AbortController();
  running = mine;
  stop.hidden = false;
  const begun = performance.now();
  progress.textContent = "Asking…";
  try {
    const answer = await fetch(target, { headers: { Accept: "text/html" }, signal: mine.signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("result");
    if (!fresh) throw new Error(page.body.textContent.trim() || `Status ${answer.status}.`);
    document.getElementById("result").replaceWith(fresh);
    progress.textContent = `${((performance.now() - begun) / 1000).toFixed(2)} s`;
    mark();
  } catch (error) {
    progress.textContent = mine.signal.aborted ? "Stopped." : `No answer: ${error.message}`;
  } finally {
    if (running === mine) {
      running = null;
      stop.hidden = true;
    }
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const target = address();
  history.pushState(null, "", target);
  show(target);
});
stop.addEventListener("click", () => running?.abort());
addEventListener("popstate", () => location.reload());

mount();
