// Marking by hand: one answer at a time, from the keyboard; kept in this browser until it is saved as a file.
const by = (id) => document.getElementById(id);
const desk = by("main").dataset;
const every = [...document.querySelectorAll("article[data-code]")];
const keyOf = (article) => `${article.dataset.question}|${article.dataset.code}`;
const STORE = `gdcourse-marks-${desk.course}-${desk.unit}`;
const BANK = `gdcourse-comments-${desk.course}`;
const LONGEST = Number(desk.longestComment);

// What the browser keeps. A page that may keep nothing works as long as it is open, and says so.
let keeps = true;
const stored = (name) => { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } };
const store = (name, value) => { try { localStorage.setItem(name, JSON.stringify(value)); } catch { keeps = false; } };
const newName = () => [...crypto.getRandomValues(new Uint8Array(8))].map((b) => b.toString(16).padStart(2, "0")).join("");
const isMark = (m) => m && typeof m.base === "string" && typeof m.comment === "string" && Array.isArray(m.items)
  && (m.score === null || typeof m.score === "number");
const isComment = (one) => typeof one?.ko === "string" && typeof one?.en === "string";
const those = (found, fits) => Object.fromEntries(Object.entries(found ?? {}).filter(([, one]) => fits(one)));
// Sent: what each mark that was ever in a saved file was made on; that file may have been taken.
const state = { by: newName(), marks: {}, sent: {} };
let own = []; // comments
// What pages beside this one keep is theirs too: before anything is kept here, what they kept meanwhile is read.
const readKept = () => {
  if (!keeps) return;
  const kept = stored(STORE), bank = stored(BANK);
  if (typeof kept?.by === "string") state.by = kept.by;
  state.marks = those(kept?.marks, isMark);
  state.sent = those(kept?.sent, (base) => typeof base === "string");
  own = Array.isArray(bank) ? bank.filter(isComment) : [];
};
readKept();
const keep = () => store(STORE, state);

const number = (text) => (text === "" ? null : Number(text));
const given = (article) => ({
  score: number(article.dataset.score),
  items: article.dataset.items ? article.dataset.items.split(" ").map(Number) : [],
  comment: article.dataset.comment,
});
const same = (one, other) => one.score === other.score && one.comment === other.comment && String(one.items) === String(other.items);
// A mark counts on this page as long as the answer, what stood in the gradebook, points and rubric are what they were.
const askedOf = (article) => document.querySelector(`fieldset[data-question="${CSS.escape(article.dataset.question)}"]`).dataset.asked;
const askedSo = (article, mark) => mark.asked === undefined || mark.asked === askedOf(article);
const basisOf = (article) => ({ base: article.dataset.base, asked: askedOf(article) });
const mine = (article) => {
  const mark = state.marks[keyOf(article)];
  return mark && mark.base === article.dataset.base && askedSo(article, mark) ? mark : null;
};
const markOf = (article) => mine(article) ?? given(article);
const isOpen = (article) => markOf(article).score === null;
const earlier = (article) => {
  const mark = state.marks[keyOf(article)];
  if (!mark || mine(article)) return null;
  const now = given(article);
  return mark.score === now.score && mark.comment === now.comment ? null : mark;
};

const which = by("which"), only = by("only");
let question = every[0]?.dataset.question ?? "", at = 0, shown = [];
const rubric = () => document.querySelector(`fieldset[data-question="${CSS.escape(question)}"]`);
const boxes = () => [...rubric().querySelectorAll("input")];
const points = () => Number(rubric().dataset.points);
const now = () => shown[at];

const say = (name, values = {}) => {
  const text = document.querySelector(`#notices [data-says="${name}"]`).cloneNode(true);
  for (const place of text.querySelectorAll("[data-put]")) place.textContent = values[place.dataset.put];
  by("notice").replaceChildren(text);
  by("notice").hidden = false;
};
const add = (name, values) => { const before = [...by("notice").childNodes]; say(name, values); by("notice").prepend(...before, " "); };

const rounded = (value) => Math.round(100 * value) / 100;
const show = (score) => (score === null ? "" : String(rounded(score)));
const draw = (moved = false) => {
  const article = now(), mark = article ? markOf(article) : null;
  for (const other of every) other.hidden = other !== article;
  by("none").hidden = Boolean(article);
  by("position").textContent = article ? `${at + 1} / ${shown.length}` : "";
  by("code").textContent = article ? `#${article.dataset.code}` : "";
  const own = every.filter((a) => a.dataset.question === question);
  const done = own.filter((a) => !isOpen(a)).length;
  by("count").textContent = done;
  by("all").textContent = own.length;
  by("progress").max = own.length || 1;
  by("progress").value = done;
  for (const input of [...boxes(), by("score"), by("comment"), by("full"), by("zero"), by("same")]) input.disabled = !article;
  for (const box of boxes()) box.checked = Boolean(mark?.items.includes(Number(box.value)));
  if (document.activeElement !== by("score") || moved) by("score").value = mark ? show(mark.score) : "";
  if (document.activeElement !== by("comment") || moved) by("comment").value = mark?.comment ?? "";
  by("score").max = points();
  by("points").textContent = points();
  const alike = article ? every.filter((a) => a.dataset.group === article.dataset.group) : [];
  const flag = (name, on) => { by(name).hidden = !on; };
  flag("is-blank", article && "blank" in article.dataset);
  flag("is-alike", alike.length > 1);
  by("alike").textContent = `${alike.indexOf(article) + 1} / ${alike.length}`;
  by("same").disabled = alike.length < 2;
  flag("is-again", article && !mine(article) && article.dataset.score === "" && article.dataset.before !== "");
  by("before").textContent = article?.dataset.before ?? "";
  flag("is-marked", article && !isOpen(article));
  const old = article ? earlier(article) : null;
  flag("earlier", old);
  flag("other-answer", old && askedSo(article, old));
  flag("other-rubric", old && !askedSo(article, old));
  by("earlier-score").textContent = old ? show(old.score) : "";
  by("earlier-comment").textContent = old?.comment ?? "";
  if (moved && article) by("answer").focus({ preventScroll: false });
};
const fits = (article) => article.dataset.question === question
  && (only.value === "" || (only.value === "open" ? isOpen(article) : Boolean(mine(article))));
const list = () => {
  const before = now();
  shown = every.filter(fits);
  at = Math.max(0, shown.indexOf(before));
  for (const part of document.querySelectorAll("details[data-question], fieldset[data-question]"))
    part.hidden = part.dataset.question !== question;
};
const go = (step) => {
  if (!shown.length) return;
  at = Math.min(shown.length - 1, Math.max(0, at + step));
  draw(true);
};
const goToOpen = () => {
  const places = shown.map((_, i) => (at + 1 + i) % shown.length);
  const open = places.find((i) => isOpen(shown[i]));
  if (open === undefined) return say("all-marked");
  at = open;
  draw(true);
};

// A link that a student wrote does not take the page away.
for (const link of document.querySelectorAll("article a[href]")) link.target = "_blank";

// Changes, and their undoing: a step is a list of places with what was there.
const steps = [];
// What is as it was given is no mark, unless a file says otherwise: the next one has to take that back.
const set = (article, mark) => {
  const key = keyOf(article), { base } = article.dataset;
  if (mark && !same(mark, given(article))) state.marks[key] = mark;
  else if (state.sent[key] === base) state.marks[key] = { ...given(article), ...basisOf(article) };
  else delete state.marks[key];
};
const put = (changes) => {
  readKept();
  steps.push(changes.map(([article]) => [keyOf(article), state.marks[keyOf(article)] ?? null]));
  for (const [article, mark] of changes) {
    const made = { ...mark, ...basisOf(article) };
    set(article, made);
  }
  by("notice").hidden = true;
  keep();
};
const change = (part) => {
  if (!now()) return;
  by("not-taken").hidden = true;
  put([[now(), { ...markOf(now()), ...part }]]);
  draw();
};
const undo = () => {
  const step = steps.pop();
  if (!step) return say("undoes-nothing");
  readKept();
  const articles = step.map(([key]) => every.find((article) => keyOf(article) === key));
  step.forEach(([, mark], n) => set(articles[n], mark));
  keep();
  if (articles[0].dataset.question !== question) turnTo(articles[0].dataset.question);
  const place = shown.indexOf(articles[0]);
  if (place >= 0) at = place;
  draw(true);
  say("undone");
};
const tick = (box) => {
  const items = boxes().filter((other) => (other === box ? !markOf(now()).items.includes(Number(box.value)) : other.checked));
  const score = items.reduce((sum, item) => sum + Number(item.dataset.points), 0);
  change({ items: items.map((item) => Number(item.value)), score: Math.min(points(), rounded(score)) });
};
const full = () => change({ score: points(), items: boxes().map((box) => Number(box.value)) });
const zero = () => change({ score: 0, items: [] });
const sameForGroup = () => {
  const article = now();
  const others = article ? every.filter((a) => a !== article && a.dataset.group === article.dataset.group) : [];
  if (!others.length) return;
  const { score, items, comment } = markOf(article);
  if (score === null) return say("mark-first");
  put(others.map((other) => [other, { score, items, comment }]));
  draw();
  say("group", { count: others.length });
};

// Comments: one step of undoing for each time that the field was entered.
let entered = null;
by("comment").maxLength = LONGEST;
by("comment").addEventListener("focus", () => { entered = now() ? markOf(now()).comment : null; });
by("comment").addEventListener("input", () => {
  const article = now(), comment = by("comment").value;
  if (!article) return;
  if (entered !== null) { entered = null; put([[article, { ...markOf(article), comment }]]); }
  else { readKept(); state.marks[keyOf(article)] = { ...markOf(article), comment, ...basisOf(article) }; keep(); }
  draw();
});
by("score").addEventListener("change", () => {
  const typed = by("score").value, value = number(typed), unread = by("score").validity.badInput;
  if (unread || (value !== null && !(value >= 0 && value <= points()))) {
    const score = now() ? show(markOf(now()).score) : "";
    by("score").value = score;
    // Beside the field, not among the notices: whatever is done next would take its place there.
    by("typed").textContent = `${unread ? "?" : typed} (${by("code").textContent})`;
    by("stays").textContent = score || "–";
    by("not-taken").hidden = false;
    return;
  }
  // A line that is ticked says what it is worth: where the sum is another, the lines say nothing any more.
  change({ score: value === null ? null : rounded(value) });
});
// Of a blank answer only the page tells, which may show both.
const languagesOf = (article) => {
  const { lang } = document.documentElement.dataset;
  if ("blank" in article.dataset) return lang === "both" ? ["ko", "en"] : [lang];
  return [/[가-힣]/.test(article.textContent) ? "ko" : "en"];
};
const insert = (button) => {
  const article = now();
  if (!article || !button) return;
  const texts = languagesOf(article).map((language) => button.querySelector(`[lang="${language}"]`).textContent);
  const text = [...new Set(texts)].join("\n");
  const before = markOf(article).comment;
  entered = null;
  by("comment").value = (before ? `${before.trimEnd()}\n${text}` : text).slice(0, LONGEST);
  change({ comment: by("comment").value });
};
const bank = by("bank");
bank.addEventListener("click", (event) => insert(event.target.closest("button")));
const inBank = () => [...bank.querySelectorAll("button")].map((button) =>
  ({ ko: button.querySelector('[lang="ko"]').textContent, en: button.querySelector('[lang="en"]').textContent }));
const offer = ({ ko, en }) => {
  if (inBank().some((one) => one.ko === ko && one.en === en)) return;
  const button = document.createElement("button");
  button.type = "button";
  for (const [lang, text] of [["ko", ko], ["en", en]]) {
    const span = document.createElement("span");
    span.lang = lang;
    span.textContent = text;
    button.append(span);
  }
  const item = document.createElement("li");
  item.append(button);
  bank.prepend(item);
};
own.forEach(offer);
by("keep").addEventListener("click", () => {
  const ko = by("new-ko").value.trim(), en = by("new-en").value.trim();
  if (!ko && !en) return;
  const one = { ko: ko || en, en: en || ko };
  readKept();
  own.push(one);
  own.splice(0, own.length - Number(desk.mostComments));
  store(BANK, own);
  offer(one);
  by("new-ko").value = by("new-en").value = "";
});

// The file. Each mark carries a sum over itself (FNV-1a), by which a file that was changed is told apart.
const sum = (...parts) => {
  let value = 0x811c9dc5;
  const text = parts.join("\0");
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return value.toString(16).padStart(8, "0");
};
const save = () => {
  readKept();
  const changed = every.filter((article) => mine(article));
  const marks = changed.filter((article) => mine(article).score !== null).map((article) => {
    const { score, items, comment, base } = mine(article);
    const { code, question: of } = article.dataset;
    const told = sum(desk.course, desk.unit, state.by, code, of, base, String(Math.round(100 * score)), items.join(","), comment);
    return JSON.stringify({ answer: code, question: of, base, score, items, comment, sum: told });
  });
  if (!marks.length) return say("nothing");
  const asked = Object.fromEntries([...document.querySelectorAll("fieldset[data-asked]")].map((f) => [f.dataset.question, f.dataset.asked]));
  const head = { gdcourse: "marks", format: Number(desk.format), course: desk.course, unit: desk.unit, by: state.by, saved: Date.now(), count: marks.length, asked, comments: own };
  const file = `${JSON.stringify(head).slice(0, -1)},"marks":[\n${marks.join(",\n")}\n]}\n`;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([file], { type: "application/json" }));
  link.download = `${desk.unit}${desk.part}-marks.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  for (const article of changed) if (mine(article).score !== null) state.sent[keyOf(article)] = article.dataset.base;
  keep();
  saved = JSON.stringify(state.marks);
  say("saved", { file: link.download });
  if (changed.length > marks.length) add("scoreless", { count: changed.length - marks.length });
};
let saved = "{}";
addEventListener("beforeunload", (event) => { if (!keeps && saved !== JSON.stringify(state.marks)) event.preventDefault(); });

let sure = false;
by("forget").addEventListener("click", () => {
  if (!sure) { sure = true; say("wait"); return; }
  sure = false;
  state.marks = {};
  steps.length = 0;
  try { localStorage.removeItem(STORE); } catch { /* nothing is kept */ }
  list();
  draw();
  say("forgotten");
});

document.querySelector(".marking").addEventListener("change", (event) => {
  if (event.target.type === "checkbox" && now()) tick(event.target);
});
const buttons = { undo, save, full, zero, same: sameForGroup, next: () => go(1), previous: () => go(-1), "next-open": goToOpen };
for (const [name, act] of Object.entries(buttons)) by(name).addEventListener("click", act);
by("use-earlier").addEventListener("click", () => {
  const old = earlier(now());
  // Lines of another rubric say something else, and what they came to may be more than there is now.
  const { score, items } = askedSo(now(), old) ? old : { score: old.score <= points() ? old.score : null, items: [] };
  change({ score, items, comment: old.comment });
});
only.addEventListener("change", () => { list(); draw(); });
const turnTo = (other) => { question = which.value = other; at = 0; list(); };
which?.addEventListener("change", () => { turnTo(which.value); draw(); });
// Another page of the unit, open beside this one, has kept something.
addEventListener("storage", ({ key }) => {
  if (key !== STORE && key !== BANK && key !== null) return;
  readKept();
  own.forEach(offer);
  draw();
});

// Keys act where nobody types. Letters go by the key's place where the layout has no Latin letter, as in Korean.
const acts = { f: full, 0: zero, j: () => go(1), k: () => go(-1), n: goToOpen, g: sameForGroup, u: undo, s: save,
  c: () => by("comment").focus(), p: () => by("score").select(), ArrowRight: () => go(1), ArrowLeft: () => go(-1) };
document.addEventListener("keydown", (event) => {
  const typing = event.target.matches?.("textarea, select, input:not([type=checkbox])");
  if (event.key === "Escape" && typing) { by("answer").focus(); return; }
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code)?.[1];
  if (digit !== undefined && digit !== "0") {
    event.preventDefault();
    if (event.shiftKey) insert(bank.querySelectorAll("button")[digit - 1]);
    else if (now() && boxes()[digit - 1]) tick(boxes()[digit - 1]);
    return;
  }
  const place = /^Key([A-Z])$/.exec(event.code)?.[1].toLowerCase();
  const act = acts[digit ?? (/^[a-z]$/i.test(event.key) || event.key.startsWith("Arrow") ? event.key : place)];
  if (act && !event.shiftKey) { event.preventDefault(); act(); }
});

keep();
list();
draw();
if (!keeps) say("unkept");
