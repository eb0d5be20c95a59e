// Comfort only: every page works without this script.
"use strict";
const copied = document.body.dataset.copied;
for (const button of document.querySelectorAll("button.cp[hidden]")) {
  button.hidden = false;
  const label = button.textContent;
  button.addEventListener("click", async () => {
    const citation = button.parentElement.nextElementSibling;
    try {
      await navigator.clipboard.writeText(citation.textContent);
      button.textContent = copied;
      setTimeout(() => { button.textContent = label; }, 1500);
    } catch {
      getSelection().selectAllChildren(citation); // the browser forbids it: Ctrl-C copies what is selected
    }
  });
}
// Facets start closed where they would push the results off a small screen.
const facets = document.querySelector("details.facets");
if (facets && matchMedia("(max-width: 60rem)").matches) facets.open = false;
const here = document.querySelector("tr.here");
if (here && !location.hash) here.scrollIntoView({ block: "center" });
const rows = [...document.querySelectorAll("article.hit, table.beads tbody tr")];
let place = rows.indexOf(here);
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select")) return;
  if (event.key === "/") {
    event.preventDefault();
    document.querySelector("input[type=search]").focus();
  } else if (event.key === "j" || event.key === "k") {
    place = Math.max(0, Math.min(rows.length - 1, place + (event.key === "j" ? 1 : -1)));
    const row = rows[place];
    if (!row) return;
    row.scrollIntoView({ block: "nearest" });
    row.querySelector("a")?.focus();
  } else if (event.key === "c") {
    const scope = event.target.closest("article.hit") ?? rows[place] ?? document;
    (scope.querySelector("button[popovertarget]") ?? document.querySelector("button[popovertarget]"))?.click();
  }
});
