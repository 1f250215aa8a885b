// Keys of the work list, and lists that filter as soon as they are changed. Everything works without this too.
"use strict";
(() => {
  const rows = [...document.querySelectorAll(".list tbody tr")];
  const boxes = [...document.querySelectorAll('.list tbody input[name="alert_id"]')];
  const all = document.getElementById("all");
  const ticked = document.getElementById("ticked");
  const bulk = document.getElementById("bulk");
  const keys = document.getElementById("keys");
  let here = -1;

  const count = () => {
    const some = boxes.filter((box) => box.checked).length;
    if (ticked) ticked.textContent = String(some);
    if (all) { all.checked = some > 0 && some === boxes.length; all.indeterminate = some > 0 && some < boxes.length; }
    bulk?.querySelectorAll('button[name="kind"]').forEach((button) => { button.disabled = some === 0; });
  };
  const go = (to) => {
    if (!rows.length) return;
    rows[here]?.classList.remove("here");
    here = Math.max(0, Math.min(rows.length - 1, to));
    rows[here].classList.add("here");
    rows[here].scrollIntoView({ block: "nearest" });
    rows[here].querySelector("a.open")?.focus({ preventScroll: true });
  };
  const help = () => { if (keys.open) keys.close(); else keys.showModal(); };
  const follow = (selector) => { const link = document.querySelector(selector); if (link) location.assign(link.href); };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const field = event.target.closest?.("input:not([type=checkbox]), select, textarea");
    if (field) { if (event.key === "Escape") field.blur(); return; }
    if (event.key === "?") { event.preventDefault(); help(); return; }
    if (keys?.open) return;
    const acts = {
      j: () => go(here + 1),
      k: () => go(here < 0 ? 0 : here - 1),
      o: () => rows[here]?.querySelector("a.open")?.click(),
      x: () => { const box = rows[here]?.querySelector('input[name="alert_id"]'); if (box) { box.checked = !box.checked; count(); } },
      n: () => follow(".pages .after"),
      p: () => follow(".pages .before"),
      "/": () => document.getElementById("q")?.focus(),
    };
    if (Object.hasOwn(acts, event.key)) { event.preventDefault(); acts[event.key](); }
    else if (event.key === "Enter" && here >= 0 && !event.target.closest("a, button, input, summary")) { event.preventDefault(); acts.o(); }
  });
  document.querySelectorAll("#filter select").forEach((list) => list.addEventListener("change", () => list.form.requestSubmit()));
  document.getElementById("filter")?.addEventListener("submit", (event) => {
    // Empty fields stay out of the address.
    for (const field of event.target.elements) if (field.name && !field.value) field.disabled = true;
  });
  addEventListener("pageshow", () => { document.querySelectorAll("#filter [disabled]").forEach((field) => { field.disabled = false; }); count(); });
  all?.addEventListener("change", () => { boxes.forEach((box) => { box.checked = all.checked; }); count(); });
  boxes.forEach((box) => box.addEventListener("change", count));
  rows.forEach((row, at) => row.addEventListener("focusin", () => { rows[here]?.classList.remove("here"); here = at; row.classList.add("here"); }));
  document.getElementById("keys-open")?.addEventListener("click", (event) => { event.preventDefault(); help(); });
  count();
})();
