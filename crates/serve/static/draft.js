// What is filled in and not yet sent outlives a reload. It stays in this tab and goes with it.

const PREFIX = "coxa.draft.";
const key = PREFIX + location.pathname;
const form = document.querySelector("main form.stack[method=post]:not([action])");

// Secrets and hidden fields are left out.
const fields = () => [...form.elements].filter((e) => e.name && !["hidden", "password", "submit"].includes(e.type));
const ticks = (e) => e.type === "radio" || e.type === "checkbox";

function keep() {
  const given = fields().filter((e) => e.checked || !ticks(e));
  sessionStorage.setItem(key, JSON.stringify(given.map((e) => [e.name, e.value])));
}

function bringBack() {
  const kept = JSON.parse(sessionStorage.getItem(key) ?? "null");
  if (!kept) return;
  for (const e of fields()) {
    const values = kept.filter(([name]) => name === e.name).map(([, value]) => value);
    if (ticks(e) && e.checked !== values.includes(e.value)) {
      e.checked = values.includes(e.value);
      // The body map follows its boxes by this.
      e.dispatchEvent(new Event("change", { bubbles: true }));
    }
    if (!ticks(e) && values.length) e.value = values[0];
  }
}

function forgetAll() {
  for (const k of Object.keys(sessionStorage)) if (k.startsWith(PREFIX)) sessionStorage.removeItem(k);
}

try {
  if (["/", "/start", "/people"].includes(location.pathname)) forgetAll();
  else if (form) {
    bringBack();
    form.addEventListener("input", keep);
    form.addEventListener("change", keep);
    form.addEventListener("submit", () => sessionStorage.removeItem(key));
  }
} catch { /* storage that is refused: the form then works as it is */ }
