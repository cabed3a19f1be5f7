// Guesses, drills and opening questions on a page: judged here by what the page brings, kept in this browser, sent nowhere.
(() => {
  const KEPT = "gdcourse-practice";
  const kept = (() => {
    try { return JSON.parse(localStorage.getItem(KEPT)) || {}; } catch { return {}; }
  })();
  const keep = (id, value) => {
    kept[id] = value;
    try { localStorage.setItem(KEPT, JSON.stringify(kept)); } catch { /* for this visit, then */ }
  };

  // "−3", "2,5" and "1/4" are numbers too; NaN where it is none.
  const number = (text) => {
    const plain = text.trim().replace(/[−–]/g, "-").replace(/^(-?\d+),(\d+)$/, "$1.$2");
    const fraction = plain.match(/^(-?[\d.]+)\s*\/\s*([\d.]+)$/);
    if (fraction) return Number(fraction[1]) / Number(fraction[2]);
    return plain === "" ? NaN : Number(plain);
  };
  // As the judge does (gdcourse.judging.comparing).
  const same = (given, right, rtol) =>
    typeof right === "string" ? given === right : Math.abs(given - right) <= (rtol + 1e-6) * Math.abs(right) + 1e-9;
  // As in a notebook (gdcourse.student.guesses): 0.740937, 10²⁰, and a count to its last digit, 2,097,151.
  const inFigures = (value) => {
    if (Number.isInteger(value) && Math.abs(value) < 1e15) return value.toLocaleString("en-US");
    const [figures, power] = value.toPrecision(6).split("e").map(Number);
    if (power === undefined) return String(figures);
    return `${figures === 1 ? "" : `${figures} × `}10${String(power).replace(/./g, (digit) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(digit)])}`;
  };
  const times = (value) => String(Number(value.toPrecision(2)));
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
  const lines = (...said) => said.map((line) => `<p>${line}</p>`).join("");

  // What is said of a guess, now that the result may be seen.
  const sentence = (data, guessed) => {
    const { right, rtol, texts } = data;
    if (same(guessed, right, rtol)) return ["right", texts.right];
    const known = data.mistakes.find((mistake) => same(guessed, mistake.value, rtol));
    if (known) return ["surprise", known.said];
    if (typeof right === "string" || !guessed || !right) return ["surprise", texts.otherwise];
    if (guessed * right < 0) return ["surprise", texts.otherSign];
    const ratio = Math.abs(right / guessed);
    if (ratio > 0.67 && ratio < 1.5) return ["surprise", texts.close];
    return ["surprise", ratio > 1 ? filled(texts.tooSmall, { times: times(ratio) }) : filled(texts.tooLarge, { times: times(1 / ratio) })];
  };

  const guess = (form, data) => {
    const status = form.querySelector("[role=status]");
    const folds = document.querySelectorAll(`details[data-after="${CSS.escape(data.id)}"]`);
    const cards = document.querySelectorAll(`.gd-reveals-${CSS.escape(data.id)} .gdcourse-card`);
    const inWords = (value) => (typeof value === "string" ? data.options[value] : inFigures(value));
    const tell = (guessed) => {
      const [kind, said] = sentence(data, guessed);
      status.className = `gd-said gd-${kind}`;
      status.innerHTML = lines(
        filled(data.texts.yours, { guess: inWords(guessed) }), filled(data.texts.result, { result: inWords(data.right) }), said);
      for (const card of cards) card.hidden = true; // it says the result, and no more
      for (const fold of folds) fold.open = true;
    };
    const read = () => {
      if (typeof data.right === "string") return form.querySelector("input:checked")?.value;
      const given = number(form.querySelector("input").value);
      return Number.isFinite(given) ? given : undefined;
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const guessed = read();
      if (guessed === undefined) {
        status.className = "gd-said";
        status.innerHTML = lines(data.texts.empty);
        return;
      }
      keep(data.id, guessed);
      tell(guessed);
    });
    const before = kept[data.id];
    if (typeof before !== typeof data.right) return;
    if (typeof before === "string") {
      const option = form.querySelector(`input[value="${CSS.escape(before)}"]`);
      if (!option) return;
      option.checked = true;
    } else form.querySelector("input").value = String(before);
    tell(before);
  };

  // Whether an answer to a variant is right, and what is said of it.
  const judged = (drill, variant, field) => {
    const given = number(field.value);
    if (!Number.isFinite(given)) return [false, drill.texts.empty];
    if (same(given, variant.right, drill.rtol)) return [true, drill.texts.right];
    const known = variant.wrong.findIndex((wrong) => same(given, wrong, drill.rtol));
    const near = Math.abs(given - variant.right) <= 0.05 * Math.abs(variant.right);
    return [false, known >= 0 ? drill.said[known] : near ? drill.texts.close : drill.texts.otherwise, true];
  };
  const any = (count, other) => {
    const drawn = Math.floor(Math.random() * count);
    return drawn === other && count > 1 ? (drawn + 1) % count : drawn;
  };

  const drill = (form, data) => {
    const [asks, field, row, status] = [".gd-question", "input", ".gd-row", "[role=status]"].map((s) => form.querySelector(s));
    let at = any(data.variants.length);
    const state = () => ({ streak: 0, best: 0, ...(typeof kept[data.id] === "object" ? kept[data.id] : {}) });
    const show = () => {
      const { streak } = state();
      asks.innerHTML = `<p>${data.variants[at].asks}</p>`;
      const dots = "●".repeat(Math.min(streak, data.inARow)) + "○".repeat(Math.max(data.inARow - streak, 0));
      row.innerHTML = streak >= data.inARow
        ? filled(data.texts.canDoThis, { streak }) : filled(data.texts.row, { dots, of: data.inARow });
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const [right, said, wrong] = judged(data, data.variants[at], field);
      const { streak, best } = state();
      if (right) keep(data.id, { streak: streak + 1, best: Math.max(best, streak + 1) });
      else if (wrong) keep(data.id, { streak: 0, best });
      status.className = `gd-said gd-${right ? "right" : "surprise"}`;
      status.innerHTML = lines(...(right ? [said] : wrong ? [data.texts.notYet, said] : [said]));
      if (right) {
        at = any(data.variants.length, at);
        field.value = "";
      }
      show();
      field.focus();
    });
    show();
  };

  const opening = (form, data) => {
    let asked = [];
    const ask = () => {
      const drawn = data.drills.map((one) => [Math.random(), one]).sort((a, b) => a[0] - b[0]).slice(0, data.count);
      asked = [...form.querySelectorAll(".gd-one")].map((box, index) => {
        const one = drawn[index][1];
        const variant = one.variants[any(one.variants.length)];
        box.querySelector(".gd-question").innerHTML = `<p>${variant.asks}</p>`;
        box.querySelector("input").value = "";
        const status = box.querySelector("[role=status]");
        status.className = status.innerHTML = "";
        return [box, one, variant];
      });
    };
    ask();
    form.querySelector(".gd-again").addEventListener("click", ask);
    // A browser takes Enter for the form's first button.
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
      event.preventDefault();
      event.target.closest(".gd-one").querySelector("button").click();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const pressed = event.submitter?.closest(".gd-one");
      for (const [box, one, variant] of asked) {
        if (box !== pressed) continue;
        const [right, said] = judged(one, variant, box.querySelector("input"));
        const status = box.querySelector("[role=status]");
        status.className = `gd-said gd-${right ? "right" : "surprise"}`;
        status.innerHTML = said;
      }
    });
  };

  const start = () => {
    for (const form of document.querySelectorAll("form.gd-practice")) {
      const data = JSON.parse(form.querySelector("script").textContent);
      form.hidden = false;
      ({ guess, drill, opening })[data.kind](form, data);
    }
    for (const list of document.querySelectorAll(".gd-options")) list.hidden = true;
    for (const told of document.querySelectorAll(".gd-kept")) {
      told.hidden = false;
      told.querySelector("button").addEventListener("click", () => {
        try { for (const name of [KEPT, "gdcourse-goals"]) localStorage.removeItem(name); } catch { /* nothing is kept, then */ }
        location.reload();
      });
    }
    // On paper nothing can be opened.
    const closed = [];
    window.addEventListener("beforeprint", () => {
      for (const fold of document.querySelectorAll("details:is(.gd-fold, .gd-optional):not([open])")) {
        fold.open = true;
        closed.push(fold);
      }
    });
    window.addEventListener("afterprint", () => {
      for (const fold of closed.splice(0)) fold.open = false;
    });
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
