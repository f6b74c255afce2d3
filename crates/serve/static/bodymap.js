// The body map. The checkboxes in the lists are the truth; the figures show and
// set them. Without this file the lists alone do the whole job.

const SVG = "http://www.w3.org/2000/svg";
const STEP = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

// "Calf" and "Left" become "Calf, left"; a place without sides is just its legend.
function nameOf(box) {
  const legend = box.closest("fieldset").querySelector("legend").textContent.trim();
  const many = box.closest(".seg").querySelectorAll("input").length > 1;
  return many ? `${legend}, ${box.parentElement.textContent.trim().toLowerCase()}` : legend;
}

function centre(shape) {
  const r = shape.getBoundingClientRect();
  return [r.left + r.width / 2, r.top + r.height / 2];
}

// The nearest place in the arrow's direction; straying sideways counts double.
function neighbour(from, shapes, [dx, dy]) {
  const [x, y] = centre(from);
  let best = null;
  let least = Infinity;
  for (const shape of shapes) {
    if (shape === from) continue;
    const [sx, sy] = centre(shape);
    const along = (sx - x) * dx + (sy - y) * dy;
    const aside = Math.abs((sx - x) * dy) + Math.abs((sy - y) * dx);
    if (along < 2) continue;
    const cost = along + 2 * aside;
    if (cost < least) [best, least] = [shape, cost];
  }
  return best;
}

function start(root) {
  const boxes = new Map();
  for (const box of root.querySelectorAll("input[type=checkbox]")) {
    boxes.set(box.value, { box, name: nameOf(box), shapes: [] });
  }
  const views = root.querySelector(".views");
  const caption = root.querySelector(".mapname");
  const chosen = root.querySelector(".chosen");
  const zoom = root.querySelector("[data-zoom]");
  const figures = [...root.querySelectorAll("svg[data-view]")];
  const turns = [...root.querySelectorAll("[data-show]")];

  for (const svg of figures) {
    const view = svg.dataset.view;
    const shapes = [...svg.querySelectorAll(".site")].filter((s) => boxes.has(s.dataset.site));
    svg.removeAttribute("aria-hidden");
    svg.setAttribute("role", "group");
    svg.setAttribute("aria-label", view === "back" ? "Body from behind" : "Body from the front");

    // The focused place is outlined twice, pale below and dark above, so the
    // ring shows on chosen and unchosen places alike.
    const rings = ["ring under", "ring"].map((name) => {
      const ring = document.createElementNS(SVG, "path");
      ring.setAttribute("class", name);
      ring.setAttribute("clip-path", "none");
      svg.append(ring);
      return ring;
    });
    const ringOn = (d) => rings.forEach((ring) => (d ? ring.setAttribute("d", d) : ring.removeAttribute("d")));

    // One tab stop a figure; the arrows go from place to place.
    const makeStop = (shape) => shapes.forEach((s) => s.setAttribute("tabindex", s === shape ? "0" : "-1"));

    for (const shape of shapes) {
      const entry = boxes.get(shape.dataset.site);
      entry.shapes.push(shape);
      shape.setAttribute("role", "checkbox");
      shape.setAttribute("aria-label", entry.name);
      const toggle = () => {
        entry.box.checked = !entry.box.checked;
        entry.box.dispatchEvent(new Event("change", { bubbles: true }));
      };
      shape.addEventListener("click", () => {
        makeStop(shape);
        toggle();
      });
      shape.addEventListener("keydown", (event) => {
        if (event.key === " " || event.key === "Enter") {
          event.preventDefault(); // Space would scroll
          toggle();
        } else if (STEP[event.key]) {
          event.preventDefault();
          const next = neighbour(shape, shapes, STEP[event.key]);
          if (next) next.focus();
        }
      });
      shape.addEventListener("focus", () => {
        makeStop(shape);
        caption.textContent = entry.name;
        reveal(svg, shape);
        if (shape.matches(":focus-visible")) ringOn(shape.getAttribute("d"));
      });
      shape.addEventListener("blur", () => {
        caption.textContent = "";
        ringOn(null);
      });
      shape.addEventListener("pointerenter", () => (caption.textContent = entry.name));
      shape.addEventListener("pointerleave", () => (caption.textContent = ""));
    }
    makeStop(shapes[0]);
  }

  function sync() {
    const tags = [];
    for (const { box, name, shapes } of boxes.values()) {
      for (const shape of shapes) shape.setAttribute("aria-checked", String(box.checked));
      if (!box.checked) continue;
      const tag = document.createElement("span");
      tag.className = "tag";
      tag.textContent = name;
      tags.push(tag);
    }
    chosen.replaceChildren(...(tags.length ? tags : ["No place chosen yet."]));
    for (const turn of turns) {
      const n = views.querySelectorAll(`[data-view="${turn.dataset.show}"] .site[aria-checked="true"]`).length;
      turn.querySelector(".count").textContent = n ? `(${n})` : "";
    }
  }

  for (const turn of turns) {
    turn.addEventListener("click", () => {
      views.dataset.shown = turn.dataset.show;
      for (const t of turns) t.setAttribute("aria-pressed", String(t === turn));
    });
  }
  function look(close) {
    zoom.setAttribute("aria-pressed", String(close));
    for (const svg of figures) svg.setAttribute("viewBox", close ? svg.dataset.close : svg.dataset.whole);
  }
  // Arrows may lead out of the closer view: step back rather than lose the focus.
  function reveal(svg, shape) {
    const frame = svg.getBoundingClientRect();
    const [x, y] = centre(shape);
    if (x < frame.left || x > frame.right || y < frame.top || y > frame.bottom) look(false);
  }
  zoom.addEventListener("click", () => look(zoom.getAttribute("aria-pressed") !== "true"));

  root.addEventListener("change", sync);
  root.closest("form")?.addEventListener("reset", () => setTimeout(sync));
  window.addEventListener("pageshow", sync); // answers restored by Back

  root.querySelector(".sitelists").open = false;
  root.classList.add("live");
  sync();
}

for (const root of document.querySelectorAll(".bodymap")) start(root);
