// @ts-check
/**
 * The player's page: words, sound, keys and storage around the state machine of player-core.js.
 */

import { createPlayer, cuesOf, isWork, lasts } from "./player-core.js";

/** @typedef {import("./player-core.js").SessionData} SessionData */
/** @typedef {import("./player-core.js").Step} Step */
/** @typedef {import("./player-core.js").Item} Item */
/** @typedef {import("./player-core.js").LogEntry} LogEntry */

// ---- small helpers -------------------------------------------------------------------------

/** @param {string} tag @param {Record<string, any>} [props] @param {...(Node|string|null)} children @returns {any} */
function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (key === "onclick") node.addEventListener("click", value);
    else if (value === true) node.setAttribute(key, "");
    else if (value !== false && value !== null) node.setAttribute(key, String(value));
  }
  node.append(...children.filter((c) => c !== null));
  return node;
}

/** Writes only what changed, so that nothing is read out twice. @param {HTMLElement} node @param {string} text */
function put(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** @param {HTMLElement} node @param {boolean} on */
function show(node, on) {
  if (node.hidden === on) node.hidden = !on;
}

/** @param {number} ms */
function clock(ms) {
  const s = Math.max(0, Math.ceil(ms / 1000 - 0.001));
  return `${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}`;
}

/** @param {number} seconds In words, for speech and notes. */
function spell(seconds) {
  const s = Math.round(seconds);
  const minutes = Math.floor(s / 60);
  const parts = [];
  if (minutes) parts.push(minutes === 1 ? "1 minute" : `${minutes} minutes`);
  if (s % 60 || !minutes) parts.push(s % 60 === 1 ? "1 second" : `${s % 60} seconds`);
  return parts.join(" ");
}

/** Storage that may be refused (private windows): then the page's memory has to do. */
const memory = new Map();
const store = {
  /** @param {string} key */
  get(key) {
    try {
      const text = localStorage.getItem(key) ?? memory.get(key);
      return text ? JSON.parse(text) : null;
    } catch {
      const text = memory.get(key);
      return text ? JSON.parse(text) : null;
    }
  },
  /** @param {string} key @param {any} value */
  set(key, value) {
    const text = JSON.stringify(value);
    try {
      localStorage.setItem(key, text);
      memory.delete(key);
    } catch {
      memory.set(key, text);
    }
  },
  /** @param {string} key */
  remove(key) {
    memory.delete(key);
    try {
      localStorage.removeItem(key);
    } catch { /* nothing was kept there */ }
  },
  /** @param {string} prefix @returns {string[]} */
  keys(prefix) {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
    } catch {
      return [];
    }
  },
};

// ---- words -----------------------------------------------------------------------------------

/** @param {string|null} side */
const sideWord = (side) => (side === "left" ? "Left side" : side === "right" ? "Right side" : side === "both" ? "Left and right in turn" : "");

/** @param {string} text */
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** @param {any} view What the large word says. */
function cueWord(view) {
  const { state, event, tempo } = view;
  if (state === "paused") return view.reloaded && !view.reading ? "Paused. You were here." : "Paused";
  if (state === "get_ready") return "Get ready";
  if (state === "switch") return "Switch sides";
  if (state === "rest") return "Rest";
  if (state === "let_go") return "Let go";
  if (state !== "work") return "";
  if (tempo) return capital(tempo.cue || (event.what === "breaths" ? "Breathe" : "Go"));
  if (event.what === "hold") return nearHalf(view) ? "Half way" : "Hold";
  return nearHalf(view) ? "Half way" : "Keep going";
}

/** @param {any} view Three seconds from the middle on. */
const nearHalf = (view) => view.past_half && view.elapsed_s < view.event.len_s / 2 + 3;

/** @param {any} view */
function countWords(view) {
  const { event, tempo } = view;
  if (!event) return "";
  const parts = [];
  if (view.sets > 1) parts.push(`Set ${view.set} of ${view.sets}`);
  if (view.holds > 1) parts.push(`hold ${view.hold} of ${view.holds}`);
  if (tempo) parts.push(`${event.what === "breaths" ? "breath" : "repetition"} ${tempo.rep} of ${tempo.reps}`);
  return capital(parts.join(", "));
}

/** @param {any} next */
function nextWords(next) {
  if (!next) return "";
  if (next.what === "done") return "Then you are done";
  if (next.new_item) return `Next: ${next.name}`;
  if (next.what === "rest") return `Next: rest ${spell(next.seconds)}`;
  if (next.what === "switch") return `Next: ${sideWord(next.side).toLowerCase()}`;
  if (next.what === "let_go") return "Next: let go";
  return `Next: ${workWords(next)}`;
}

/** @param {any} next */
function workWords(next) {
  const side = sideWord(next.side).toLowerCase();
  const what = next.what === "hold" ? `hold ${spell(next.seconds)}`
    : next.what === "breaths" ? `${next.reps} breaths`
      : next.what === "reps" ? `${next.reps} repetitions` : spell(next.seconds);
  return side ? `${side}, ${what}` : what;
}

/** @param {any} view What is said when a step begins. */
function stepWords(view) {
  const { event, item, state, side } = view;
  const where = sideWord(view.in_turns ? "both" : side);
  if (state === "get_ready") return [item.name, where, view.set > 1 ? `Set ${view.set}` : ""].filter(Boolean).join(". ");
  if (state === "switch") return `Switch sides. ${where}`;
  if (state === "rest") return `Rest, ${spell(event.len_s)}`;
  if (state === "let_go") return "Let go";
  if (event.what === "hold") return `Hold, ${spell(lasts(event))}`;
  if (event.what === "time") return `Begin, ${spell(lasts(event))}`;
  return capital(workWords({ ...event, side: view.in_turns ? "both" : side }));
}

// ---- the log's way to the server ---------------------------------------------------------------

/** People who share a device are never mixed: what is kept here carries the page's `data-person`. */
const person = document.getElementById("player")?.dataset.person ?? "";
const LOG_KEY = `coxa.log.${person}/`;
const AT_KEY = `coxa.at.${person}/`;
const BATCH = 100;

/** Keeps log entries on the device until the server has said that it holds them. */
class Outbox {
  /** @param {string} url @param {string} session @param {() => void} [onChange] */
  constructor(url, session, onChange) {
    this.url = url;
    this.session = session;
    this.key = LOG_KEY + session;
    this.onChange = onChange ?? (() => {});
    this.wait = 2000;
    this.failed = false;
    this.busy = false;
    this.single = false;
    this.refused = new Set();
  }

  /** @returns {LogEntry[]} */
  all() {
    return store.get(this.key)?.entries ?? [];
  }

  /** @param {LogEntry} entry */
  push(entry) {
    store.set(this.key, { url: this.url, entries: [...this.all(), entry] });
    // Entries of one moment (hurt, side done) go together.
    queueMicrotask(() => this.flush());
  }

  async flush() {
    const due = this.all().filter((e) => !this.refused.has(e.seq)).slice(0, this.single ? 1 : BATCH);
    if (this.busy || due.length === 0) return;
    this.busy = true;
    const status = await this.post(due);
    this.busy = false;
    this.settle(status, due);
    this.onChange();
  }

  /** @param {LogEntry[]} entries @returns {Promise<number>} 0 where nothing answered. */
  async post(entries) {
    try {
      const body = JSON.stringify({ session: this.session, entries });
      const headers = { "Content-Type": "application/json" };
      const answer = await fetch(this.url, { method: "POST", headers, body, keepalive: true, credentials: "same-origin" });
      return answer.status;
    } catch {
      return 0;
    }
  }

  /** @param {number} status @param {LogEntry[]} sent */
  settle(status, sent) {
    this.failed = status !== 204;
    if (status === 204) return this.sent(sent);
    if (status === 400 || status === 422) return this.isolate(sent);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), this.wait);
    this.wait = Math.min(60000, this.wait * 2);
  }

  /** @param {LogEntry[]} sent */
  sent(sent) {
    this.wait = 2000;
    const gone = new Set(sent.map((e) => e.seq));
    const entries = this.all().filter((e) => !gone.has(e.seq));
    if (entries.length) store.set(this.key, { url: this.url, entries });
    else store.remove(this.key);
    this.single = this.single && entries.length > 0;
    this.flush();
  }

  /** One entry the server cannot read must not hold up the others; it stays here and is tried again after a reload. */
  isolate(/** @type {LogEntry[]} */ sent) {
    if (sent.length === 1) this.refused.add(sent[0].seq);
    this.single = true;
    this.flush();
  }

  /** Sends what earlier sessions left on this device. @param {string} current @param {string} url */
  static sendLeftovers(current, url) {
    for (const key of store.keys(LOG_KEY)) {
      const session = key.slice(LOG_KEY.length);
      if (session !== current) new Outbox(url, session).flush();
    }
  }
}

/** @param {string} current Forgets places in sessions of earlier days. */
function forgetOldPlaces(current) {
  const twoDays = 2 * 24 * 3600 * 1000;
  for (const key of store.keys(AT_KEY)) {
    if (key !== AT_KEY + current && Date.now() - (store.get(key)?.saved ?? 0) > twoDays) store.remove(key);
  }
}

// ---- tones ---------------------------------------------------------------------------------------

const RATE = 8000;
const HUM_HZ = 80;
/** Too soft to hear, loud enough that a browser counts the page as audible and keeps it awake. */
const HUM = 0.0008;

/**
 * @typedef {{at: number, hz: number, len: number, gain: number, to?: number}} Tone
 * `to`: the pitch it glides to.
 */

/**
 * Tones for a run of steps, in seconds from its start.
 * @param {Step[]} steps @param {Item} item @returns {Tone[]}
 */
function tonesOf(steps, item) {
  /** @type {Tone[]} */
  const tones = [];
  let at = 0;
  steps.forEach((step, k) => {
    const len = lasts(step);
    tones.push(...(isWork(step) ? workTones(step, item, at) : waitTones(step, at)));
    if (isWork(step) && !(steps[k + 1] && isWork(steps[k + 1]))) tones.push(...fall(at + len));
    at += len;
  });
  return tones;
}

/** @param {number} at Two falling notes: this piece of work is over. */
const fall = (at) => [{ at: at - 0.02, hz: 659, len: 0.16, gain: 0.4 }, { at: at + 0.14, hz: 440, len: 0.3, gain: 0.4 }];

/** @param {Step} step @param {number} at 3, 2, 1, and a note of its own for changing sides. */
function waitTones(step, at) {
  const len = lasts(step);
  const ticks = [3, 2, 1].filter((s) => s <= len).map((s) => ({ at: at + len - s, hz: 587, len: 0.09, gain: 0.35 }));
  const change = step.what === "switch" ? [523, 659, 523].map((hz, k) => ({ at: at + 0.6 + k * 0.2, hz, len: 0.16, gain: 0.35 })) : [];
  return [...change, ...ticks];
}

/** @param {Step} step @param {Item} item @param {number} at */
function workTones(step, item, at) {
  const tones = [{ at, hz: 880, len: 0.35, gain: 0.45 }];
  const half = at + step.len_s / 2 - step.from_s;
  const long = (step.what === "hold" || step.what === "time") && step.len_s >= 20;
  if (long && half > at) tones.push({ at: half, hz: 494, len: 0.12, gain: 0.35 }, { at: half + 0.2, hz: 494, len: 0.12, gain: 0.35 });
  return step.reps ? [...tones, ...tempoTones(step, item, at)] : tones;
}

/** @param {Step} step @param {Item} item @param {number} at */
function tempoTones(step, item, at) {
  const length = step.len_s / step.reps;
  const cues = cuesOf(step, item);
  /** @type {Tone[]} */
  const tones = [];
  for (let rep = Math.round(step.from_s / length); rep < step.reps; rep++) {
    let t = at + rep * length - step.from_s;
    if (!cues.length) tones.push({ at: t, hz: 392, len: 0.07, gain: 0.25 });
    cues.forEach((cue, k) => {
      tones.push(step.what === "breaths" ? breathTone(t, cue.s, k, cues.length) : { at: t, hz: k === 0 ? 392 : 330, len: 0.07, gain: 0.25 });
      t += cue.s;
    });
  }
  return tones;
}

/** @param {number} at @param {number} len @param {number} k @param {number} n Rises on the way in, falls on the way out. */
function breathTone(at, len, k, n) {
  const [from, to] = k === 0 ? [196, 294] : k === n - 1 ? [294, 196] : [294, 294];
  return { at: at + 0.05, hz: from, to, len: Math.max(0.2, len - 0.25), gain: 0.12 };
}

/** @param {Tone[]} tones @param {number} seconds @returns {Blob} A 16-bit mono WAV. */
function renderWav(tones, seconds) {
  const samples = new Int16Array(Math.ceil(seconds * RATE));
  const period = RATE / HUM_HZ;
  for (let i = 0; i < samples.length; i++) samples[i] = Math.sin((2 * Math.PI * (i % period)) / period) * HUM * 32767;
  for (const tone of tones) addTone(samples, tone);
  const head = new DataView(new ArrayBuffer(44));
  const text = (/** @type {number} */ at, /** @type {string} */ s) => [...s].forEach((c, k) => head.setUint8(at + k, c.charCodeAt(0)));
  text(0, "RIFF");
  head.setUint32(4, 36 + samples.byteLength, true);
  text(8, "WAVEfmt ");
  head.setUint32(16, 16, true);
  head.setUint16(20, 1, true);
  head.setUint16(22, 1, true);
  head.setUint32(24, RATE, true);
  head.setUint32(28, RATE * 2, true);
  head.setUint16(32, 2, true);
  head.setUint16(34, 16, true);
  text(36, "data");
  head.setUint32(40, samples.byteLength, true);
  return new Blob([head, samples], { type: "audio/wav" });
}

/** @param {Int16Array} samples @param {Tone} tone Soft edges, so that nothing clicks. */
function addTone(samples, { at, hz, to, len, gain }) {
  const start = Math.max(0, Math.round(at * RATE));
  const n = Math.min(Math.round(len * RATE), samples.length - start);
  const edge = Math.min(0.03, len / 3) * RATE;
  let phase = 0;
  for (let i = 0; i < n; i++) {
    phase += (2 * Math.PI * (hz + (((to ?? hz) - hz) * i) / n)) / RATE;
    const soft = Math.min(1, i / edge, (n - i) / edge);
    samples[start + i] = Math.max(-32767, Math.min(32767, samples[start + i] + Math.sin(phase) * gain * soft * 32767));
  }
}

/** One audio track for each exercise, kept on the player's clock. */
class Track {
  constructor() {
    this.audio = h("audio", { preload: "auto" });
    this.steps = null;
    this.item = -1;
    this.offset = 0;
    this.index = -1;
    this.url = "";
  }

  /** @param {any} player */
  load(player) {
    const { steps, index, items } = player.s;
    const item = steps[index]?.item ?? -1;
    if (item < 0 || (this.steps === steps && this.item === item)) return;
    const first = steps.findIndex((/** @type {Step} */ s) => s.item === item && !s.dead);
    const run = steps.filter((/** @type {Step} */ s) => s.item === item && !s.dead);
    const seconds = run.reduce((/** @type {number} */ sum, /** @type {Step} */ s) => sum + lasts(s), 0);
    if (this.url) URL.revokeObjectURL(this.url);
    // A little room at the end for the last notes.
    this.url = URL.createObjectURL(renderWav(tonesOf(run, items[item]), seconds + 1));
    this.audio.src = this.url;
    Object.assign(this, { steps, item, offset: player.startOf(first), index: -1 });
  }

  /** @param {any} player @param {boolean} silent */
  follow(player, silent) {
    this.audio.muted = silent;
    if (!player.running) return this.rest(player);
    this.load(player);
    const want = (player.at - this.offset) / 1000;
    const off = Math.abs(this.audio.currentTime - want);
    const event = this.index !== player.s.index;
    this.index = player.s.index;
    if (off > (event ? 0.06 : 0.3) && this.audio.readyState > 0) this.audio.currentTime = want;
    // Refused before a first tap; the next event tries again, and text and voice go on meanwhile.
    if (this.audio.paused && !this.audio.ended) this.audio.play().catch(() => {});
  }

  /** @param {any} player */
  rest(player) {
    this.index = -1;
    // The last falling notes of a finished session are let through.
    if (player.s.mode !== "done" && !this.audio.paused) this.audio.pause();
  }
}

// ---- voice -----------------------------------------------------------------------------------------

class Voice {
  constructor() {
    this.synth = "speechSynthesis" in window ? window.speechSynthesis : null;
  }

  /** @param {string} text @param {boolean} cut Whether it may cut off what is being said. */
  say(text, cut) {
    if (!this.synth || !text || (!cut && this.synth.speaking)) return;
    this.synth.cancel();
    const words = new SpeechSynthesisUtterance(text);
    words.lang = document.documentElement.lang || "en";
    words.rate = 1.05;
    this.synth.speak(words);
  }

  hush() {
    this.synth?.cancel();
  }
}

/** Finds the moments at which something is to be said, from one view to the next. */
class Cues {
  /** @param {(text: string, cut: boolean) => void} say @param {(text: string) => void} tell */
  constructor(say, tell) {
    this.say = say;
    this.tell = tell;
    this.step = "";
    this.beat = "";
    this.count = null;
    this.half = false;
  }

  /** @param {any} view */
  follow(view) {
    const step = `${view.mode}|${view.index}|${view.event?.exercise}`;
    const fresh = step !== this.step;
    this.step = step;
    if (view.mode !== "running") return fresh ? this.reset() : undefined;
    if (fresh) this.begin(view);
    this.counting(view, fresh);
    this.middle(view, fresh);
    this.tempo(view);
  }

  reset() {
    this.beat = "";
    this.count = null;
  }

  /** @param {any} view */
  begin(view) {
    const words = stepWords(view);
    this.reset();
    this.half = view.past_half;
    this.tell([words, view.state === "get_ready" ? view.item.dose : "", ...view.care].filter(Boolean).join(". "));
    // Repetitions speak for themselves: their first cue comes in the same moment.
    if (!view.tempo) this.say(words, true);
  }

  /** @param {any} view @param {boolean} fresh */
  counting(view, fresh) {
    if (view.countdown !== this.count && view.countdown && !fresh) this.say(String(view.countdown), false);
    this.count = view.countdown;
  }

  /** @param {any} view @param {boolean} fresh */
  middle(view, fresh) {
    if (view.past_half && !this.half && !fresh) {
      this.say("Half way", true);
      this.tell("Half way");
    }
    this.half = view.past_half;
  }

  /** @param {any} view */
  tempo(view) {
    const { tempo } = view;
    if (!tempo) return;
    const beat = `${tempo.rep}|${tempo.cue_index}`;
    if (beat === this.beat) return;
    this.beat = beat;
    const first = tempo.cue_index === 0;
    const lead = !first || view.event.what === "breaths" ? "" : view.in_turns ? capital(view.side ?? "") : String(tempo.rep);
    if (first || tempo.cue_left_s >= 0.9) this.say([lead, tempo.cue].filter(Boolean).join(", "), true);
  }
}

// ---- the page --------------------------------------------------------------------------------------

/** @param {string} label @param {string} kind @param {() => void} onclick @param {Record<string, any>} [more] */
const button = (label, kind, onclick, more = {}) => h("button", { type: "button", class: `pl-button ${kind}`, onclick, ...more }, label);

/** What a person sees and presses. It reads views and calls actions; it keeps no state of the session. */
class Page {
  /** @param {HTMLElement} main @param {any} act @param {SessionData} data */
  constructor(main, act, data) {
    this.act = act;
    this.links = { after: main.dataset.afterUrl ?? "/after", screen: main.dataset.screenUrl ?? "/screen/again" };
    this.mode = "";
    this.shown = "";
    this.stage = this.makeStage(data);
    this.brief = this.makeBrief();
    this.note = h("p", { class: "pl-note", hidden: true });
    this.panel = h("section", { class: "pl-panel", tabindex: "-1", hidden: true });
    this.how = h("section", { class: "pl-how", id: "pl-how", "aria-label": "How to", tabindex: "-1", hidden: true });
    this.live = h("p", { class: "pl-live", role: "status", "aria-live": "polite" });
    this.controls = this.makeControls();
    this.root = h("div", { class: "pl" }, this.stage, this.note, this.brief, this.panel, this.how, this.live, this.controls);
    for (const child of Array.from(main.children)) child.classList.add("pl-list");
    main.classList.add("pl-on");
    main.append(this.root);
    this.room = "";
  }

  /**
   * The player fills the screen below what the page keeps at its top. Room is counted in the size
   * of the text: a low window, or large text in any window, lets go of the pinned buttons.
   */
  fit() {
    const { fontSize, scrollPaddingTop } = getComputedStyle(document.documentElement);
    const rem = parseFloat(fontSize) || 16;
    const timed = !this.stage.hidden && !this.timed.hidden;
    const width = (this.root.parentElement?.clientWidth ?? 0) / rem;
    const room = [rem, innerHeight, width, scrollPaddingTop, timed, this.how.hidden, this.name.textContent, this.note.textContent,
      this.care.textContent, this.controls.childElementCount].join("|");
    if (room === this.room) return;
    this.room = room;
    const low = innerHeight / rem < LOW_REM;
    this.root.style.setProperty("--pl-above", `${Math.round(parseFloat(scrollPaddingTop) || 0)}px`);
    this.root.classList.toggle("pl-low", low);
    this.root.classList.toggle("pl-beside", low && width >= BESIDE_REM);
    // Where nothing is pinned, what matters most comes first, for the eye and for the keys.
    if (low !== (this.controls.lastElementChild === this.small)) this.controls.insertBefore(this.small, low ? null : this.controls.firstChild);
    this.fitBrief(timed && !low && width < WIDE_REM && this.how.hidden, rem);
  }

  /**
   * Gives the steps the free room under the clock: first all of it, then with a smaller clock, then
   * scrolling on their own; where hardly a line is left, How to has them.
   * @param {boolean} fill @param {number} rem
   */
  fitBrief(fill, rem) {
    const { brief, root } = this;
    root.classList.remove("pl-tight", "pl-none");
    root.classList.toggle("pl-fill", fill);
    const over = () => fill && brief.scrollHeight > brief.clientHeight + 1;
    if (over()) root.classList.add("pl-tight");
    if (over() && brief.clientHeight < LEAST_REM * rem) {
      root.classList.remove("pl-fill");
      root.classList.add("pl-none");
    }
    brief.scrollTop = 0;
    if (over()) brief.setAttribute("tabindex", "0");
    else brief.removeAttribute("tabindex");
  }

  /** @param {SessionData} data */
  makeStage(data) {
    const title = document.querySelector("h1:not(#player h1)") ? "p" : "h1";
    this.place = h("span", {});
    this.bar = h("progress", { class: "pl-progress", max: "1", value: "0", "aria-label": "Part of the session done" });
    this.name = h("h2", { class: "pl-name" });
    this.side = h("p", { class: "pl-side" });
    this.time = h("p", { class: "pl-time", role: "timer", "aria-label": "Time left" });
    this.cue = h("p", { class: "pl-cue" });
    this.beat = h("div", { class: "pl-beat", "aria-hidden": "true" }, h("span", {}));
    this.count = h("p", { class: "pl-count" });
    this.next = h("p", { class: "pl-next" });
    this.timed = h("div", { class: "pl-timed" }, this.time, this.cue, this.beat, this.count);
    const head = h(title, { class: "pl-where" }, data.name, " ", this.place);
    return h("section", { class: "pl-stage", "aria-label": "Exercise" }, head, this.bar, this.name, this.side, this.timed, this.next);
  }

  /** What to do, under the clock; and what to take care of while getting ready. */
  makeBrief() {
    this.care = h("div", { class: "pl-care", hidden: true });
    this.steps = h("ol", { class: "pl-steps" });
    return h("section", { class: "pl-brief", "aria-label": "Steps", hidden: true }, this.care, this.steps);
  }

  makeControls() {
    const { act } = this;
    this.pause = button("Pause", "pl-main", act.toggle);
    this.howButton = button("How to", "pl-small", () => this.toggleHow(), { "aria-expanded": "false", "aria-controls": "pl-how" });
    this.easier = button("Easier", "pl-small", act.easier);
    this.sound = button("Mute", "pl-small", act.mute);
    this.hurts = button("This hurts", "pl-hurts", act.hurt);
    this.groups = {
      ready: row("pl-row", this.start = button("Start", "pl-main", act.start)),
      ask: h("div", { class: "pl-row pl-three" }),
      run: row("pl-row pl-three", button("Back", "", act.back), this.pause, button("Next", "", act.next)),
      offer: h("div", { class: "pl-row" }),
      hurt: h("div", {}, this.missing = h("p", { class: "pl-missing", role: "alert" }),
        row("pl-row", button("Stop for today", "", act.stop), h("button", { type: "submit", form: "pl-hurt", class: "pl-button pl-main" }, "Continue"))),
      end: h("div", { class: "pl-row" }),
    };
    this.small = row("pl-row pl-smalls", this.howButton, this.easier, this.sound, button("Stop", "pl-small", act.stop));
    return h("div", { class: "pl-controls", role: "group", "aria-label": "Controls" }, this.small, ...Object.values(this.groups), this.hurts);
  }

  /** @param {any} view @param {{sound: any, unsent: boolean}} about */
  draw(view, about) {
    this.drawStage(view);
    this.drawControls(view, about);
    this.drawNote(view, about);
    const key = [view.mode, view.ask?.tries, view.item?.exercise, view.hurt?.answered, view.hurt?.exercise].join("|");
    if (key !== this.shown) this.change(view, key);
    this.drawBrief(view);
    this.fit();
  }

  /** @param {any} view */
  drawBrief(view) {
    const { item, mode, care } = view;
    const timed = mode === "running" || mode === "paused";
    show(this.brief, timed && this.how.hidden);
    show(this.care, care.length > 0);
    if (this.care.childElementCount !== care.length + 1 || this.careFor !== item) {
      this.careFor = item;
      this.care.replaceChildren(h("b", {}, "Take care"), ...care.map((/** @type {string} */ c) => h("p", {}, c)));
    }
    if (!item || this.stepsFor === item) return;
    this.stepsFor = item;
    this.steps.replaceChildren(...item.steps.map((/** @type {string} */ s) => h("li", {}, s)));
    this.room = "";
  }

  /** @param {any} view */
  drawStage(view) {
    const timed = view.mode === "running" || view.mode === "paused";
    show(this.stage, !["hurt", "screen"].includes(view.mode));
    show(this.timed, timed);
    show(this.name, Boolean(view.item) && (timed || view.mode === "ask"));
    show(this.side, timed || view.mode === "ask");
    this.stage.dataset.state = view.state;
    this.root.dataset.mode = view.mode;
    this.bar.value = view.mode === "done" ? 1 : view.progress.share;
    put(this.place, view.item ? `${view.item_index + 1} of ${view.item_count}` : "");
    put(this.name, view.item?.name ?? "");
    this.side.classList.toggle("pl-sided", Boolean(view.side || view.in_turns));
    put(this.side, sideWord(view.side) || (view.in_turns ? sideWord("both") : view.item?.start ?? ""));
    show(this.next, timed);
    put(this.next, nextWords(view.next));
    if (timed) this.drawTime(view);
  }

  /** @param {any} view */
  drawTime(view) {
    put(this.time, clock(view.remaining_ms));
    this.time.classList.toggle("pl-soon", view.countdown !== null && view.mode === "running");
    put(this.cue, cueWord(view));
    put(this.count, countWords(view));
    const { tempo, item, event } = view;
    show(this.beat, Boolean(tempo?.cue));
    if (!tempo?.cue) return;
    const whole = cuesOf(event, item)[tempo.cue_index]?.s ?? 1;
    this.beat.firstElementChild.style.setProperty("--part", String(1 - tempo.cue_left_s / whole));
  }

  /** @param {any} view @param {{sound: any}} about */
  drawControls(view, { sound }) {
    const { mode } = view;
    const run = mode === "running" || mode === "paused";
    const group = run ? "run" : ["done", "stopped", "screen"].includes(mode) ? "end" : mode;
    for (const [name, node] of Object.entries(this.groups)) show(node, name === group);
    show(this.small, run || mode === "ask");
    show(this.hurts, run || ["ready", "ask", "offer"].includes(mode));
    put(this.pause, mode === "paused" ? "Continue" : "Pause");
    if (this.easier.disabled === view.can_easier) this.easier.disabled = !view.can_easier;
    put(this.sound, sound.muted ? "Unmute" : "Mute");
  }

  /** @param {any} view @param {{unsent: boolean}} about */
  drawNote(view, { unsent }) {
    const slept = view.slept_s ? `The screen slept for ${spell(view.slept_s)}. Only time that was seen counts. Back repeats a side.` : "";
    const offline = unsent ? "Kept on this device. It is sent when the connection is back." : "";
    const words = [slept, offline].filter(Boolean).join(" ");
    show(this.note, Boolean(words));
    if (slept && this.note.textContent !== words) this.tell(slept);
    put(this.note, words);
  }

  /** @param {string} words */
  tell(words) {
    put(this.live, words);
  }

  // -- what stands in the place of the clock

  /** @param {any} view @param {string} key */
  change(view, key) {
    const first = this.shown === "";
    const before = this.mode;
    this.shown = key;
    this.mode = view.mode;
    const fill = { ready: this.ready, ask: this.ask, hurt: this.hurtForm, offer: this.offer, screen: this.screen, done: this.end, stopped: this.end }[
      /** @type {string} */ (view.mode)];
    show(this.panel, Boolean(fill));
    if (fill) this.panel.replaceChildren(...fill.call(this, view));
    this.fillHow(view);
    // The clock goes on only when what it counts can be seen.
    if (view.mode !== "paused" && view.mode !== "ask") this.setHow(false);
    if (!first) this.moveFocus(view.mode, before);
  }

  /** @param {string} mode @param {string} before */
  moveFocus(mode, before) {
    const clock = ["running", "paused"];
    if (clock.includes(mode) && clock.includes(before)) return;
    const end = ["done", "stopped", "screen"].includes(mode);
    const target = clock.includes(mode) ? this.pause : end ? this.groups.end.querySelector("a") : this.panel;
    target?.focus({ preventScroll: true });
    this.root.scrollIntoView({ block: "start" });
  }

  /** @param {any} view */
  ready(view) {
    const minutes = Math.max(1, Math.round(view.progress.all_s / 60));
    const list = view.list.map((/** @type {Item} */ item) => h("li", {}, h("span", {}, item.name), h("span", { class: "pl-muted" }, item.dose)));
    return [h("p", { class: "pl-lead" }, `About ${minutes} ${minutes === 1 ? "minute" : "minutes"}. Put the screen where you can see or hear it.`),
      h("ol", { class: "pl-items" }, ...list),
      ...(view.stop_rules ?? []).map((/** @type {string} */ rule) => h("p", { class: "pl-muted" }, rule)),
      h("p", { class: "pl-keys pl-muted" }, "Keys: space pauses, → next, ← back, H this hurts, M sound.")];
  }

  /** @param {any} view */
  ask(view) {
    const { ask } = view;
    const answer = (/** @type {string} */ a) => () => this.act.answer(a);
    const instead = ask.instead ? `Do ${ask.instead} instead` : "Leave this one out";
    const yes = button("Yes", "pl-main", answer("yes"));
    const no = button(ask.last ? instead : "No", "", answer("no"));
    const unsure = button("Not sure", "", answer("not_sure"));
    this.groups.ask.replaceChildren(...(ask.last ? [no, yes] : [no, unsure, yes]));
    this.groups.ask.classList.toggle("pl-three", !ask.last);
    const attempt = ask.attempt ? [h("p", { class: "pl-lead" }, "Try this."), h("p", { class: "pl-big" }, ask.attempt), h("p", {}, ask.ask)] : [
      h("p", { class: "pl-lead" }, "Before you begin."), h("p", { class: "pl-big" }, ask.ask)];
    this.act.speak(ask.attempt ?? ask.ask);
    return attempt;
  }

  /** @param {any} hurt */
  offerWords(hurt) {
    if (!hurt.offer) return "The rest of this one is left out.";
    const side = hurt.offer.sides === "together" ? "" : sideWord(hurt.side).toLowerCase();
    return `Instead: ${hurt.offer.name}, ${side ? `${side} first, ` : ""}for the time that was left: ${clock(hurt.offer_s * 1000)} of work.`;
  }

  /** @param {any} view */
  hurtForm(view) {
    const given = { pain: null, travelled: null, signs: null };
    const where = h("input", { type: "text", id: "pl-where", maxlength: "80", autocomplete: "off", class: "pl-input" });
    put(this.missing, "");
    const form = h("form", { id: "pl-hurt", class: "pl-form", novalidate: true },
      choice("How much, from 0 (none) to 10 (worst)?", scale(), (v) => (given.pain = v), "pl-scale"),
      choice("Did it go further down the leg?", threeWays(), (v) => (given.travelled = v), "pl-row"),
      choice("New numbness, weakness, or changes between the legs?", threeWays(), (v) => (given.signs = v), "pl-row"),
      h("div", {}, h("label", { for: "pl-where", class: "pl-label" }, "Where? You can leave this empty."), where));
    form.addEventListener("submit", (/** @type {SubmitEvent} */ e) => {
      e.preventDefault();
      const problem = unanswered(given);
      if (problem) put(this.missing, problem);
      else this.act.answerHurt({ ...answerOf(given), where: where.value.trim() || null });
    });
    this.act.speak("Stopped.");
    return [h("h2", { class: "pl-name" }, `${view.hurt.name} is stopped`), h("p", { class: "pl-offer" }, this.offerWords(view.hurt)), form];
  }

  /** @param {any} view */
  offer(view) {
    const { hurt, next_name, dropped_names } = view;
    const go = hurt.offer ? `Start ${hurt.offer.name}` : next_name ? `On to ${next_name}` : "Finish";
    const leave = hurt.offer ? button("Leave out", "", this.act.next) : button("Stop for today", "", this.act.stop);
    this.groups.offer.replaceChildren(leave, button(go, "pl-main", this.act.resume));
    const words = hurt.offer ? this.offerWords(hurt) : "Nothing takes its place today.";
    const rests = dropped_names.length ? [h("p", {}, `Left out for today: ${dropped_names.join(", ")}.`)] : [];
    return [h("p", { class: "pl-lead" }, "That is noted."), h("p", { class: "pl-big" }, words),
      hurt.offer ? h("p", {}, `Start: ${hurt.offer.start}.`) : null, ...rests].filter(Boolean);
  }

  /** @param {any} _view */
  screen(_view) {
    this.groups.end.replaceChildren(h("a", { class: "pl-button pl-main", href: this.links.screen }, "Answer the questions"));
    return [h("h2", { class: "pl-name" }, "Stop here for now"),
      h("p", { class: "pl-big" }, "New numbness, weakness, or changes between the legs come before any exercise."),
      h("p", {}, "A few short questions tell you who should look at it, and how soon.")];
  }

  /** @param {any} view */
  end(view) {
    const stopped = view.mode === "stopped";
    const after = h("a", { class: "pl-button pl-main", href: this.links.after }, "How was it?");
    this.groups.end.replaceChildren(...(stopped ? [button("Carry on", "", this.act.resume), after] : [after]));
    const { left_s, right_s, work_s } = view.totals;
    const sides = left_s || right_s ? ` Left ${clock(left_s * 1000)}, right ${clock(right_s * 1000)}.` : "";
    this.act.speak(stopped ? "Stopped." : "That is the session.");
    return [h("h2", { class: "pl-name" }, stopped ? "Stopped for now" : "That is the session"),
      h("p", { class: "pl-big" }, `${spell(work_s)} of work.${sides}`), h("p", {}, "What you did is kept.")];
  }

  // -- how to

  /** @param {any} view */
  fillHow({ item }) {
    if (!item || this.howFor === item) return;
    this.howFor = item;
    this.reading = h("p", { class: "pl-note", hidden: true }, "Paused while you read. Continue gives you a moment to get ready.");
    const faults = item.faults.map((/** @type {any} */ f) => h("li", {}, h("b", {}, f.see), `: ${f.fix}`));
    const ways = item.variants.map((/** @type {any} */ v) => h("li", {}, h("b", {}, v.name), `: ${v.how}`));
    const part = (/** @type {string} */ title, /** @type {any[]} */ ...body) => (body.some(Boolean) ? [h("h3", {}, title), ...body.filter(Boolean)] : []);
    this.how.replaceChildren(this.reading,
      h("h2", {}, `How to: ${item.name}`), h("p", { class: "pl-muted" }, item.dose), item.kit_note ? h("p", {}, item.kit_note) : "", ...part("Start", item.start && h("p", {}, item.start)),
      ...part("Steps", h("ol", {}, ...item.steps.map((/** @type {string} */ s) => h("li", {}, s)))),
      ...part("Feel", item.feel && h("p", {}, item.feel), item.effort && h("p", {}, item.effort)),
      ...part("Take care", item.cautions?.length && h("ul", {}, ...item.cautions.map((/** @type {string} */ c) => h("li", {}, c)))),
      ...part("If something looks off", faults.length && h("ul", {}, ...faults)),
      ...part("Other ways", ways.length && h("ul", {}, ...ways)), this.cueChoices());
  }

  /** Voice and tones, each on its own. */
  cueChoices() {
    const box = (/** @type {string} */ label, /** @type {"voice"|"tones"} */ name) => {
      const input = h("input", { type: "checkbox" });
      input.checked = this.act.sound()[name];
      input.addEventListener("change", () => this.act.setSound({ [name]: input.checked }));
      return h("label", { class: "pl-check" }, input, label);
    };
    return h("fieldset", { class: "pl-cues" }, h("legend", {}, "Sound"), "speechSynthesis" in window ? box("Voice", "voice") : null, box("Tones", "tones"));
  }

  toggleHow() {
    const open = this.how.hidden;
    const pauses = open && this.mode === "running";
    if (pauses) this.act.read();
    this.setHow(open);
    if (!open) return;
    show(this.reading, this.mode === "paused");
    if (pauses) this.tell("Paused while you read");
    this.how.focus({ preventScroll: true });
    if (!wide()) this.how.scrollIntoView({ block: "start", behavior: calm() ? "auto" : "smooth" });
  }

  /** @param {boolean} open */
  setHow(open) {
    show(this.how, open);
    if (!this.stage.hidden && !this.timed.hidden) show(this.brief, !open);
    this.fit();
    this.howButton.setAttribute("aria-expanded", String(open));
  }
}

/** As in player.css: room for how to beside the clock. */
const WIDE_REM = 45;
/** Below this height nothing is pinned. */
const LOW_REM = 32;
/** From this width on, a low window has the buttons beside the clock. */
const BESIDE_REM = 35;
/** Less height than this is no place for steps. */
const LEAST_REM = 4;

const wide = () => (document.getElementById("player")?.clientWidth ?? 0) >= WIDE_REM * (parseFloat(getComputedStyle(document.documentElement).fontSize) || 16);

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** @param {string} kind @param {...Node} nodes */
const row = (kind, ...nodes) => h("div", { class: kind }, ...nodes);

const scale = () => Array.from({ length: 11 }, (_, n) => /** @type {[string, any]} */ ([String(n), n]));

/** @returns {[string, any][]} */
const threeWays = () => [["No", "no"], ["Yes", "yes"], ["Not sure", "not_sure"]];

/** @param {string} question @param {[string, any][]} options @param {(value: any) => void} pick @param {string} kind */
function choice(question, options, pick, kind) {
  const buttons = options.map(([label, value]) => {
    const b = button(label, "pl-choice", () => {
      for (const x of buttons) x.setAttribute("aria-pressed", String(x === b));
      pick(value);
    }, { "aria-pressed": "false" });
    return b;
  });
  return h("fieldset", { class: "pl-question" }, h("legend", { class: "pl-label" }, question), row(kind, ...buttons));
}

/** @param {any} given Signs alone are enough to go on: they come first. */
function unanswered({ pain, travelled, signs }) {
  if (signs === "yes" || signs === "not_sure") return "";
  if (pain === null) return "How much does it hurt? Pick a number.";
  if (travelled === null) return "Did it go further down the leg?";
  return signs === null ? "Any new numbness, weakness, or changes between the legs?" : "";
}

/** @param {any} given Not sure is never no. */
function answerOf({ pain, travelled, signs }) {
  return { pain_0_10: pain, travelled: travelled === null ? null : travelled !== "no", signs: signs !== "no" };
}

// ---- one tab at a time ---------------------------------------------------------------------------

/**
 * Two tabs in one session would number the same entries. The second asks before it takes over.
 * @param {string} session @param {HTMLElement} main @param {() => void} lost @returns {Promise<void>}
 */
function holdSession(session, main, lost) {
  if (!navigator.locks) return Promise.resolve();
  const name = `coxa.player.${person}/${session}`;
  return new Promise((resolve) => {
    const keep = () => (resolve(), new Promise(() => {}));
    const take = () => navigator.locks.request(name, { steal: true }, keep).catch(lost);
    const attempt = (/** @type {number} */ tries) => navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      if (lock) return keep();
      // A page that is just being left may hold the lock for a moment.
      if (tries > 0) setTimeout(() => attempt(tries - 1), 200);
      else main.prepend(elsewhere(take));
    }).catch(lost);
    attempt(5);
  });
}

/** @param {() => void} take */
function elsewhere(take) {
  const box = h("div", { class: "pl pl-elsewhere" }, h("p", {}, "This session is open in another tab."),
    button("Use it here", "pl-main", () => (box.remove(), take())));
  return box;
}

// ---- putting it together ---------------------------------------------------------------------------

class App {
  /** @param {HTMLElement} main @param {SessionData} data */
  constructor(main, data) {
    this.data = data;
    this.sound = { muted: false, voice: true, tones: true, ...store.get("coxa.sound") };
    this.box = new Outbox(main.dataset.logUrl ?? "/today/log", data.session, () => this.draw());
    this.track = new Track();
    this.voice = new Voice();
    this.saved = 0;
    /** @type {Map<string, number>} */
    this.warned = new Map();
    this.player = createPlayer({
      data: { ...data, log: joined(data.log, this.box.all()) }, now: () => performance.now(),
      onLog: (entry) => (this.box.push(entry), this.save()), onChange: () => this.later(), saved: store.get(AT_KEY + data.session)?.state,
    });
    this.page = new Page(main, this.actions(), data);
    this.cues = new Cues((text, cut) => this.speak(text, cut), (text) => this.page.tell(text));
    this.page.root.append(this.track.audio);
  }

  run() {
    this.listen();
    this.draw();
    this.box.flush();
    Outbox.sendLeftovers(this.data.session, this.box.url);
    forgetOldPlaces(this.data.session);
    this.timer = setInterval(() => this.frame(), 100);
  }

  actions() {
    const p = this.player;
    const does = (/** @type {(x?: any) => void} */ f) => (/** @type {any} */ x) => {
      p.noted();
      f(x);
      this.frame();
    };
    return {
      start: does(() => p.start()), resume: does(() => p.resume()), next: does(() => p.skip()), back: does(() => p.back()),
      easier: does(() => p.easier()), stop: does(() => p.stop()), answer: does((a) => p.answerAsk(a)), answerHurt: does((a) => p.answerHurt(a)),
      hurt: does(() => p.hurt()), toggle: does(() => this.toggle()), read: does(() => this.read()), mute: does(() => this.setSound({ muted: !this.sound.muted })),
      speak: (/** @type {string} */ text) => this.speak(text, true), sound: () => this.sound, setSound: (/** @type {any} */ s) => this.setSound(s),
    };
  }

  toggle() {
    const p = this.player;
    if (p.s.mode === "ready") return p.start();
    if (p.running) p.pause();
    else p.resume();
    if (p.s.mode === "paused") this.page.tell("Paused");
  }

  /** Reading is not exercising; and as after a reload, a person who read is not in place any more. */
  read() {
    this.player.pause();
    if (this.player.s.mode === "paused") this.player.s.reloaded = true;
  }

  /** @param {any} change */
  setSound(change) {
    Object.assign(this.sound, change);
    store.set("coxa.sound", this.sound);
    if (this.sound.muted || !this.sound.voice) this.voice.hush();
  }

  /** @param {string} text @param {boolean} cut */
  speak(text, cut) {
    // Before a first tap the browser would refuse, and nobody asked for sound yet.
    const tapped = navigator.userActivation?.hasBeenActive ?? true;
    if (tapped && this.sound.voice && !this.sound.muted) this.voice.say(text, cut);
  }

  /** Changes inside one moment are drawn once. */
  later() {
    if (this.due) return;
    this.due = true;
    queueMicrotask(() => {
      this.due = false;
      this.draw();
    });
  }

  frame() {
    if (this.gone) return;
    this.player.tick();
    this.draw();
    if (this.player.running && performance.now() - this.saved >= 1000) this.save();
  }

  draw() {
    if (this.gone) return;
    const view = this.view();
    this.page.draw(view, { sound: this.sound, unsent: this.box.failed && this.box.all().length > 0 });
    this.cues.follow(view);
    this.track.follow(this.player, this.sound.muted || !this.sound.tones);
    this.awake(this.player.running);
    this.tellSystem(view);
  }

  view() {
    const p = this.player;
    const view = p.view();
    const names = this.data.items.filter((i) => view.dropped.includes(i.family)).map((i) => i.name);
    return { ...view, care: this.care(view), reading: !this.page.how.hidden, list: p.s.items, stop_rules: this.data.stop_rules, next_name: view.item?.name ?? null, dropped_names: names };
  }

  /** @param {any} view @returns {string[]} Cautions, while getting ready for an exercise for the first time. */
  care({ mode, event, index, item }) {
    const ready = (mode === "running" || mode === "paused") && event?.what === "get_ready";
    if (!ready || !item.cautions?.length) return [];
    if (!this.warned.has(item.exercise)) this.warned.set(item.exercise, index);
    return this.warned.get(item.exercise) === index ? item.cautions : [];
  }

  save() {
    if (this.gone) return;
    this.saved = performance.now();
    store.set(AT_KEY + this.data.session, { saved: Date.now(), state: this.player.snapshot() });
  }

  /** @param {boolean} on Keeps the screen on during work, where the browser can. */
  async awake(on) {
    if (!navigator.wakeLock || document.hidden || this.waking || on === Boolean(this.wake && !this.wake.released)) return;
    this.waking = true;
    try {
      if (on) this.wake = await navigator.wakeLock.request("screen");
      else await this.wake?.release();
    } catch { /* low battery or not allowed: the session goes on without */ }
    // Not more than one try a second where it is refused.
    setTimeout(() => (this.waking = false), 1000);
  }

  /** @param {any} view Lock screens and headsets show and steer the session. */
  tellSystem(view) {
    const media = navigator.mediaSession;
    if (!media || !view.item || this.told === view.item.name + view.mode) return;
    this.told = view.item.name + view.mode;
    media.metadata = new MediaMetadata({ title: view.item.name, artist: this.data.name });
    media.playbackState = this.player.running ? "playing" : "paused";
  }

  listen() {
    document.addEventListener("keydown", (e) => this.key(e));
    document.addEventListener("keyup", (e) => e.key === " " && this.swallow && e.preventDefault());
    // A button that was clicked keeps the focus; the space key then still means pause.
    document.addEventListener("pointerdown", (e) => (this.clicked = /** @type {Element} */ (e.target).closest?.("button") ?? null));
    document.addEventListener("visibilitychange", () => (document.hidden ? this.save() : this.frame()));
    addEventListener("pagehide", () => this.leave());
    addEventListener("online", () => this.box.flush());
    this.track.audio.addEventListener("timeupdate", () => this.player.running && this.frame());
    this.steer();
  }

  steer() {
    const act = this.page.act;
    const set = (/** @type {any} */ name, /** @type {() => void} */ f) => {
      try {
        navigator.mediaSession?.setActionHandler(name, f);
      } catch { /* a browser that does not know this one */ }
    };
    set("play", () => !this.player.running && act.toggle());
    set("pause", () => this.player.running && act.toggle());
    set("nexttrack", act.next);
    set("previoustrack", act.back);
  }

  leave() {
    if (this.gone) return;
    this.player.pause();
    this.save();
    this.box.flush();
  }

  /** Another tab took the session over. */
  lost() {
    // Nothing is written from here on: the other tab numbers the entries now.
    this.gone = true;
    clearInterval(this.timer);
    this.track.audio.pause();
    this.voice.hush();
    this.page.root.replaceChildren(h("p", { class: "pl-big" }, "This session goes on in another tab. Reload to have it here."));
  }

  /** @param {KeyboardEvent} e */
  key(e) {
    if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey || this.gone) return;
    if (e.key === "Tab") this.clicked = null;
    this.swallow = false;
    const target = /** @type {HTMLElement} */ (e.target);
    if (target.closest?.("input, textarea, select, [contenteditable]")) return;
    const act = this.page.act;
    const does = { " ": act.toggle, ArrowRight: act.next, ArrowLeft: act.back, h: act.hurt, m: act.mute }[e.key.length === 1 ? e.key.toLowerCase() : e.key];
    if (!does || (e.repeat && e.key !== "ArrowRight")) return;
    if (e.key === " ") {
      if (target.closest("button, a, summary") && target !== this.clicked) return;
      this.swallow = true;
    }
    e.preventDefault();
    does(undefined);
  }
}

/** @param {LogEntry[]} stored @param {LogEntry[]} waiting */
function joined(stored, waiting) {
  const bySeq = new Map([...(stored ?? []), ...waiting].map((e) => [e.seq, e]));
  return [...bySeq.values()];
}

function boot() {
  const main = document.getElementById("player");
  const text = document.getElementById("session-data")?.textContent;
  if (!main || !text) return;
  /** @type {App|null} */
  let app = null;
  const data = JSON.parse(text);
  holdSession(data.session, main, () => app?.lost()).then(() => {
    app = new App(main, data);
    app.run();
  });
}

boot();
