// Everything works without this file; it only answers sooner and takes keys.
const search = document.querySelector("form[data-live]");
if (search) {
  const out = document.querySelector("#answer");
  let wait, asked;
  const tell = (words) => {
    const note = document.createElement("div");
    note.className = "note stop";
    note.setAttribute("role", "alert");
    note.append(words);
    out.replaceChildren(note);
  };
  const ask = async () => {
    const query = new URLSearchParams(new FormData(search));
    asked?.abort();
    asked = new AbortController();
    out.setAttribute("aria-busy", "true");
    try {
      const reply = await fetch(`/answer?${query}`, { signal: asked.signal, headers: { accept: "text/html" } });
      if (reply.redirected) { location.reload(); return; }
      if (reply.status >= 500 || !reply.headers.get("content-type")?.includes("text/html")) {
        out.removeAttribute("aria-busy");
        tell("The server failed: nothing was decided. Press Enter to ask again.");
        return;
      }
      out.innerHTML = await reply.text();
      history.replaceState(null, "", `/?${query}`);
      out.removeAttribute("aria-busy");
    } catch (error) {
      // An answer that did not come must not look like the answer to what is typed now.
      if (error.name !== "AbortError") {
        out.removeAttribute("aria-busy");
        tell("The server did not answer: nothing was decided. Press Enter to ask again.");
      }
    }
  };
  search.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(ask, 180); });
}

const rows = [...document.querySelectorAll("[data-case]")];
const typing = (node) => /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName);
if (rows.length) {
  let at = 0;
  const choose = (next) => {
    at = Math.max(0, Math.min(rows.length - 1, next));
    rows.forEach((row, place) => row.classList.toggle("chosen", place === at));
    rows[at].querySelector("a").focus();
  };
  const dispose = (value) => {
    const form = rows[at].querySelector("form");
    rows[at].querySelector("details").open = true;
    form.elements.disposition.value = value;
    form.elements.reason.focus();
  };
  rows.forEach((row, place) => row.addEventListener("focusin", () => {
    at = place;
    rows.forEach((other) => other.classList.toggle("chosen", other === row));
  }));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (typing(event.target)) { if (event.key === "Escape") choose(at); return; }
    const does = {
      j: () => choose(at + 1), k: () => choose(at - 1),
      f: () => dispose("false hit"), t: () => dispose("true hit"),
      // The address names the field of the note: a browser goes into it.
      n: () => { location.href = `${rows[at].querySelector("a").href}#text`; },
      u: () => document.querySelector("#undo")?.requestSubmit(),
    }[event.key];
    if (does) { event.preventDefault(); does(); }
  });
  choose(0);
}
// What takes a while says so, and is not sent twice.
for (const form of document.querySelectorAll("form[data-slow]")) {
  form.addEventListener("submit", () => {
    const button = form.querySelector("button");
    button.setAttribute("aria-disabled", "true");
    button.textContent = "Working …";
    form.addEventListener("submit", (event) => event.preventDefault());
  });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
}
document.querySelector("[data-print]")?.addEventListener("click", () => print());

// On a narrow screen the pages stand in one row that scrolls: the present one is brought into sight.
const row = document.querySelector(".bar ul");
const present = row?.querySelector("[aria-current]");
if (present && row.scrollWidth > row.clientWidth) row.scrollLeft = present.offsetLeft - row.clientWidth / 3;
