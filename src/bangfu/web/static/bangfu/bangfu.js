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

// A page that answered a form has an address of its own, which one can come back to (web/again.py).
const { again } = document.documentElement.dataset;
if (again) history.replaceState(history.state, "", again);

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
function unlock() {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
}

// Whether anything in the page was typed, ticked or chosen; what a list is narrowed by stands in its address.
function touched() {
  return [...document.querySelectorAll("main :is(input, textarea, select)")].some(isTouched);
}
function isTouched(one) {
  if (one.type === "hidden" || one.form?.method === "get") return false;
  if (one.type === "file") return one.files.length > 0;
  if (!one.options) return one.value !== one.defaultValue || one.checked !== one.defaultChecked;
  const given = [...one.options].findLastIndex((each) => each.defaultSelected);
  return one.selectedIndex !== Math.max(given, 0);
}

// The page as it is now, in place of itself; what has the focus keeps it, what was typed stays.
async function renew() {
  if (touched()) return;
  const answer = await fetch(location.href).catch(() => null);
  if (!answer?.ok || answer.redirected || touched()) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const main = document.querySelector("main"), fresh = page.querySelector("main");
  if (!main || !fresh) return;
  const pressable = "a, button, summary";
  const at = [...main.querySelectorAll(pressable)].indexOf(document.activeElement);
  main.replaceWith(fresh);
  window.htmx?.process(fresh);
  fresh.querySelectorAll(pressable)[at]?.focus({ preventScroll: true });
  reachable();
}
window.addEventListener("pageshow", (event) => {
  unlock();
  if (event.persisted) renew();
});

// A file leaves the page standing that asked for it. Each brings another mark (web/responses.py): then the
// page can be pressed again, and is read anew, for the file may have changed what stands in it.
const mark = () => /(?:^|; )handed_out=(\w+)/.exec(document.cookie)?.[1];
let watching;
function watch() {
  clearInterval(watching);
  const before = mark(), until = Date.now() + 120_000;
  watching = setInterval(() => {
    const came = mark() !== before;
    if (came || Date.now() > until) clearInterval(watching);
    if (!came) return;
    unlock();
    renew();
  }, 250);
}
document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) watch();
});
document.addEventListener("click", (event) => {
  if (event.target.closest("main a[href]")) watch();
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
