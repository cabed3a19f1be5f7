// The language of the page: chosen with the switch, remembered, and changed without leaving the place one reads.
(() => {
  const root = document.documentElement;
  // What labels and descriptions look like that hold both languages: the page says it (gdcourse.language.LABEL).
  const LABEL = new RegExp(document.querySelector('meta[name="gd-label"]').content, "su");

  // Such a text in the language that is shown: its number, one half, and the points behind it.
  const inLanguage = (text, language) => {
    const [, number = "", ko, , en, points = ""] = text.match(LABEL);
    return language === "both" ? text : number + (language === "ko" ? ko : en) + points;
  };

  const originals = []; // [what to set, the text in both languages]
  const remember = (text, set) => {
    if (text && LABEL.test(text)) originals.push([set, text]);
  };

  const collect = () => {
    for (const name of ["aria-label", "title", "alt", "placeholder", "data-bs-original-title"]) {
      for (const element of document.querySelectorAll(`[${name}]`)) {
        remember(element.getAttribute(name), (text) => element.setAttribute(name, text));
      }
    }
    // The theme's own words; the text of the pages carries its language in the markup.
    const words = "#pst-skip-link, #pst-header, .bd-sidebar-primary, .bd-sidebar-secondary, .prev-next-footer, .bd-footer, #pst-search-dialog";
    for (const part of document.querySelectorAll(words)) {
      const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const node = walker.currentNode;
        if (!node.parentElement.closest("[lang]:not(html)")) {
          const [space, text] = [node.data.match(/^\s*/)[0], node.data.trim()];
          remember(text, (shown) => { node.data = space + shown; });
        }
      }
    }
    remember(document.title, (text) => { document.title = text; });
  };

  const show = (language) => {
    root.dataset.language = language;
    if (language !== "both") root.lang = language;
    for (const [set, text] of originals) set(inLanguage(text, language));
    for (const button of document.querySelectorAll(".gd-language button")) {
      button.setAttribute("aria-pressed", String(button.dataset.choose === language));
    }
    addTabStops();
    document.dispatchEvent(new CustomEvent("gd-language", { detail: language }));
  };

  // What a reader looks at stays where it is on the screen when the text above it changes its length.
  const keepingPlace = (change) => {
    const marks = [...document.querySelectorAll("main :is(h1, h2, h3, .cell, dt, li.gd-unit)")];
    const header = document.getElementById("pst-header")?.offsetHeight ?? 0;
    const top = (mark) => mark.getBoundingClientRect().top;
    const seen = marks.filter((mark) => mark.offsetParent);
    const mark =
      window.scrollY < 1 ? null
        : seen.find((m) => top(m) >= header && top(m) < innerHeight) ?? seen.findLast((m) => top(m) < header);
    const before = mark && top(mark);
    root.style.overflowAnchor = "none"; // browsers move the page, too, each in its own way
    change();
    if (mark) window.scrollBy({ top: top(mark) - before, behavior: "instant" });
    requestAnimationFrame(() => { root.style.overflowAnchor = ""; });
  };

  // What scrolls sideways has to be reachable without a mouse.
  const addTabStops = () => {
    for (const box of document.querySelectorAll("main :is(div.math, mjx-container[display], pre, .pst-scrollable-table-container, .gd-scroll, .output.text_html)")) {
      if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
      else if (box.tabIndex === 0) box.removeAttribute("tabindex");
    }
  };

  const choose = (language) => {
    try { localStorage.setItem("gdcourse-language", language); } catch { /* chosen for this page, then */ }
    const address = new URL(location.href);
    if (address.searchParams.has("lang")) {
      address.searchParams.delete("lang");
      history.replaceState(null, "", address);
    }
    keepingPlace(() => show(language));
  };

  const start = () => {
    collect();
    show(root.dataset.language);
    document.addEventListener("click", (event) => {
      const button = event.target.closest?.(".gd-language button");
      if (button) choose(button.dataset.choose);
    });
    window.addEventListener("storage", (event) => {
      if (event.key === "gdcourse-language" && event.newValue) keepingPlace(() => show(event.newValue));
    });
    window.addEventListener("resize", addTabStops);
    document.addEventListener("toggle", addTabStops, true); // what is folded has no width
    window.addEventListener("load", () => (window.MathJax?.startup?.promise ?? Promise.resolve()).then(addTabStops));
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
