"use strict";
/* Comfort on top of pages that work without it: keys, unsaved input, menus, choosing all rows. */
(() => {
  const typing = (target) => target.closest("input, textarea, select, [contenteditable]");
  const plain = (event) => !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;

  /* ---- keys ---- */
  const places = { h: "/", o: "/onboardings", c: "/customers", p: "/partners", a: "/allocations", i: "/inbox" };
  let waiting = 0;

  function go(key) {
    const link = places[key] && document.querySelector(`a[href="${places[key]}"]`);
    if (link) link.click();
    return Boolean(link);
  }

  function step(by) {
    const links = [...document.querySelectorAll("main tbody th a, main [data-row] a.key")];
    const rowOf = (element) => element.closest("tr, [data-row]");
    const here = links.findIndex((link) => rowOf(link) === rowOf(document.activeElement));
    const next = links[Math.min(Math.max(here + by, 0), links.length - 1)];
    if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
    return Boolean(next);
  }

  function search() {
    const box = document.querySelector("[data-search]");
    if (box) { box.focus(); box.select(); }
    return Boolean(box);
  }

  function help() {
    const overlay = document.getElementById("shortcuts");
    if (overlay && !overlay.open) overlay.showModal();
    return Boolean(overlay);
  }

  const keys = { "/": search, "?": help, j: () => step(1), k: () => step(-1) };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { closeMenus(null); hideTip(); return; }
    if (!plain(event) || typing(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key === "g") { waiting = Date.now(); return; }
    const act = Date.now() - waiting < 1500 ? () => go(event.key) : keys[event.key];
    waiting = 0;
    if (act && act()) event.preventDefault();
  });

  /* ---- menus ---- */
  function closeMenus(except) {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (menu === except) continue;
      const inside = menu.contains(document.activeElement);
      menu.open = false;
      if (inside && except === null) menu.querySelector("summary").focus();
    }
  }

  function hideTip() {
    const tip = document.activeElement && document.activeElement.closest(".tipped");
    if (tip) document.activeElement.blur();
  }

  document.addEventListener("click", (event) => {
    const menu = event.target.closest("details[data-menu]");
    if (!menu) for (const open of document.querySelectorAll("details[data-menu][open]")) open.open = false;
    else closeMenus(menu);
    const opener = event.target.closest("[data-opens]");
    if (opener) { event.preventDefault(); document.getElementById(opener.dataset.opens).showModal(); }
    if (event.target.closest("[data-closes]")) event.target.closest("dialog").close();
  });

  /* ---- unsaved input ---- */
  const changed = new Set();
  const guarded = (event) => event.target.form && event.target.form.matches("form[data-guard]") && event.target.form;
  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, (event) => { const form = guarded(event); if (form) changed.add(form); });
  }
  document.addEventListener("submit", (event) => { changed.delete(event.target); });
  document.addEventListener("reset", (event) => { changed.delete(event.target); });
  window.addEventListener("beforeunload", (event) => {
    if ([...changed].some((form) => form.isConnected)) event.preventDefault();
  });

  /* ---- choosing rows ---- */
  const boxesOf = (table) => [...table.querySelectorAll("[data-select]")];

  function count(table) {
    const boxes = boxesOf(table);
    const chosen = boxes.filter((box) => box.checked).length;
    const all = table.querySelector("[data-select-all]");
    if (all) { all.checked = chosen > 0 && chosen === boxes.length; all.indeterminate = chosen > 0 && !all.checked; }
    for (const place of document.querySelectorAll("[data-bulk-count]")) place.textContent = ` ${chosen}`;
    for (const button of document.querySelectorAll("[data-bulk] button")) button.disabled = chosen === 0;
  }

  document.addEventListener("change", (event) => {
    const table = event.target.closest("table");
    if (!table || !event.target.matches("[data-select], [data-select-all]")) return;
    if (event.target.matches("[data-select-all]")) for (const box of boxesOf(table)) box.checked = event.target.checked;
    count(table);
  });

  /* ---- what scrolls sideways can be reached by keyboard ---- */
  const sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const scrolls = target.scrollWidth > target.clientWidth;
      if (scrolls === target.hasAttribute("tabindex")) continue;
      if (!scrolls) { target.removeAttribute("tabindex"); continue; }
      target.tabIndex = 0;
      // A trend is read from its end.
      if (target.querySelector(".chart-t")) target.scrollLeft = target.scrollWidth;
    }
  });

  function prepare(root) {
    for (const area of root.querySelectorAll("[data-scrolls], .scroll")) sizes.observe(area);
    for (const all of root.querySelectorAll("[data-select-all]")) {
      all.closest("label").hidden = false;
      count(all.closest("table"));
    }
  }

  /* ---- time left: counted from what the server said, not from the clock of this machine ---- */
  function countDown(place) {
    const end = performance.now() + 1000 * Number(place.dataset.secondsLeft);
    const pattern = place.dataset.pattern;
    const tick = () => {
      const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
      place.textContent = pattern.replace("{m}", Math.floor(left / 60)).replace("{s}", String(left % 60).padStart(2, "0"));
      if (left === 0) { clearInterval(clock); location.assign(place.dataset.atEnd); }
    };
    const clock = setInterval(tick, 1000);
  }

  /* ---- what a lost connection kept from being saved is sent again, and said ---- */
  const unsent = new Set();

  function keep(event, lost) {
    const form = event.target.closest && event.target.closest("form[data-resend]");
    if (!form) return;
    if (lost) unsent.add(form); else unsent.delete(form);
    document.getElementById(form.dataset.resend).hidden = !lost;
    const saved = document.getElementById("saved");
    if (saved) saved.hidden = lost;
  }

  function sendAgain() {
    for (const form of unsent) if (form.isConnected) form.dispatchEvent(new Event("change", { bubbles: true }));
  }

  document.addEventListener("htmx:error", (event) => keep(event, true));
  document.addEventListener("htmx:after:request", (event) => keep(event, event.detail.ctx.response.status >= 500));
  window.addEventListener("online", sendAgain);
  setInterval(sendAgain, 5000);

  /* ---- start ---- */
  function start() {
    prepare(document);
    for (const place of document.querySelectorAll("[data-seconds-left]")) countDown(place);
    const summary = document.getElementById("error-summary");
    if (summary) summary.focus();
    for (const wrong of document.querySelectorAll("form[data-guard] [aria-invalid]")) changed.add(wrong.form);
    const current = document.querySelector(".nav [aria-current]");
    if (current) current.scrollIntoView({ block: "nearest", inline: "center" });
  }

  document.addEventListener("htmx:after:swap", () => prepare(document));
  start();
})();
