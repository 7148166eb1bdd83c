/* Small comforts only: every page works without this file. */
"use strict";

// What there is to say stands in the page, where it can be translated.
function say(what) {
  const place = document.getElementById("notes");
  const note = document.createElement("p");
  note.className = "verdict red";
  note.setAttribute("role", "alert");
  note.textContent = place?.dataset[what];
  place?.replaceChildren(note);
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
  for (const open of document.querySelectorAll("details.confirm[open], details.more[open]")) {
    if (!open.contains(event.target) || event.target.closest("[data-close]")) open.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  const open = document.querySelector("details.confirm[open], details.more[open]");
  if (event.key !== "Escape" || !open) return;
  open.open = false;
  open.querySelector("summary").focus();
});

// A second click on a form that changes something sends nothing; back in history it works again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// A list that answers by leading elsewhere (signed out, say) takes the whole page there.
document.addEventListener("htmx:beforeOnLoad", ({ detail }) => {
  const asked = new URL(detail.requestConfig.path, location.href).pathname;
  const got = detail.xhr.responseURL && new URL(detail.xhr.responseURL);
  if (!got || got.pathname === asked) return;
  detail.shouldSwap = false;
  location.assign(got);
});
document.addEventListener("htmx:responseError", () => say("refused"));
document.addEventListener("htmx:sendError", () => say("offline"));

// What scrolls sideways must be reachable by keyboard; browsers before 2024 need telling.
function reachable() {
  for (const box of document.querySelectorAll(".scroll")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}
window.addEventListener("resize", reachable);
document.addEventListener("htmx:afterSettle", reachable);
reachable();

document.querySelector("[data-focus]")?.focus();
