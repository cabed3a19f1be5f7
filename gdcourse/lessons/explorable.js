// Pictures that answer to the hand (explorable.py says what stands in one). Everything is computed here, from numbers.
(() => {
  const BOX = ".gdcourse-explorable", page = document.documentElement;

  // Arithmetic. Positions are arrays, one number for each coordinate.

  const landscapeOf = ({ minimum, floor, terms }) => {
    const product = (u, powers) => powers.reduce((done, n, i) => done * u[i] ** n, 1);
    const apart = (w) => w.map((x, i) => x - minimum[i]);
    const height = (w) => {
      const u = apart(w);
      return terms.reduce((sum, [factor, powers]) => sum + factor * product(u, powers), floor);
    };
    const gradient = (w) => {
      const u = apart(w);
      const along = (j) => terms.reduce((sum, [factor, powers]) => !powers[j] ? sum
        : sum + factor * powers[j] * product(u, powers.map((n, i) => i === j ? n - 1 : n)), 0);
      return w.map((_, j) => along(j));
    };
    return { height, gradient };
  };

  // One step each, as torch.optim takes it.
  const optimizers = {
    gd: ({ lr }) => (w, g) => w.map((x, i) => x - lr * g[i]),
    momentum: ({ lr, momentum }) => {
      let v = null;
      return (w, g) => {
        v = g.map((slope, i) => (v ? momentum * v[i] : 0) + slope);
        return w.map((x, i) => x - lr * v[i]);
      };
    },
    nesterov: ({ lr, momentum }) => {
      let v = null;
      return (w, g) => {
        v = g.map((slope, i) => (v ? momentum * v[i] : 0) + slope);
        return w.map((x, i) => x - lr * (g[i] + momentum * v[i]));
      };
    },
    adam: ({ lr, beta1, beta2 }) => {
      let m = null, s = null, t = 0;
      return (w, g) => {
        t += 1;
        m = g.map((slope, i) => (m ? m[i] : 0) + (1 - beta1) * (slope - (m ? m[i] : 0)));
        s = g.map((slope, i) => beta2 * (s ? s[i] : 0) + (1 - beta2) * slope * slope);
        const size = lr / (1 - beta1 ** t), scale = Math.sqrt(1 - beta2 ** t);
        return w.map((x, i) => x - size * m[i] / (Math.sqrt(s[i]) / scale + 1e-8));
      };
    },
  };

  const pathOf = (landscape, algorithm, settings, start, steps) => {
    const step = optimizers[algorithm](settings), places = [start];
    for (let t = 1; t <= steps; t++) places.push(step(places[t - 1], landscape.gradient(places[t - 1])));
    return places;
  };

  // From which step on all heights are below a bound: their number where the last one is not.
  const settledFrom = (heights, bound) => heights.findLastIndex((f) => !(f < bound)) + 1;

  // Words and numbers.

  const languageOf = (given) => page.dataset.gdcourseLanguage || page.dataset.language || given.language;
  const fill = (text, values, language) =>
    text[language].replace(/\{(\w+)\}/g, (_, name) => values[name]?.[language] ?? values[name]);
  const plain = (language, text, values = {}) => language !== "both" ? fill(text, values, language)
    : text.ko === text.en ? fill(text, values, "en") : `${fill(text, values, "ko")} · ${fill(text, values, "en")}`;
  const say = (element, language, text, values = {}, key = "") => {
    const languages = language === "both" ? (text.ko === text.en ? ["en"] : ["ko", "en"]) : [language];
    const spoken = languages.map((lang) => fill(text, values, lang));
    if (element.dataset.said === (key = languages.join() + spoken.join("|"))) return;
    element.dataset.said = key;
    element.replaceChildren(...spoken.flatMap((words, i) => {
      const span = make("span", { lang: languages[i], textContent: words });
      return i ? [make("span", { className: "gdx-between", textContent: " · " }), span] : [span];
    }));
  };

  const minus = (text) => text.replace(/^-/, "−");
  const placed = (w, [low, high]) => {
    const digits = Math.max(0, 3 - Math.floor(Math.log10(high - low)));
    return minus(w.toFixed(digits).replace(/^-(?=[0.]*$)/, ""));
  };
  const number = (x) => {
    const size = Math.abs(x);
    if (!Number.isFinite(x)) return "∞";
    return minus(size !== 0 && (size < 1e-3 || size >= 1e5) ? x.toExponential(1) : String(Number(x.toPrecision(4))));
  };
  const decimals = (values) => Math.max(...values.map((v) => (String(v).split(".")[1] ?? "").length));
  const niceStep = (span, count) => {
    const raw = span / count, power = 10 ** Math.floor(Math.log10(raw));
    return power * [1, 2, 5, 10].find((n) => n * power >= raw * 0.999);
  };
  const ticksOf = ([low, high], count) => {
    const step = niceStep(high - low, count), ticks = [];
    for (let i = Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++) {
      ticks.push(Number((i * step).toPrecision(6)));
    }
    return ticks;
  };

  // Elements.

  const put = (element, properties, children) => {
    for (const [name, value] of Object.entries(properties)) {
      if (name in element && !(element instanceof SVGElement)) element[name] = value;
      else element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
  };
  const make = (name, properties = {}, ...children) => put(document.createElement(name), properties, children);
  const draw = (name, properties = {}, ...children) =>
    put(document.createElementNS("http://www.w3.org/2000/svg", name), properties, children);
  const label = (x, y, text, properties = {}) => {
    const element = draw("text", { x, y, fill: "currentColor", "font-size": 12, ...properties });
    element.textContent = text;
    return element;
  };

  // A plot of a size in pixels: where numbers are in it, and the lines around it.
  const plotOf = (width, height, edge, xs, ys) => {
    const inner = { width: width - edge.left - edge.right, height: height - edge.top - edge.bottom };
    const far = (v) => Math.max(-5 * width, Math.min(6 * width, v));
    return {
      width, height, edge, inner, xs, ys,
      x: (v) => far(edge.left + (v - xs[0]) / (xs[1] - xs[0]) * inner.width),
      y: (v) => far(edge.top + (ys[1] - v) / (ys[1] - ys[0]) * inner.height),
      atX: (px) => xs[0] + (px - edge.left) / inner.width * (xs[1] - xs[0]),
      atY: (px) => ys[1] - (px - edge.top) / inner.height * (ys[1] - ys[0]),
    };
  };
  const axes = (plot, xTicks, yTicks, xName, yName, nameOfY = (v) => minus(String(v))) => {
    const { width, height, edge } = plot, group = draw("g", { "aria-hidden": "true" });
    const line = (x1, y1, x2, y2, opacity) =>
      group.append(draw("line", { x1, y1, x2, y2, stroke: "currentColor", "stroke-opacity": opacity }));
    for (const v of xTicks) {
      line(plot.x(v), edge.top, plot.x(v), height - edge.bottom, 0.12);
      const beneath = { "text-anchor": "middle", "font-size": 11 };
      group.append(label(plot.x(v), height - edge.bottom + 15, minus(String(v)), beneath));
    }
    for (const v of yTicks) {
      line(edge.left, plot.y(v), width - edge.right, plot.y(v), 0.12);
      group.append(label(edge.left - 6, plot.y(v) + 4, nameOfY(v), { "text-anchor": "end", "font-size": 11 }));
    }
    line(edge.left, height - edge.bottom, width - edge.right, height - edge.bottom, 0.6);
    line(edge.left, edge.top, edge.left, height - edge.bottom, 0.6);
    group.append(label(width - edge.right, height - edge.bottom + 31, xName, { "text-anchor": "end" }));
    group.append(label(edge.left - 6, edge.top - 9, yName, { "text-anchor": "start" }));
    return group;
  };
  // What is outside of the plot's lines is not seen.
  const within = ({ edge, inner }) => draw("svg", { x: edge.left, y: edge.top, ...inner, overflow: "hidden",
    viewBox: `${edge.left} ${edge.top} ${inner.width} ${inner.height}` });
  const star = (x, y, fill) => {
    const points = [...Array(10).keys()].map((i) => {
      const r = i % 2 ? 3.4 : 8, turn = Math.PI * (i / 5 - 0.5);
      return `${(x + r * Math.cos(turn)).toFixed(1)},${(y + r * Math.sin(turn)).toFixed(1)}`;
    });
    return draw("polygon", { points: points.join(" "), fill });
  };
  const lineThrough = (points) => {
    const end = points.findIndex(([x, y]) => !Number.isFinite(x + y));
    return points.slice(0, end < 0 ? points.length : end)
      .map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
  };
  const line = (d, { color, dashes }, more = {}) => draw("path", { d, fill: "none", stroke: color, "stroke-width": 1.6,
    "stroke-dasharray": dashes.join(" "), "stroke-linejoin": "round", ...more });
  const MARKS = {
    s: (x, y, r) => `M${x - r} ${y - r}h${2 * r}v${2 * r}h${-2 * r}z`,
    o: (x, y, r) => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`,
    D: (x, y, r) => `M${x} ${y - 1.3 * r}l${1.3 * r} ${1.3 * r}l${-1.3 * r} ${1.3 * r}l${-1.3 * r} ${-1.3 * r}z`,
    "^": (x, y, r) => `M${x} ${y - 1.3 * r}l${1.3 * r} ${2.3 * r}h${-2.6 * r}z`,
  };

  // Lines of equal height of any landscape: in each cell of a grid, straight between the places where it is crossed.
  const levelLines = (plot, floor, height) => {
    const cells = 64, at = ([low, high], i) => low + i / cells * (high - low), all = [...Array(cells + 1).keys()];
    const heights = all.map((i) => all.map((j) => height([at(plot.xs, i), at(plot.ys, j)])));
    const highest = Math.max(...heights.flat()) - floor, corners = [[0, 0], [1, 0], [1, 1], [0, 1]];
    return all.slice(1, 12).map((line) => {
      const h = floor + highest * (line / 12) ** 2;
      const d = all.slice(1).flatMap((_, i) => all.slice(1).map((_, j) => {
        const crossed = corners.flatMap(([a, b], k) => {
          const [c, d] = corners[(k + 1) % 4], one = heights[i + a][j + b], other = heights[i + c][j + d];
          if (one < h === other < h) return [];
          const part = (h - one) / (other - one);
          return [`${plot.x(at(plot.xs, i + a + part * (c - a))).toFixed(1)} ${plot.y(at(plot.ys, j + b + part * (d - b))).toFixed(1)}`];
        });
        return crossed.length < 2 ? "" : `M${crossed[0]}L${crossed[1]}${crossed[2] ? `M${crossed[2]}L${crossed[3]}` : ""}`;
      })).join("");
      return draw("path", { d, fill: "none", stroke: "currentColor", "stroke-opacity": 0.35 });
    });
  };
  // The lines of equal height of a bowl are ellipses: in pixels, half-axes and angle from the quadratic form.
  const contours = (plot, { minimum, floor, terms }, height) => {
    if (terms.some(([, [n, m]]) => n + m !== 2)) return levelLines(plot, floor, height);
    const factor = (i, j) => terms.find(([, [n, m]]) => n === i && m === j)?.[0] ?? 0;
    const sx = plot.x(plot.xs[0] + 1) - plot.x(plot.xs[0]), sy = plot.y(plot.ys[0] + 1) - plot.y(plot.ys[0]);
    const a = factor(2, 0) / sx ** 2, b = factor(1, 1) / (2 * sx * sy), c = factor(0, 2) / sy ** 2;
    const root = Math.hypot((a - c) / 2, b), steep = (a + c) / 2 + root, flat = (a * c - b * b) / steep;
    const angle = Math.atan2(2 * b, a - c) / 2 * 180 / Math.PI, [x, y] = [plot.x(minimum[0]), plot.y(minimum[1])];
    const highest = Math.max(...plot.xs.flatMap((w1) => plot.ys.map((w2) => height([w1, w2])))) - floor, count = 11;
    return [...Array(count).keys()].reverse().map((i) => {
      const h = highest * ((i + 1) / (count + 1)) ** 2;
      return draw("ellipse", { rx: Math.sqrt(h / steep), ry: Math.sqrt(h / flat), stroke: "currentColor",
        "stroke-opacity": 0.3, fill: "#2f86c5", "fill-opacity": 0.07, transform: `translate(${x} ${y}) rotate(${angle})` });
    });
  };

  // Goals that were reached stay in this browser: in how many steps, by what was asked.
  const KEPT = "gdcourse-goals";
  const keptGoals = () => { try { return JSON.parse(localStorage.getItem(KEPT)) || {}; } catch { return {}; } };
  const keepGoal = (asked, step) => {
    try { localStorage.setItem(KEPT, JSON.stringify({ ...keptGoals(), [asked]: step })); } catch { /* for this visit, then */ }
  };

  const STYLE = `
${BOX} { max-width: 48rem; margin: .4rem 0; padding: .7rem .9rem .8rem; border: 1px solid rgba(127,127,127,.35);
  border-radius: .5rem; font-size: .93rem; line-height: 1.45; color: inherit; box-sizing: border-box; }
${BOX} * { box-sizing: border-box; }
${BOX} [lang=ko] { word-break: keep-all; }
${BOX} .gdx-title { font-weight: 600; font-size: 1.05em; margin: 0 0 .4rem; }
${BOX} :is(.gdx-title, .gdx-goal, .gdx-hint) [lang] + .gdx-between { display: none; }
${BOX} :is(.gdx-title, .gdx-goal, .gdx-hint) .gdx-between + [lang] { display: block; }
${BOX} .gdx-pictures { display: grid; grid-template-columns: 1fr; gap: .3rem .8rem; position: relative; }
${BOX}.gdx-wide .gdx-pictures { grid-template-columns: 64fr 36fr; }
${BOX} .gdx-pictures > svg { display: block; max-width: 100%; overflow: visible; user-select: none; -webkit-user-select: none; }
${BOX} .gdx-handle { cursor: grab; touch-action: none; }
${BOX} .gdx-handle:active { cursor: grabbing; }
${BOX} .gdx-start { position: absolute; left: 0; top: 0; width: 3rem; height: 1rem; opacity: 0; pointer-events: none; margin: 0; }
${BOX} .gdx-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
${BOX} .gdx-rows { margin: .5rem 0 .2rem; font-variant-numeric: tabular-nums; }
${BOX} .gdx-row { display: flex; flex-wrap: wrap; gap: 0 1rem; align-items: center; min-height: 1.9rem; }
${BOX} .gdx-who { display: inline-flex; align-items: center; gap: .45rem; min-width: 9rem; margin: 0; }
${BOX} .gdx-who input { width: 1.05rem; height: 1.05rem; margin: 0; accent-color: #2f86c5; }
${BOX} .gdx-controls { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr)); gap: .35rem 1.4rem; margin: .3rem 0; }
${BOX} .gdx-slider { display: grid; grid-template-columns: 1fr auto; gap: 0 .6rem; }
${BOX} .gdx-slider label { margin: 0; }
${BOX} .gdx-slider b { font-variant-numeric: tabular-nums; font-weight: 600; }
${BOX} .gdx-slider input { grid-column: 1 / -1; width: 100%; min-width: 0; height: 1.6rem; margin: 0; accent-color: #2f86c5; cursor: pointer; }
${BOX} .gdx-buttons { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; margin: .3rem 0; }
${BOX} button { font: inherit; min-height: 2rem; padding: .15rem .9rem; border: 1px solid rgba(127,127,127,.8); border-radius: 1rem;
  background: transparent; color: inherit; cursor: pointer; }
${BOX} button:hover { background: rgba(127,127,127,.15); }
${BOX} :is(input, button):focus-visible { outline: 3px solid #2f86c5; outline-offset: 2px; }
${BOX} .gdx-goal { border-left: 4px solid rgba(127,127,127,.6); background: rgba(127,127,127,.1); border-radius: 4px; padding: .3rem .8rem; margin: .5rem 0 0; }
${BOX} .gdx-goal.gdx-reached { border-color: #1a8754; }
${BOX} .gdx-goal > .gdx-state { font-weight: 600; }
${BOX} .gdx-hint { font-size: .88em; margin: .4rem 0 0; }
${BOX} .gdx-settings { display: none; margin: .3rem 0; }
@media (prefers-reduced-motion: reduce) { ${BOX} .gdx-play { display: none; } }
@media print {
  ${BOX} { color: #000; background: #fff; print-color-adjust: exact; -webkit-print-color-adjust: exact; break-inside: avoid; }
  ${BOX} :is(.gdx-controls, .gdx-buttons, .gdx-hint, .gdx-who input) { display: none; }
  ${BOX} .gdx-settings { display: block; }
}`;

  const build = (box) => {
    const given = JSON.parse(box.dataset.explorable), { words } = given;
    const { symbol, names, minimum, floor } = given.landscape, landscape = landscapeOf(given.landscape);
    // Where the lowest height is not 0, its logarithm would hide how far it still is to there.
    const above = floor ? `${symbol} − ${number(floor)}` : symbol;
    const ordinal = globalThis.gdcourseExplorables = (globalThis.gdcourseExplorables ?? 0) + 1;
    const curve = names.length === 1;
    const fresh = () => ({ start: given.start, settings: { ...given.settings }, step: given.steps });
    let state = fresh(), paths = [], timer = null, plot = null, chart = null, dragging = false, touched = false, ids = 0;
    const shown = new Set(given.algorithms.map(({ id }) => id));
    const startStep = given.view.map(([low, high]) => niceStep(high - low, 100));
    const moved = () => state.start.some((w, i) => w !== given.start[i]);

    // What stands in the box, from top to bottom.
    const title = make("div", { className: "gdx-title", id: `gdx-title-${ordinal}` });
    const picture = draw("svg", { role: "img" }), curves = draw("svg", { role: "img" });
    const starts = names.map((_, i) => make("input", { type: "range", className: "gdx-start", min: given.view[i][0],
      max: given.view[i][1], step: startStep[i], value: given.start[i] }));
    const pictures = make("div", { className: "gdx-pictures" }, ...starts, picture, curves);
    const rows = given.algorithms.map((algorithm) => {
      const swatch = draw("svg", { width: 30, height: 12, "aria-hidden": "true" },
        line("M0 6H30", algorithm, { "stroke-width": 2 }),
        draw("path", { d: MARKS[algorithm.mark](15, 6, 3.4), fill: algorithm.color }));
      const name = make("span"), result = make("span");
      const tick = make("input", { type: "checkbox", checked: true });
      tick.addEventListener("change", () => { shown[tick.checked ? "add" : "delete"](algorithm.id); change(); });
      const who = given.algorithms.length > 1 ? make("label", { className: "gdx-who" }, tick, swatch, name)
        : make("span", { className: "gdx-who" }, swatch, name);
      return { ...algorithm, element: make("div", { className: "gdx-row" }, who, result), label: name, result };
    });
    const slider = (max, at, move) => {
      const id = `gdx-${ordinal}-${++ids}`;
      const caption = make("label", { htmlFor: id }), reading = make("b", { ariaHidden: "true" });
      const input = make("input", { type: "range", id, min: 0, max, step: 1, value: at });
      input.addEventListener("input", () => { stop(); move(Number(input.value)); change(); });
      return { caption, reading, input, element: make("div", { className: "gdx-slider" }, caption, reading, input) };
    };
    const sliders = given.sliders.map((one) => ({ ...one, digits: decimals(one.values),
      ...slider(one.values.length - 1, one.values.indexOf(one.at), (i) => { state.settings[one.name] = one.values[i]; }) }));
    const time = slider(given.steps, given.steps, (t) => { state.step = t; });
    const play = make("button", { type: "button", className: "gdx-play" }), reset = make("button", { type: "button" });
    const goal = make("div"), reached = make("div", { className: "gdx-state" });
    const settings = make("div", { className: "gdx-settings" }), hint = make("div", { className: "gdx-hint" });
    const earlier = make("div", { className: "gdx-before" });
    const goals = make("div", { className: "gdx-goal" }, goal, reached, earlier);
    const asked = JSON.stringify([given.title.en, given.goal]);
    let fewest = keptGoals()[asked];
    const live = make("div", { className: "gdx-hidden", role: "status" });
    box.setAttribute("role", "group");
    box.setAttribute("aria-labelledby", title.id);
    box.replaceChildren(make("style", { textContent: STYLE }), title, pictures,
      make("div", { className: "gdx-rows" }, ...rows.map((row) => row.element)), settings,
      make("div", { className: "gdx-controls" }, ...sliders.map((one) => one.element), time.element),
      make("div", { className: "gdx-buttons" }, play, reset), ...(given.goal ? [goals] : []), hint, live);

    // Pictures. What only the size changes is drawn once for each size.
    const layers = { path: draw("g"), handle: draw("g", { class: "gdx-handle" }), lines: draw("g") };
    const seen = (w) => curve ? [w[0], landscape.height(w)] : w;
    const lay = () => {
      const width = pictures.clientWidth, wide = box.clientWidth >= 560;
      if (width < 120) return; // not in sight
      box.classList.toggle("gdx-wide", wide);
      const left = wide ? Math.floor(pictures.clientWidth * 0.64 - 8) : width, right = wide ? width - left - 13 : width;
      const tall = Math.round(Math.max(220, Math.min(320, left * 0.68))), low = wide ? tall : 150;
      for (const [svg, w, h] of [[picture, left, tall], [curves, right, low]]) {
        put(svg, { width: w, height: h, viewBox: `0 0 ${w} ${h}` }, []);
      }
      drawGround(left, tall);
      drawChart(right, low);
      update();
    };
    const drawGround = (width, height) => {
      const edge = { left: 44, right: 8, top: 24, bottom: 36 };
      if (curve) {
        const points = [...Array(241).keys()].map((i) => given.view[0][0] + i / 240 * (given.view[0][1] - given.view[0][0]))
          .map((w) => [w, landscape.height([w])]);
        const heights = points.map(([, f]) => f), top = Math.max(...heights), bottom = Math.min(...heights);
        const room = 0.08 * (top - bottom);
        plot = plotOf(width, height, edge, given.view[0], [bottom - room, top + room]);
        const d = lineThrough(points.map(([w, f]) => [plot.x(w), plot.y(f)])), base = height - edge.bottom;
        const inside = within(plot);
        const under = `${d}L${width - edge.right} ${base}L${edge.left} ${base}z`;
        inside.append(draw("path", { d: under, fill: "#2f86c5", "fill-opacity": 0.1 }),
          draw("path", { d, fill: "none", stroke: "currentColor", "stroke-width": 2, "stroke-opacity": 0.65 }),
          star(plot.x(minimum[0]), plot.y(floor), given.star), layers.path);
        const around = axes(plot, ticksOf(plot.xs, 6), ticksOf(plot.ys, 5), names[0], symbol);
        picture.replaceChildren(around, inside, layers.handle);
      } else {
        plot = plotOf(width, height, edge, ...given.view);
        const inside = within(plot);
        inside.append(...contours(plot, given.landscape, landscape.height),
          star(plot.x(minimum[0]), plot.y(minimum[1]), given.star), layers.path);
        picture.replaceChildren(inside, axes(plot, ticksOf(plot.xs, 6), ticksOf(plot.ys, 5), ...names), layers.handle);
      }
    };
    const drawChart = (width, height) => {
      const power = Math.log10, bound = given.goal && given.goal.below - floor;
      const highest = Math.ceil(power(Math.max(landscape.height(given.start) - floor, 1e-9)) + 0.3);
      const lowest = Math.floor(bound ? power(bound) - 0.7 : highest - 5);
      chart = plotOf(width, height, { left: 40, right: 8, top: 24, bottom: 36 }, [0, given.steps], [lowest, highest]);
      const inside = within(chart), every = Math.ceil((highest - lowest) / 6);
      const powers = [...Array(highest - lowest + 1).keys()].map((i) => highest - i).filter((p) => (highest - p) % every === 0);
      if (bound) {
        const x = chart.x(given.goal.within), y = chart.y(power(bound));
        inside.append(draw("rect", { x, y, width: width - x, height: height - y, fill: given.star, "fill-opacity": 0.18 }),
          draw("path", { d: `M${x} ${height}V${y}H${width}`, fill: "none", stroke: given.star, "stroke-width": 1.5 }));
      }
      inside.append(layers.lines);
      const steps = ticksOf(chart.xs, 4).filter(Number.isInteger);
      const named = (p) => p > 3 || p < -3 ? `1e${minus(String(p))}` : String(Number((10 ** p).toPrecision(1)));
      curves.replaceChildren(axes(chart, steps, powers, "", "", named), inside);
    };

    // What moves: from the state to what is seen and said.
    const update = () => {
      const language = languageOf(given), { step } = state;
      paths = rows.map((row) => {
        const places = pathOf(landscape, row.id, state.settings, state.start, given.steps);
        return { row, places, heights: places.map(landscape.height) };
      });
      const gone = (heights) => !(heights[step] < 1e6 * (1 + Math.abs(heights[0])));
      if (plot) drawMoving(step);
      say(title, language, given.title);
      for (const { row, places, heights } of paths) {
        say(row.label, language, row.name);
        row.element.style.opacity = shown.has(row.id) ? 1 : 0.55;
        const place = places[step].map((w, i) => `${names[i]} = ${placed(w, given.view[i])}`).join(", ");
        const there = `${place}, ${symbol} = ${number(heights[step])}`;
        say(row.result, language, gone(heights) ? words.DIVERGES : { ko: there, en: there });
        row.spoken = (lang) => plain(lang, gone(heights) ? words.HAS_DIVERGED : words.WHERE_IT_IS,
          { name: row.name, step, place, symbol, value: number(heights[step]) });
      }
      for (const one of sliders) {
        say(one.caption, language, one.label);
        one.reading.textContent = one.input.ariaValueText = state.settings[one.name].toFixed(one.digits);
      }
      say(time.caption, language, words.STEP_SLIDER);
      time.reading.textContent = time.input.ariaValueText = String(step);
      starts.forEach((input, i) => {
        input.ariaLabel = plain(language, words.START_SLIDER, { name: names[i] });
        input.ariaValueText = placed(state.start[i], given.view[i]);
      });
      const spoken = () => rows.filter((row) => shown.has(row.id)).map((row) => row.spoken(language)).join(". ");
      picture.setAttribute("aria-label", touched ? spoken() : plain(language, given.alt));
      curves.setAttribute("aria-label", plain(language, words.VALUE_BY_STEP, { symbol: above }));
      say(play, language, timer ? words.PAUSE : words.PLAY);
      say(reset, language, words.RESET);
      say(hint, language, words.HOW_TO_MOVE);
      settings.textContent = sliders.map((one) => `${one.caption.textContent} = ${one.reading.textContent}`).join(", ");
      if (given.goal) showGoal(language);
    };
    const showGoal = (language) => {
      const tried = paths.filter(({ row }) => shown.has(row.id))
        .map(({ row, heights }) => ({ name: row.name, step: settledFrom(heights, given.goal.below) }))
        .sort((a, b) => a.step - b.step);
      const elsewhere = moved() && !given.goal.from_anywhere;
      const best = tried[0], is = !elsewhere && best && best.step <= given.goal.within;
      const text = elsewhere ? words.GOAL_ELSEWHERE : is ? words.GOAL_REACHED
        : best && best.step <= given.steps ? words.GOAL_LATER : words.GOAL_NOT_YET;
      if (is && touched && !(fewest <= best.step)) keepGoal(asked, fewest = best.step);
      earlier.hidden = is || !fewest || !words.GOAL_REACHED_BEFORE;
      if (!earlier.hidden) say(earlier, language, words.GOAL_REACHED_BEFORE, { step: fewest });
      goals.classList.toggle("gdx-reached", Boolean(is));
      const wanted = given.goal.from_anywhere ? words.GOAL_FROM_ANYWHERE : words.GOAL;
      say(goal, language, wanted, { ...given.goal, symbol });
      say(reached, language, is ? { ko: `✓ ${text.ko}`, en: `✓ ${text.en}` } : text, { ...best, last: given.steps });
    };
    const drawMoving = (step) => {
      const size = given.steps > 60 ? 2 : 3, visible = paths.filter(({ row }) => shown.has(row.id));
      layers.path.replaceChildren(...visible.flatMap(({ row, places }) => {
        const points = places.slice(0, step + 1).map(seen).map(([x, y]) => [plot.x(x), plot.y(y)])
          .filter(([x, y]) => Number.isFinite(x + y)), [x, y] = points.at(-1);
        const near = points.filter(([x, y]) => x > -9 && y > -9 && x < plot.width + 9 && y < plot.height + 9);
        return [line(lineThrough(points), row),
          draw("path", { d: near.map(([a, b]) => MARKS[row.mark](+a.toFixed(1), +b.toFixed(1), size)).join(""), fill: row.color }),
          draw("path", { d: MARKS[row.mark](x, y, 5.5), fill: row.color, stroke: "currentColor", "stroke-width": 1.2 })];
      }));
      const height = (f) => chart.y(Math.log10(Math.max(f - floor, 1e-300))), cursor = chart.x(step);
      const now = { color: "currentColor", dashes: [3, 3] };
      layers.lines.replaceChildren(line(`M${cursor} 0V${chart.height}`, now, { "stroke-width": 1, "stroke-opacity": 0.5 }),
        ...visible.flatMap(({ row, heights }) => {
          const points = heights.map((f, t) => [chart.x(t), height(f)]);
          const mark = () => draw("path", { d: MARKS[row.mark](...points[step], 4), fill: row.color });
          return [line(lineThrough(points), row), ...(Number.isFinite(points[step][1]) ? [mark()] : [])];
        }));
      const [x, y] = [plot.x(seen(state.start)[0]), plot.y(seen(state.start)[1])];
      const focused = starts.indexOf(document.activeElement);
      const arrows = [`M${x - 17} ${y}h-9m4 -4l-4 4l4 4M${x + 17} ${y}h9m-4 -4l4 4l-4 4`,
        `M${x} ${y - 17}v-9m-4 4l4 -4l4 4M${x} ${y + 17}v9m-4 -4l4 4l4 -4`];
      layers.ring.setAttribute("d", focused < 0 ? "" : `${MARKS.o(x, y, 14)}${arrows[focused]}`);
      for (const dot of [layers.dot, layers.reach]) { dot.setAttribute("cx", x); dot.setAttribute("cy", y); }
      const ends = x > plot.width - 70;
      layers.name.setAttribute("x", ends ? x - 12 : x + 12);
      layers.name.setAttribute("y", y < 40 ? y + 18 : y - 10);
      layers.name.setAttribute("text-anchor", ends ? "end" : "start");
      layers.name.textContent = plain(languageOf(given), words.START_POINT);
      layers.title.textContent = plain(languageOf(given), words.VALUE_BY_STEP, { symbol: above });
      curves.append(layers.title);
    };
    layers.ring = draw("path", { fill: "none", stroke: "#2f86c5", "stroke-width": 3 });
    layers.dot = draw("circle", { r: 7.5, fill: "#fff", stroke: "#333", "stroke-width": 2.5 });
    layers.reach = draw("circle", { r: 22, fill: "transparent" });
    layers.name = label(0, 0, "", { "font-weight": 600 });
    layers.title = label(4, 14, "", { "aria-hidden": "true" });
    layers.handle.append(layers.name, layers.ring, layers.dot, layers.reach);

    // At most once a frame; what is heard, when the hand rests.
    let frame = 0, rest = 0;
    const change = () => {
      touched = true;
      frame ||= requestAnimationFrame(() => { frame = 0; update(); });
      clearTimeout(rest);
      rest = setTimeout(() => {
        live.textContent = [picture.getAttribute("aria-label"), ...(given.goal ? [reached.textContent] : [])].join(". ");
      }, 500);
    };

    const stop = () => { if (timer) { clearInterval(timer); timer = null; } };
    play.addEventListener("click", () => {
      if (timer) stop();
      else {
        if (state.step === given.steps) state.step = 0;
        timer = setInterval(() => {
          state.step = Math.min(state.step + 1, given.steps);
          time.input.value = state.step;
          if (state.step === given.steps) stop();
          change();
        }, Math.max(40, Math.min(250, 6000 / given.steps)));
      }
      change();
    });
    reset.addEventListener("click", () => {
      stop();
      state = fresh();
      for (const one of sliders) one.input.value = one.values.indexOf(one.at);
      starts.forEach((input, i) => { input.value = given.start[i]; });
      time.input.value = state.step;
      change();
    });

    const moveStart = (place) => {
      state.start = place.map((w, i) => {
        const [low, high] = given.view[i], inside = Math.max(low, Math.min(high, w));
        return Number((Math.round(inside / startStep[i]) * startStep[i]).toPrecision(8));
      });
      starts.forEach((input, i) => { input.value = state.start[i]; });
      change();
    };
    const under = (event) => {
      const { left, top, width } = picture.getBoundingClientRect(), scale = plot.width / width;
      return [plot.atX((event.clientX - left) * scale), plot.atY((event.clientY - top) * scale)].slice(0, names.length);
    };
    layers.handle.addEventListener("pointerdown", (event) => {
      dragging = true;
      layers.handle.setPointerCapture(event.pointerId);
      event.preventDefault();
    });
    layers.handle.addEventListener("pointermove", (event) => { if (dragging) moveStart(under(event)); });
    // The click that ends a drag is still to come.
    const letGo = () => setTimeout(() => { dragging = false; });
    for (const end of ["pointerup", "pointercancel"]) layers.handle.addEventListener(end, letGo);
    picture.addEventListener("click", (event) => { if (!dragging) moveStart(under(event)); });
    starts.forEach((input, i) => {
      input.addEventListener("input", () => moveStart(state.start.map((w, j) => j === i ? Number(input.value) : w)));
      for (const happens of ["focus", "blur"]) input.addEventListener(happens, change);
    });

    // For tests, and whoever opens the browser's console.
    const withSettings = (id, settings, start, steps) =>
      pathOf(landscape, id, { ...given.settings, ...settings }, start, steps);
    box.explorable = { given, update, pathOf: withSettings, height: landscape.height, settledFrom };
    new ResizeObserver(lay).observe(box);
    update();
  };

  for (const box of document.querySelectorAll(`${BOX}:not([role])`)) build(box);
  if (page.gdcourseExplorables) return;
  page.gdcourseExplorables = true;
  new MutationObserver(() => { for (const box of document.querySelectorAll(BOX)) box.explorable?.update(); })
    .observe(page, { attributeFilter: ["data-gdcourse-language", "data-language"] });
  // JupyterLab takes arrow keys at the document; sliders need them. Ctrl+S and the like pass.
  window.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.key === "Escape") return;
    if (event.target.closest?.(BOX)) event.stopImmediatePropagation();
  }, true);
})();
