// Plays the page's own session, over and over, on a clock of the test's making: late and uneven
// ticks, a tab that sleeps, a reload in the middle of a set. `given`: minutes to play.
const { createPlayer, isWork } = await import("/static/player-core.js");
const page = JSON.parse(document.getElementById("session-data").textContent);
const minutes = given[0];

const end = (e) => e.at_s + e.len_s;
const once = end(page.events.at(-1));
const rounds = Math.ceil((minutes * 60) / once);
const data = { ...page, log: [], items: [], events: [] };
for (let r = 0; r < rounds; r++) {
  for (const e of page.events) {
    data.events.push({ ...e, at_s: e.at_s + r * once, item: e.item + r * page.items.length });
  }
  data.items.push(...page.items.map((item) => ({ ...item, precondition: null })));
}

// What should be going on when, from the server's own times. Left and right in turn are one
// stretch of work.
const stretches = [];
for (const e of data.events) {
  const last = stretches.at(-1);
  const turns = data.items[e.item].sides === "alternating" && e.what !== "hold" && isWork(e)
    && last?.item === e.item && last.what === e.what && last.set === e.set && last.side !== e.side;
  if (turns) last.to = end(e) * 1000;
  else stretches.push({ ...e, from: e.at_s * 1000, to: end(e) * 1000 });
}
const at = (t) => stretches.find((s) => t < s.to) ?? null;
const workBetween = (a, b) => stretches.filter(isWork)
  .reduce((sum, s) => sum + Math.max(0, Math.min(b, s.to) - Math.max(a, s.from)), 0);
const total = stretches.at(-1).to;

// The same uneven numbers every time.
let seed = 7;
const chance = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
const gap = () => (chance() < 0.01 ? 400 + 1500 * chance() : 20 + 230 * chance());

let now = 5000 * chance();
const log = [];
let player = createPlayer({ data, now: () => now, wall: () => now, onLog: (e) => log.push(e) });
player.start();
const started = now;
const found = { minutes: total / 60000, ticks: 0, worst_ms: 0, astray: [], slept: null, reload: null };

function compare(line) {
  const view = player.view();
  const due = at(line);
  found.ticks += 1;
  if (!due || view.event?.what !== due.what || view.event.item !== due.item || view.event.set !== due.set) {
    found.astray.push([line, view.event?.what, due?.what]);
  } else found.worst_ms = Math.max(found.worst_ms, Math.abs(due.to - line - view.remaining_ms));
}

// The clock's time less what was spent away from the session's own line.
let away = started;
let unseen = 0;
const middle = (k) => stretches.filter((s) => isWork(s) && s.to - s.from >= 20000)[k];
const sleeps = middle(1);
const reloads = middle(3);
while (player.view().state !== "done" && found.astray.length < 5) {
  now += gap();
  player.tick();
  const line = now - away;
  if (line < total) compare(line);
  if (!found.slept && line > sleeps.from + 8000) {
    const before = now - away;
    now += 90000;
    player.tick();
    compare(now - away);
    unseen = workBetween(before, now - away);
    found.slept = { said_s: player.view().slept_s };
  }
  if (!found.reload && line > reloads.from + 8000) {
    const before = player.view();
    const saved = player.snapshot();
    now += 30000;
    player = createPlayer({ data: { ...data, log: [...log] }, now: () => now, wall: () => now, onLog: (e) => log.push(e), saved });
    const after = player.view();
    const same = (key) => before.event[key] === after.event[key];
    found.reload = { mode: after.mode, same: ["item", "exercise", "side", "set", "what"].every(same),
      apart_s: Math.abs(before.elapsed_s - after.elapsed_s), totals: [before.totals.work_s, after.totals.work_s] };
    player.resume();
    found.reload.lead_in = player.view().state;
    // Getting into place takes 5 s more, and a repetition that was broken is done again.
    const step = before.event;
    const unit = step.reps ? step.len_s / step.reps : 0;
    const redone = unit ? before.elapsed_s % unit : 0;
    away = now - (line - redone * 1000) + 5000;
    while (now - away < line - redone * 1000) {
      now += 20;
      player.tick();
    }
  }
}
found.late_ms = now - away - total;
found.work_off_ms = Math.abs(player.view().totals.work_s * 1000 - (workBetween(0, total) - unseen));
found.log = log.map((e) => e.kind);
found.numbered = log.every((e, k) => e.seq === k + 1);
return found;
