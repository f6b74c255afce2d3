// @ts-check
/**
 * The player's state machine. It knows no page and no sound: time comes from an injected clock,
 * and every deadline is a sum from one start, so that late or missing ticks never add up.
 */

/**
 * @typedef {"left"|"right"} Side
 * @typedef {{cue: string, s: number}} Cue
 * @typedef {object} Item
 * @property {string} exercise
 * @property {string} name
 * @property {string} start
 * @property {string[]} steps
 * @property {string} feel
 * @property {string} effort
 * @property {string} dose
 * @property {"together"|"each"|"alternating"} sides
 * @property {Cue[]} cues
 * @property {{see: string, fix: string}[]} faults
 * @property {{name: string, how: string}[]} variants
 * @property {{ask: string, if_no: string[], else_do: string|null}|null} precondition
 * @property {string|null} fallback
 * @property {string|null} easier
 * @property {string} family
 *
 * @typedef {object} Event
 * @property {number} at_s
 * @property {number} len_s
 * @property {"get_ready"|"reps"|"hold"|"breaths"|"time"|"let_go"|"switch"|"rest"} what
 * @property {number} item
 * @property {string} exercise
 * @property {Side|null} side
 * @property {number} set
 * @property {number} hold
 * @property {number} reps
 *
 * A step is an event as the player keeps it. `from_s` is where it is taken up again; `side` is
 * "both" where left and right take turns, with `first` to start; `dead` steps belong to an
 * exercise that was left, and are never gone back to.
 * @typedef {Omit<Event, "at_s"|"side"> & {side: Side|"both"|null, first: Side|null, from_s: number, dead: boolean}} Step
 *
 * @typedef {{session: string, name: string, today: string, items: Item[], events: Event[],
 *   alternatives: Record<string, {item: Item, events: Event[]}>, log: LogEntry[]}} SessionData
 * @typedef {{seq: number, at: string, kind: string, [field: string]: any}} LogEntry
 */

/** Seconds to get into place when a piece of work is taken up again. */
export const LEAD_IN_S = 5;
/** A silence of the clock longer than this counts as time nobody saw. */
export const UNSEEN_MS = 2000;
/** Work at least this long has a half-way cue. */
export const HALF_FROM_S = 20;
/** Pain from which the exercise's family rests for the day. */
export const DROP_FROM = 6;

const WORK = new Set(["reps", "hold", "breaths", "time"]);
const SHORTEST_S = 0.05;
const EPS = 1e-6;

/** @param {{what: string}} step */
export const isWork = (step) => WORK.has(step.what);

/** @param {Step} step Seconds that the step takes. */
export const lasts = (step) => step.len_s - step.from_s;

/** @param {string|null} side @returns {any} */
const other = (side) => (side === "left" ? "right" : side === "right" ? "left" : side);

const round = (/** @type {number} */ x) => Math.round(x * 100) / 100;

const none = () => ({ left: 0, right: 0, none: 0 });

// ---- steps -------------------------------------------------------------------------------

/** @param {Event} event @param {number} item @returns {Step} */
function toStep(event, item) {
  const side = event.side === "left" || event.side === "right" ? event.side : null;
  const { what, len_s, exercise, set, hold, reps } = event;
  return { what, len_s, item, exercise, side, first: null, set, hold, reps, from_s: 0, dead: false };
}

/**
 * Left and right of an alternating exercise arrive one after the other; done in turns they are
 * one stretch of work with the same seconds for each side.
 * @param {Step[]} steps @param {Item} item
 */
function mergeTurns(steps, item) {
  if (item.sides !== "alternating") return steps;
  /** @type {Step[]} */
  const merged = [];
  for (const step of steps) {
    const before = merged[merged.length - 1];
    if (before && takesTurns(before, step)) {
      const both = { side: /** @type {const} */ ("both"), first: /** @type {Side} */ (before.side) };
      merged[merged.length - 1] = { ...before, ...both, len_s: 2 * step.len_s, reps: 2 * step.reps };
    } else merged.push(step);
  }
  return merged;
}

/** @param {Step} a @param {Step} b */
function takesTurns(a, b) {
  return isWork(a) && a.what === b.what && a.what !== "hold" && a.set === b.set && a.side !== null
    && b.side === other(a.side) && a.len_s === b.len_s && a.reps === b.reps;
}

/** @param {SessionData} data @returns {Step[]} */
function stepsOf(data) {
  return data.items.flatMap((item, i) =>
    mergeTurns(data.events.filter((e) => e.item === i).map((e) => toStep(e, i)), item));
}

/**
 * Seconds of the side that starts, within the first `t` seconds of work in turns.
 * @param {Step} step @param {number} t
 */
function firstShare(step, t) {
  if (!step.reps) return t / 2;
  const rep = step.len_s / step.reps;
  const pairs = Math.floor(t / (2 * rep));
  return pairs * rep + Math.min(t - pairs * 2 * rep, rep);
}

/**
 * Seconds by side between two moments of a step.
 * @param {Step} step @param {number} from @param {number} to
 */
function shares(step, from, to) {
  const out = none();
  if (step.side === "both" && step.first) {
    const first = firstShare(step, to) - firstShare(step, from);
    out[step.first] = first;
    out[/** @type {Side} */ (other(step.first))] = to - from - first;
  } else out[/** @type {Side|null} */ (step.side) ?? "none"] = to - from;
  return out;
}

/** @param {Step} step @param {number} elapsed @returns {Side|null} */
function sideAt(step, elapsed) {
  if (step.side !== "both") return step.side;
  if (!step.reps) return null;
  const turn = Math.floor(elapsed / (step.len_s / step.reps) + EPS);
  return turn % 2 === 0 ? step.first : other(step.first);
}

/**
 * Where a moment of work falls in the tempo: which repetition, which cue.
 * @param {Step} step @param {Item} item @param {number} elapsed
 */
export function tempo(step, item, elapsed) {
  if (!step.reps) return null;
  const length = step.len_s / step.reps;
  const rep = Math.min(step.reps - 1, Math.max(0, Math.floor(elapsed / length + EPS)));
  const cues = cuesOf(step, item);
  let into = elapsed - rep * length;
  let at = 0;
  while (at < cues.length - 1 && into >= cues[at].s - EPS) into -= cues[at++].s;
  const cue = cues[at] ?? { cue: "", s: length };
  return { rep: rep + 1, reps: step.reps, cue: cue.cue, cue_index: at, cue_left_s: cue.s - into };
}

/**
 * The cues of one repetition or breath, stretched to the length it has.
 * @param {Step} step @param {Item} item @returns {Cue[]}
 */
export function cuesOf(step, item) {
  const length = step.len_s / step.reps;
  const given = item.cues?.length ? item.cues
    : step.what === "breaths" ? [{ cue: "breathe in", s: 1 }, { cue: "breathe out", s: 1 }] : [];
  const sum = given.reduce((s, c) => s + c.s, 0);
  return given.map((c) => ({ cue: c.cue, s: sum > 0 ? (c.s * length) / sum : length }));
}

// ---- swapping an exercise ------------------------------------------------------------------

/** @param {Step[]} steps Seconds of work by side. */
function workBySide(steps) {
  const out = none();
  for (const step of steps) {
    if (!isWork(step)) continue;
    const part = shares(step, step.from_s, step.len_s);
    out.left += part.left;
    out.right += part.right;
    out.none += part.none;
  }
  return out;
}

/**
 * Shortens an exercise's own steps to what was left of the one it stands in for: never more than
 * its own dose, and the interrupted side first. What was already done comes off the front, as if the
 * sets went on; only where that would begin with the other side, it comes off the end. Repetitions
 * stay whole.
 * @param {Step[]} steps @param {{left: number, right: number, none: number, side: Side|null}} left
 */
export function trim(steps, left) {
  const mirrored = steps.map((s) => ({ ...s, side: other(s.side) }));
  const ways = [[steps, false], [mirrored, false], [steps, true], [mirrored, true]];
  const tried = ways.map(([s, end]) => trimOnce(/** @type {Step[]} */ (s), left, Boolean(end)));
  return tried.find((t) => !left.side || (t.find(isWork)?.side ?? left.side) === left.side) ?? tried[0];
}

/**
 * @param {Step[]} steps @param {{left: number, right: number, none: number}} left
 * @param {boolean} end Whether to take off the end.
 */
function trimOnce(steps, left, end) {
  const own = workBySide(steps);
  const sided = own.left + own.right > 0;
  const total = left.left + left.right + left.none;
  const drop = sided
    ? { left: own.left - left.left - left.none / 2, right: own.right - left.right - left.none / 2, none: own.none }
    : { left: 0, right: 0, none: own.none - total };
  const kept = end ? dropFront([...steps].reverse(), drop).reverse() : dropFront(steps, drop);
  return connect(steps, kept);
}

/** @param {Step[]} steps @param {{left: number, right: number, none: number}} drop @returns {(Step|null)[]} */
function dropFront(steps, drop) {
  return steps.map((step) => {
    if (!isWork(step)) return step;
    const key = /** @type {Side|null} */ (step.side) ?? "none";
    const off = Math.max(0, drop[key]);
    drop[key] -= step.len_s;
    return shorten(step, step.len_s - off);
  });
}

/** @param {Step} step @param {number} to @returns {Step|null} */
function shorten(step, to) {
  if (to < SHORTEST_S) return null;
  if (to >= step.len_s) return step;
  if (!step.reps) return { ...step, len_s: to };
  const rep = step.len_s / step.reps;
  const reps = Math.ceil(to / rep - EPS);
  return { ...step, reps, len_s: reps * rep };
}

/**
 * Keeps one getting ready in front, and between two kept pieces of work only what joins them.
 * @param {Step[]} all @param {(Step|null)[]} kept
 */
function connect(all, kept) {
  /** @type {Step[]} */
  const out = [];
  /** @type {Step[]} */
  let between = [];
  for (const step of kept) {
    if (step && !isWork(step)) between.push(step);
    if (!step || !isWork(step)) continue;
    const last = out[out.length - 1];
    if (!last) out.push(getReady(step, all[0]?.what === "get_ready" ? all[0].len_s : LEAD_IN_S));
    else out.push(...joins(last, step, between));
    out.push(step);
    between = [];
  }
  return out;
}

/** @param {Step} before @param {Step} after @param {Step[]} between */
function joins(before, after, between) {
  const same = before.side === after.side && before.set === after.set;
  const last = (/** @type {string} */ what) => between.filter((s) => s.what === what).slice(-1);
  if (same) return last("let_go");
  const rest = before.set === after.set ? [] : last("rest");
  return before.side === after.side ? rest : [...rest, ...last("switch").map((s) => ({ ...s, side: after.side, set: after.set }))];
}

/** @param {Step} work @param {number} len_s @returns {Step} */
function getReady(work, len_s) {
  return { ...work, what: "get_ready", len_s, from_s: 0, hold: 1, reps: 0, dead: false };
}

/** @param {Step} a @param {Step} b Whether both are the same side of the same set. */
function sameBlock(a, b) {
  return a.item === b.item && a.exercise === b.exercise && a.set === b.set && a.side === b.side && a.dead === b.dead;
}

// ---- the player ----------------------------------------------------------------------------

/**
 * @typedef {object} Options
 * @property {SessionData} data
 * @property {() => number} now Milliseconds that only go forward.
 * @property {() => void} [onChange] Called when the state or the step changed, not on every tick.
 * @property {(entry: LogEntry) => void} [onLog]
 * @property {() => number} [wall] Calendar milliseconds, for the log's dates.
 * @property {object|null} [saved] What `snapshot()` gave before a reload.
 */

/** @param {Options} options */
export function createPlayer(options) {
  return new Player(options);
}

class Player {
  /** @param {Options} options */
  constructor({ data, now, onChange, onLog, wall, saved }) {
    this.data = data;
    this.now = now;
    this.wall = wall ?? Date.now;
    this.onChange = onChange ?? (() => {});
    this.onLog = onLog ?? (() => {});
    this.quiet = true;
    this.base = 0;
    this.last = 0;
    this.ends = /** @type {number[]} */ ([]);
    this.s = freshState(data);
    this.setSteps(this.s.steps);
    this.takeUp(/** @type {any} */ (saved));
    this.quiet = false;
  }

  // ---- time

  get running() {
    return this.s.mode === "running";
  }

  /** Milliseconds on the session's own line. */
  get at() {
    return this.running ? this.now() - this.base : this.s.at;
  }

  /** @param {Step[]} steps */
  setSteps(steps) {
    this.s.steps = steps;
    let end = 0;
    this.ends = steps.map((step) => (end += lasts(step) * 1000));
  }

  /** @param {number} k */
  startOf(k) {
    return k > 0 ? this.ends[k - 1] : 0;
  }

  /** Seconds into a step, from the step's own beginning. */
  elapsed() {
    const step = this.s.steps[this.s.index];
    if (!step) return 0;
    const into = (this.at - this.startOf(this.s.index)) / 1000 + step.from_s;
    return Math.min(step.len_s, Math.max(step.from_s, into));
  }

  freeze() {
    this.s.at = this.at;
  }

  /** @param {string} mode */
  setMode(mode) {
    if (this.running) this.freeze();
    this.s.mode = mode;
    if (mode === "running") {
      this.last = this.now();
      this.base = this.last - this.s.at;
    }
  }

  /** Moves on to where the clock is; call it often, lateness does not matter. */
  tick() {
    if (!this.running) return;
    const now = this.now();
    const from = this.last - this.base;
    const to = Math.min(now - this.base, this.limit());
    const seen = now - this.last <= UNSEEN_MS;
    this.last = now;
    if (!seen) this.sleptFor((to - from) / 1000);
    this.advance(from, to, seen);
    if (!seen) this.changed();
  }

  /** The clock stops at the end, and where a question has to be answered first. */
  limit() {
    const { steps, index } = this.s;
    for (let k = index + 1; k < steps.length; k++) if (this.asksAt(k)) return this.startOf(k);
    return this.ends[steps.length - 1] ?? 0;
  }

  /** @param {number} seconds */
  sleptFor(seconds) {
    this.s.slept_s = round(seconds);
    this.log("slept", { seconds_unseen: round(seconds) });
  }

  /** @param {number} from @param {number} to @param {boolean} seen */
  advance(from, to, seen) {
    let t = from;
    while (this.running) {
      const k = this.s.index;
      const upTo = Math.min(to, this.ends[k]);
      if (seen) this.credit(t, upTo);
      else this.openBlock();
      t = Math.max(t, upTo);
      if (to < this.ends[k]) return;
      this.enter(k + 1);
      this.changed();
    }
  }

  /** @param {number} k Goes on to a step: the next one, or one that was jumped to. */
  enter(k) {
    const { open, steps } = this.s;
    const step = steps[k];
    if (open && !(step && open.exercise === step.exercise && open.item === step.item && open.set === step.set
      && open.side === step.side && (isWork(step) || step.what === "let_go"))) this.close();
    this.s.index = k;
    if (k >= steps.length) return this.finish();
    if (this.asksAt(k)) this.stopAt(k, "ask");
  }

  /** @param {number} k @param {string} mode */
  stopAt(k, mode) {
    this.setMode(mode);
    this.s.at = this.startOf(k);
  }

  finish() {
    this.stopAt(this.s.steps.length, "done");
    this.log("done", {});
  }

  // ---- what was done

  openBlock() {
    const step = this.s.steps[this.s.index];
    if (!step || !isWork(step) || this.s.open) return;
    const { item, exercise, set, side, first, what } = step;
    const unit_s = what === "time" ? 0 : step.reps ? step.len_s / step.reps : step.len_s;
    this.s.open = { item, exercise, set, side, first, unit_s, ...none() };
  }

  /** @param {number} from @param {number} to Counts time on the session's line as seen. */
  credit(from, to) {
    const step = this.s.steps[this.s.index];
    if (!isWork(step)) return;
    this.openBlock();
    const start = this.startOf(this.s.index) - step.from_s * 1000;
    const part = shares(step, (from - start) / 1000, (Math.max(from, to) - start) / 1000);
    const open = this.s.open;
    open.left += part.left;
    open.right += part.right;
    open.none += part.none;
  }

  /** Ends a side of a set and writes it down. */
  close() {
    const open = this.s.open;
    this.s.open = null;
    if (open) this.writeSides(open);
  }

  /** @param {any} open */
  writeSides(open) {
    const sides = open.side === "both" ? [open.first, other(open.first)] : [open.side];
    for (const side of sides) {
      const seconds = round(open[side ?? "none"]);
      const reps = open.unit_s ? Math.floor(seconds / open.unit_s + 0.01) : 0;
      const { item, exercise, set } = open;
      this.keep({ item, exercise, set, side, seconds });
      this.log("side_done", { item, exercise, side, set, seconds, reps });
    }
  }

  /** A side done again after going back counts once, at its longest. @param {any} done */
  keep({ item, exercise, set, side, seconds }) {
    const key = [item, exercise, set, side].join("|");
    const before = this.s.ledger[key]?.seconds ?? 0;
    this.s.ledger[key] = { side, seconds: Math.max(before, seconds) };
  }

  /** Seconds of work that were seen, by side. */
  totals() {
    const sum = none();
    const ledger = { ...this.s.ledger };
    const open = this.s.open;
    if (open) for (const side of ["left", "right", null]) {
      const key = [open.item, open.exercise, open.set, side].join("|");
      const seconds = Math.max(open[side ?? "none"], ledger[key]?.seconds ?? 0);
      if (seconds > 0) ledger[key] = { side, seconds };
    }
    for (const { side, seconds } of Object.values(ledger)) sum[/** @type {Side} */ (side) ?? "none"] += seconds;
    return { left_s: round(sum.left), right_s: round(sum.right), work_s: round(sum.left + sum.right + sum.none) };
  }

  /** @param {string} kind @param {object} fields */
  log(kind, fields) {
    if (this.quiet) return;
    const entry = { seq: ++this.s.seq, at: new Date(this.wall()).toISOString(), kind, ...fields };
    this.onLog(entry);
  }

  changed() {
    if (!this.quiet) this.onChange();
  }

  // ---- start, pause, stop

  start() {
    if (this.s.mode !== "ready") return;
    this.begin();
    this.go();
  }

  begin() {
    if (this.s.started) return;
    this.s.started = true;
    this.log("started", {});
  }

  /** Runs on from the current step, or asks first. */
  go() {
    const k = this.s.index;
    if (k >= this.s.steps.length) this.finish();
    else if (this.asksAt(k)) this.stopAt(k, "ask");
    else this.setMode("running");
    this.changed();
  }

  pause() {
    this.tick();
    if (!this.running) return;
    this.setMode("paused");
    this.log("paused", {});
    this.changed();
  }

  resume() {
    if (!["paused", "stopped", "offer"].includes(this.s.mode)) return;
    this.log("resumed", {});
    if (this.s.reloaded) this.leadIn();
    this.s.reloaded = false;
    if (!this.backToHurt()) this.go();
  }

  /** A question about pain that was left open is asked again before anything else. */
  backToHurt() {
    const open = this.s.hurt && !this.s.hurt.answered;
    if (open) this.setMode("hurt");
    else this.s.hurt = null;
    if (open) this.changed();
    return open;
  }

  /** After a reload a person is not in place any more: getting ready comes before the rest of the work. */
  leadIn() {
    const { steps, index, open } = this.s;
    const step = steps[index];
    if (!step || !isWork(step)) return;
    const unit = step.reps ? step.len_s / step.reps : 0;
    const elapsed = this.elapsed();
    const from_s = unit ? Math.floor(elapsed / unit + EPS) * unit : elapsed;
    if (open) this.takeBack(step, from_s, elapsed);
    const rest = { ...step, from_s };
    this.setSteps([...steps.slice(0, index), getReady(step, LEAD_IN_S), rest, ...steps.slice(index + 1)]);
    this.s.at = this.startOf(index);
  }

  /** A broken repetition is done again, so its beginning does not count. @param {Step} step @param {number} from @param {number} to */
  takeBack(step, from, to) {
    const part = shares(step, from, to);
    const open = this.s.open;
    for (const side of /** @type {const} */ (["left", "right", "none"])) open[side] = Math.max(0, open[side] - part[side]);
  }

  stop() {
    this.tick();
    if (["done", "screen", "stopped", "ready"].includes(this.s.mode)) return;
    if (this.s.open) this.writeSides(this.s.open);
    this.setMode("stopped");
    this.log("stopped", {});
    this.changed();
  }

  // ---- next and back

  /** On to the next thing: past this side of this set, or past the waiting. */
  skip() {
    this.tick();
    if (this.s.mode === "offer" && !this.s.hurt?.offer) return this.resume();
    if (this.s.mode === "ask" || this.s.mode === "offer") return this.skipItem();
    if (!this.canMove()) return;
    const step = this.s.steps[this.s.index];
    const k = isWork(step) || step.what === "let_go" ? this.blockEnd(this.s.index) : this.s.index;
    if (k !== this.s.index || isWork(step)) this.logSkipped(step);
    this.jump(k + 1);
  }

  /** Leaves out the rest of this exercise. */
  skipItem() {
    if (!this.canMove() && this.s.mode !== "ask" && this.s.mode !== "offer") return;
    const item = this.s.steps[this.s.index]?.item;
    if (item === undefined) return;
    this.tick();
    this.close();
    this.log("skipped", { item, exercise: this.s.items[item].exercise, side: null, set: null });
    this.s.hurt = null;
    if (this.s.mode === "ask" || this.s.mode === "offer") this.setMode("running");
    this.jump(this.afterItem(item));
  }

  back() {
    this.tick();
    if (!this.canMove()) return;
    const stops = this.stops();
    // As on a music player: early in a side, back means the one before it.
    const target = stops.filter((k) => this.startOf(k) < this.at - 3000).pop() ?? stops[0];
    if (target === undefined) return;
    this.s.open = null;
    this.jump(target);
  }

  canMove() {
    return this.s.mode === "running" || this.s.mode === "paused";
  }

  /** @param {Step} step */
  logSkipped({ item, exercise, side, set }) {
    this.close();
    this.log("skipped", { item, exercise, side: side === "both" ? null : side, set });
  }

  /** @param {number} k */
  jump(k) {
    const running = this.running;
    this.setMode("paused");
    this.s.at = this.startOf(k);
    this.s.reloaded = false;
    this.enter(k);
    if (running && this.s.mode === "paused") this.setMode("running");
    this.changed();
  }

  /** @param {number} k Last step of this side of this set. */
  blockEnd(k) {
    const { steps } = this.s;
    let end = k;
    for (let j = k; j < steps.length && sameBlock(steps[k], steps[j]) && (isWork(steps[j]) || steps[j].what === "let_go"); j++) end = j;
    return end;
  }

  /** Places that back goes to: each side of each set, with its lead-in. */
  stops() {
    const { steps } = this.s;
    const lead = ["get_ready", "switch"];
    return steps.flatMap((step, k) => {
      const before = steps[k - 1];
      if (!isWork(step) || step.dead || (before && (isWork(before) || before.what === "let_go") && sameBlock(before, step))) return [];
      return [before && !before.dead && before.item === step.item && lead.includes(before.what) ? k - 1 : k];
    });
  }

  /** @param {number} item */
  afterItem(item) {
    const k = this.s.steps.findIndex((s) => s.item > item);
    return k < 0 ? this.s.steps.length : k;
  }

  // ---- a question before an exercise

  /** @param {number} k */
  asksAt(k) {
    const step = this.s.steps[k];
    if (!step || step.what !== "get_ready") return false;
    const item = this.s.items[step.item];
    return Boolean(item?.precondition) && !this.s.answered[item.exercise];
  }

  /** @param {"yes"|"no"|"not_sure"} answer Not sure is never yes. */
  answerAsk(answer) {
    if (this.s.mode !== "ask") return;
    const step = this.s.steps[this.s.index];
    const item = this.s.items[step.item];
    const ask = /** @type {NonNullable<Item["precondition"]>} */ (item.precondition);
    if (answer !== "yes" && this.s.asked < ask.if_no.length) {
      this.s.asked += 1;
      return this.changed();
    }
    this.s.asked = 0;
    this.s.answered[item.exercise] = answer;
    if (answer === "yes") return this.go();
    if (!ask.else_do || !this.canStandIn(ask.else_do)) return this.skipItem();
    this.swap(ask.else_do, "easier", { reason: "precondition" });
    this.go();
  }

  // ---- easier, and "this hurts"

  /** @param {string|null|undefined} id Whether an exercise is at hand and not ruled out today. */
  canStandIn(id) {
    const entry = id ? this.data.alternatives[id] : undefined;
    if (!id || !entry || this.s.hurts.includes(id)) return false;
    if (this.s.answered[id] && this.s.answered[id] !== "yes") return false;
    return !this.s.dropped.includes(entry.item.family);
  }

  easier() {
    this.tick();
    if (!this.canMove() && this.s.mode !== "ask") return;
    const item = this.s.items[this.s.steps[this.s.index].item];
    if (!item.easier || !this.canStandIn(item.easier)) return;
    const running = this.running || this.s.mode === "ask";
    this.s.asked = 0;
    this.swap(item.easier, "easier", {});
    if (running) return this.go();
    this.changed();
  }

  /** Stops this exercise at once and puts its fallback in place, same side, same time left. */
  hurt() {
    this.tick();
    if (!["ready", "running", "paused", "ask", "offer"].includes(this.s.mode)) return;
    const step = this.s.steps[this.s.index];
    if (!step) return;
    this.begin();
    const item = this.s.items[step.item];
    const fallback = item.fallback;
    this.s.hurts.push(item.exercise);
    const left = this.left(step.item);
    const swapped = this.swap(this.canStandIn(fallback) ? fallback : null, "hurt", {});
    this.s.asked = 0;
    this.s.hurt = { item: step.item, exercise: item.exercise, name: item.name, family: item.family, side: left.side,
      remaining_s: round(left.total), side_remaining_s: round(left.of_side), offer: swapped ? fallback : null, answered: false };
    this.setMode("hurt");
    this.changed();
  }

  /**
   * @param {{pain_0_10: number|null, where?: string|null, travelled: boolean, signs: boolean}} answer
   * `signs`: new numbness, weakness, or changes between the legs.
   */
  answerHurt({ pain_0_10, where = null, travelled, signs }) {
    if (this.s.mode !== "hurt") return;
    this.s.hurt.answered = true;
    const fields = { pain_0_10, where, travelled };
    this.log("hurt_answer", signs ? { ...fields, signs: true } : fields);
    if ((pain_0_10 ?? 0) >= (this.data.drop_from_0_10 ?? DROP_FROM) || travelled) this.dropFamily(this.s.hurt.family);
    this.setMode(signs ? "screen" : "offer");
    this.changed();
  }

  /** @param {string} family Rests a family for the day. */
  dropFamily(family) {
    if (!family || this.s.dropped.includes(family)) return;
    this.s.dropped.push(family);
    const { steps, index, items, hurt } = this.s;
    this.setSteps(steps.filter((step, k) => k < index || items[step.item].family !== family));
    this.s.at = this.startOf(index);
    if (hurt?.offer && this.data.alternatives[hurt.offer].item.family === family) hurt.offer = null;
    this.log("family_dropped", { family });
  }

  /** Seconds of work left in an item, by side, and the side that is at work. @param {number} item */
  left(item) {
    const { steps, index } = this.s;
    const rest = steps.slice(index).filter((s) => s.item === item && !s.dead && isWork(s));
    const now = steps[index] === rest[0] ? this.elapsed() : rest[0]?.from_s ?? 0;
    const cut = rest.map((s, k) => (k === 0 ? { ...s, from_s: now } : s));
    const sum = workBySide(cut);
    const side = rest[0] ? sideAt(rest[0], now) : null;
    const block = cut.filter((s) => sameBlock(s, cut[0]));
    return { ...sum, side, total: sum.left + sum.right + sum.none, of_side: workBySide(block)[side ?? "none"] };
  }

  /**
   * Puts another exercise, or nothing, in the place of what is left of this one.
   * @param {string|null} id @param {string} kind @param {object} fields @returns {boolean}
   */
  swap(id, kind, fields) {
    this.freeze();
    if (this.running) this.s.mode = "paused";
    const { steps, index, items } = this.s;
    const i = steps[index].item;
    const left = this.left(i);
    const about = { item: i, exercise: items[i].exercise, side: left.side, remaining_s: round(left.total), ...fields };
    this.log(kind, kind === "easier" ? { ...about, to: id } : about);
    this.close();
    const add = id ? this.standIn(id, i, left) : [];
    this.replaceRest(i, add);
    if (id) this.s.items = items.map((item, k) => (k === i ? this.data.alternatives[id].item : item));
    return add.length > 0;
  }

  /** @param {string} id @param {number} i @param {any} left @returns {Step[]} */
  standIn(id, i, left) {
    const { item, events } = this.data.alternatives[id];
    return mergeTurns(trim(events.map((e) => toStep(e, i)), left), item);
  }

  /** @param {number} i @param {Step[]} add */
  replaceRest(i, add) {
    const { steps, index } = this.s;
    const elapsed = this.elapsed();
    const gone = steps.slice(0, index).map((s) => (s.item === i ? { ...s, dead: true } : s));
    const cut = { ...steps[index], len_s: elapsed, dead: true };
    const before = lasts(cut) > 0 ? [...gone, cut] : gone;
    this.setSteps([...before, ...add, ...steps.slice(this.afterItem(i))]);
    this.s.index = before.length;
    this.s.at = this.startOf(before.length);
  }

  // ---- reload

  /** All that a reload needs, as plain data. */
  snapshot() {
    this.freeze();
    const items = this.s.items.map((/** @type {Item} */ item) => item.exercise);
    return JSON.parse(JSON.stringify({ session: this.data.session, plan: planOf(this.data), ...this.s, items }));
  }

  /** The newer of what this device saved and what the log says. @param {any} saved */
  takeUp(saved) {
    const log = [...(this.data.log ?? [])].sort((a, b) => a.seq - b.seq);
    const newest = log.length ? log[log.length - 1].seq : 0;
    if (saved?.session === this.data.session && saved.plan === planOf(this.data) && saved.seq >= newest) {
      const { session, plan, items, ...state } = saved;
      const { data } = this;
      const given = (/** @type {string} */ id, /** @type {number} */ k) =>
        data.items[k]?.exercise === id ? data.items[k] : data.alternatives[id]?.item ?? data.items[k];
      this.s = { ...this.s, ...state, items: items.map(given) };
      this.setSteps(this.s.steps);
    } else for (const entry of log) this.replay(entry);
    this.s.seq = Math.max(this.s.seq, newest);
    if (this.s.mode === "running") this.s.mode = "paused";
    if (this.s.mode === "paused") this.s.reloaded = true;
  }

  /** @param {LogEntry} entry */
  replay(entry) {
    const { s } = this;
    const end = s.mode === "done" || s.mode === "screen";
    if (end) return;
    const on = () => (s.mode = s.index < s.steps.length ? "paused" : s.mode);
    if (entry.kind === "started") (s.started = true), on();
    if (entry.kind === "resumed" && !this.backToHurt()) on();
    if (entry.kind === "side_done") this.keep(/** @type {any} */ (entry)), this.replayPast(entry);
    if (entry.kind === "skipped") this.replayPast(entry);
    if (entry.kind === "easier" || entry.kind === "hurt") this.replaySwap(entry);
    if (entry.kind === "hurt_answer") this.answerHurt({ signs: false, .../** @type {any} */ (entry) });
    if (entry.kind === "family_dropped") this.dropFamily(entry.family);
    if (entry.kind === "stopped" || entry.kind === "done") s.mode = entry.kind;
  }

  /** @param {LogEntry} entry Goes past a side that was done or skipped, if it is of the exercise now in place. */
  replayPast(entry) {
    const { s } = this;
    if (s.items[entry.item]?.exercise !== entry.exercise) return;
    const inSet = (/** @type {Step} */ x) => x.item === entry.item && !x.dead && isWork(x)
      && (entry.set === null || (x.set === entry.set && (x.side === entry.side || x.side === "both" || entry.side === null)));
    const past = s.steps.map(inSet).lastIndexOf(true);
    if (past < 0) return;
    s.answered[entry.exercise] ??= "yes";
    s.hurt = null;
    s.mode = "paused";
    s.index = past + 1;
    s.at = this.startOf(s.index);
  }

  /** @param {LogEntry} entry */
  replaySwap(entry) {
    const { s } = this;
    if (s.items[entry.item]?.exercise !== entry.exercise) return;
    this.seek(entry.item, entry.remaining_s);
    if (!s.steps[s.index]) return;
    s.mode = "paused";
    if (entry.kind === "hurt") this.hurt();
    else if (this.canStandIn(entry.to)) {
      if (entry.reason) s.answered[entry.exercise] = "no";
      this.swap(entry.to, "easier", {});
    }
  }

  /** @param {number} item @param {number} remaining_s Finds the moment with so much work left in an item. */
  seek(item, remaining_s) {
    const { steps } = this.s;
    let left = remaining_s;
    let k = steps.length - 1;
    for (; k >= 0; k--) {
      const step = steps[k];
      if (step.item !== item || step.dead || !isWork(step)) continue;
      if (left <= lasts(step) + EPS) break;
      left -= lasts(step);
    }
    if (k < 0) k = steps.findIndex((s) => s.item === item && !s.dead);
    if (k < 0) return;
    this.s.index = k;
    this.s.at = isWork(steps[k]) ? this.ends[k] - Math.max(0, left) * 1000 : this.startOf(k);
  }

  // ---- what a page shows

  /** Everything a page needs. */
  view() {
    const { s } = this;
    const step = s.steps[s.index] ?? null;
    const item = step ? s.items[step.item] : null;
    const elapsed_s = this.elapsed();
    const remaining_ms = step ? Math.max(0, Math.min(lasts(step) * 1000, this.ends[s.index] - this.at)) : 0;
    return {
      state: this.stateName(step), mode: s.mode, reloaded: s.reloaded, name: this.data.name,
      event: step, index: s.index, item, item_index: step?.item ?? s.items.length, item_count: s.items.length,
      side: step ? sideAt(step, elapsed_s) : null, in_turns: step?.side === "both",
      ...this.counts(step), elapsed_s, remaining_ms,
      tempo: step && item && isWork(step) ? tempo(step, item, elapsed_s) : null,
      ...halves(step, elapsed_s), countdown: countdown(step, remaining_ms), next: this.next(),
      progress: this.progress(), totals: this.totals(), ask: this.askView(item), hurt: this.hurtView(),
      slept_s: s.slept_s, can_easier: Boolean(item && this.canStandIn(item.easier)), dropped: s.dropped,
    };
  }

  /** @param {Step|null} step */
  stateName(step) {
    if (this.s.mode !== "running") return this.s.mode;
    return step && isWork(step) ? "work" : step?.what ?? "done";
  }

  /** @param {Step|null} step */
  counts(step) {
    if (!step) return { set: 0, sets: 0, hold: 0, holds: 0 };
    const live = this.s.steps.filter((x) => x.item === step.item && x.exercise === step.exercise && !x.dead);
    const holds = live.filter((x) => x.set === step.set && x.side === step.side && x.what === "hold");
    return { set: step.set, sets: Math.max(step.set, ...live.map((x) => x.set)), hold: step.hold,
      holds: Math.max(0, ...holds.map((x) => x.hold)) };
  }

  /** What comes after this step; a page words it. */
  next() {
    const { steps, index, items } = this.s;
    const step = steps[index];
    const after = steps[index + 1];
    if (!step) return null;
    if (!after) return { what: "done", side: null, name: null, set: 0, seconds: 0, new_item: false };
    const item = items[after.item];
    return { what: after.what, side: after.side, set: after.set, hold: after.hold, reps: after.reps, name: item.name,
      dose: item.dose, seconds: lasts(after), new_item: after.item !== step.item };
  }

  progress() {
    const all = this.ends[this.ends.length - 1] ?? 0;
    const done = Math.min(all, this.at);
    return { done_s: done / 1000, all_s: all / 1000, share: all > 0 ? done / all : 1 };
  }

  /** @param {Item|null} item */
  askView(item) {
    if (this.s.mode !== "ask" || !item?.precondition) return null;
    const { ask, if_no, else_do } = item.precondition;
    const instead = else_do && this.canStandIn(else_do) ? this.data.alternatives[else_do].item.name : null;
    return { ask, tries: this.s.asked, attempt: this.s.asked > 0 ? if_no[this.s.asked - 1] : null,
      last: this.s.asked >= if_no.length, instead };
  }

  hurtView() {
    const { hurt } = this.s;
    if (!hurt) return null;
    const offer = hurt.offer ? this.data.alternatives[hurt.offer].item : null;
    return { ...hurt, offer, offer_s: offer ? round(this.left(hurt.item).total) : 0 };
  }

  /** Takes the note about unseen time off the page. */
  noted() {
    this.s.slept_s = null;
  }
}

/** Tells a session's plan from another: steps saved under one do not fit the other. @param {SessionData} data */
function planOf({ items, events }) {
  const last = events[events.length - 1];
  return [...items.map((item) => item.exercise + item.dose), events.length, last ? last.at_s + last.len_s : 0].join("|");
}

/** @param {SessionData} data @returns {any} */
function freshState(data) {
  return { mode: "ready", started: false, reloaded: false, index: 0, at: 0, seq: 0, steps: stepsOf(data),
    items: data.items, ledger: {}, open: null, hurts: [], dropped: [], hurt: null, answered: {}, asked: 0, slept_s: null };
}

/** @param {Step|null} step @param {number} elapsed */
function halves(step, elapsed) {
  const long = step && (step.what === "hold" || step.what === "time") && step.len_s >= HALF_FROM_S;
  return { has_half: Boolean(long), past_half: Boolean(long && elapsed >= step.len_s / 2) };
}

/** @param {Step|null} step @param {number} remaining_ms 3, 2 or 1 before work begins. */
function countdown(step, remaining_ms) {
  if (!step || isWork(step)) return null;
  const left = Math.ceil(remaining_ms / 1000 - EPS);
  return left >= 1 && left <= 3 ? left : null;
}
