(() => {
  const page = document.documentElement, choices = { ko: "한국어", en: "English", both: "둘 다 · Both" };
  const common = ".jp-RenderedHTMLCommon";
  // VS Code keeps each text cell in a shadow tree; in Colab each output is a frame of its own, and the text is in none.
  const jupyter = page.dataset.gdcourseLab || document.querySelector(`${common} .gdcourse-language`);
  const code = !jupyter && document.getElementById("_defaultStyles");
  const colab = !jupyter && globalThis.google?.colab?.kernel?.accessAllowed && google.colab.kernel;
  // Elsewhere nothing is known of where the text is: the sentence that stands there stays.
  if (!jupyter && !code && !colab) return;
  const seen = jupyter ? common : "body", within = jupyter ? `${common} ` : "", trees = globalThis.gdcourseTrees ??= new Map();
  const all = (selector) => [document, ...trees.keys()].flatMap((tree) => [...tree.querySelectorAll(selector)]);
  const boxes = () => all(`${within}.gdcourse-language`);

  const settings = JSON.parse(document.getElementById("jupyter-config-data")?.textContent || "null");
  const server = (method, body) => {
    const xsrf = document.cookie.match(/(?:^|; )_xsrf=([^;]*)/), headers = { "Content-Type": "application/json" };
    if (xsrf) headers["X-XSRFToken"] = xsrf[1];
    if (settings.token) headers.Authorization = `token ${settings.token}`;
    return fetch(`${settings.baseUrl}api/config/gdcourse`, { method, headers, body, credentials: "same-origin" });
  };
  const problem = (error) => console.warn("gdcourse: the choice of language is kept in this browser only", error);

  // A heading holds both languages in one line, "2. 한국어 · English (3)": number and points stay, and each language
  // becomes a piece of its own. Python puts the pattern in (gdcourse.language.HEADING).
  const bothLanguages = new RegExp("HEADING", "u");
  const splitHeading = (heading) => {
    heading.dataset.gdcourseHeading = "";
    // JupyterLab's table of contents puts a place for its own numbers in front, and JupyterLab a link behind.
    const pieces = [...heading.childNodes].filter((node) => !node.classList?.contains("numbering-entry"));
    while (pieces.at(-1)?.nodeName === "A") pieces.pop();
    const found = pieces.map((piece) => piece.textContent).join("").match(bothLanguages);
    if (!found) return;
    // Which piece begins at that character, -1 where that would be inside of something else than text.
    const pieceAt = (place) => {
      for (let i = 0, passed = 0; i < pieces.length; passed += pieces[i++].textContent.length) {
        if (passed === place) return i;
        if (passed + pieces[i].textContent.length <= place) continue;
        if (pieces[i].nodeType !== Node.TEXT_NODE) return -1;
        pieces.splice(i + 1, 0, pieces[i].splitText(place - passed));
        return i + 1;
      }
      return pieces.length;
    };
    const places = [], [, number = "", korean, between, english] = found;
    for (const part of [number, korean, between, english]) places.push((places.at(-1) ?? 0) + part.length);
    const ends = places.map(pieceAt);
    if (ends.includes(-1)) return;
    const wrap = (nodes, language) => {
      const span = document.createElement("span");
      if (language) span.lang = language; else span.className = "gdcourse-between";
      nodes[0].before(span);
      span.append(...nodes);
    };
    [["ko"], [], ["en"]].forEach(([language], i) => wrap(pieces.slice(ends[i], ends[i + 1]), language));
  };
  const headings = [1, 2, 3, 4].map((level) => `${within}h${level}:not([data-gdcourse-heading])`).join();
  const splitHeadings = () => all(headings).forEach(splitHeading);

  // JupyterLab renders what is far down the page when it comes into sight, and anew when it was edited.
  let waiting = 0;
  const watch = (tree) => new MutationObserver(() => {
    waiting ||= requestAnimationFrame(() => { waiting = 0; splitHeadings(); });
  }).observe(tree, { childList: true, subtree: true });
  // The page's style does not reach into a shadow tree: each has one of its own, written anew for each choice.
  const other = { ko: "en", en: "ko" };
  const rules = (language) => !other[language] ? "" : `
div[lang=${other[language]}], [data-gdcourse-heading] > :is([lang=${other[language]}], .gdcourse-between) { display: none !important; }`;
  const enter = (tree) => {
    if (trees.has(tree)) return;
    const style = document.createElement("style");
    style.textContent = rules(page.dataset.gdcourseLanguage);
    tree.append(style);
    trees.set(tree, style);
    watch(tree);
  };

  const show = (language) => {
    if (!choices[language]) return;
    page.dataset.gdcourseLanguage = language;
    for (const style of trees.values()) style.textContent = rules(language);
    for (const box of boxes())
      for (const button of box.querySelectorAll("button")) button.setAttribute("aria-pressed", button.value === language);
  };
  const choose = (language) => {
    page.dataset.gdcourseChosen = "";
    show(language);
    try { localStorage.setItem("gdcourse-language", language); } catch (error) { problem(error); }
    // The server's note is what the kernel's messages go by.
    if (settings) server("PATCH", JSON.stringify({ language })).catch(problem);
    if (colab) colab.invokeFunction("gdcourse.remember_language", [language], {}).catch(problem);
  };

  if (!document.getElementById("gdcourse-language-style")) {
    const style = document.createElement("style");
    style.id = "gdcourse-language-style";
    style.textContent = `
html[data-gdcourse-language=ko] ${seen} div[lang=en], html[data-gdcourse-language=en] ${seen} div[lang=ko] { display: none !important; }
html[data-gdcourse-language=ko] ${seen} div[lang=ko], html[data-gdcourse-language=en] ${seen} div[lang=en],
html[data-gdcourse-language=both] ${seen} div[lang] { display: block !important; }
html[data-gdcourse-language=ko] ${seen} [data-gdcourse-heading] > :is([lang=en], .gdcourse-between),
html[data-gdcourse-language=en] ${seen} [data-gdcourse-heading] > :is([lang=ko], .gdcourse-between) { display: none; }
.gdcourse-language button { font: inherit; padding: .2em .8em; margin: 0 .3em .2em 0; min-height: 2em; cursor: pointer;
  border: 1px solid var(--jp-border-color0, #767676); border-radius: 1em;
  background: transparent; color: var(--jp-content-font-color1, inherit); }
.gdcourse-language button[aria-pressed=true] { background: #1a5fb4; border-color: #1a5fb4; color: #fff; }
.gdcourse-language button:focus-visible { outline: 3px solid #2f86c5; outline-offset: 2px; }`;
    document.head.append(style);
    watch(document.body);
    if (code) {
      for (const { shadowRoot } of document.querySelectorAll("body *")) if (shadowRoot) enter(shadowRoot);
      // Text cells to come: VS Code gives each its tree when it comes into sight.
      const attach = Element.prototype.attachShadow;
      Element.prototype.attachShadow = function (how) {
        const tree = attach.call(this, how);
        if (how.mode === "open") enter(tree);
        return tree;
      };
    }
    // JupyterLab takes Enter, Space and letters at the document; a button needs them. Ctrl+S and the like pass.
    window.addEventListener("keydown", (e) => {
      if (e.ctrlKey || e.metaKey || e.altKey || e.key === "Tab") return;
      if (e.target.closest?.(".gdcourse-language button")) e.stopImmediatePropagation();
    }, true);
  }
  for (const box of boxes().filter((box) => !box.querySelector("button"))) {
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", "언어 · Language");
    box.replaceChildren(...Object.entries(choices).map(([value, name]) => {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", value, textContent: name, onclick: () => choose(value) });
      if (value !== "both") button.lang = value;
      return button;
    }));
    if (colab) box.append(Object.assign(document.createElement("p"), { textContent: "ANSWERS ONLY" }));
  }

  splitHeadings();
  let kept = null;
  try { kept = localStorage.getItem("gdcourse-language"); } catch (error) { problem(error); }
  show(page.dataset.gdcourseLanguage || kept || "both");
  if (settings)
    server("GET").then((answer) => answer.json()).then(({ language }) => {
      if (choices[language] && !("gdcourseChosen" in page.dataset)) {
        show(language);
        localStorage.setItem("gdcourse-language", language);
      }
    }).catch(problem);
})();
