// What `gdcourse lab` adds to JupyterLab: the language chosen last is in force before any cell is run, the switch works
// in notebooks that JupyterLab does not trust yet, a notebook in one language is answered in it, what is folded opens by
// keyboard, and on a phone a notebook has the screen for itself and figures can be read. Written as the module that
// JupyterLab's loader expects.
window._JUPYTERLAB = window._JUPYTERLAB || {};
window._JUPYTERLAB.gdcourse = {
  init: () => {},
  get: async () => () => ({
    __esModule: true,
    default: {
      id: "gdcourse:language",
      autoStart: true,
      activate: (app) => {
        const start = () => {
// SWITCH
        };
        document.documentElement.dataset.gdcourseLab = "yes";
        start();
        new MutationObserver(() => {
          if (document.querySelector(".jp-RenderedHTMLCommon .gdcourse-language:not([role=group])")) start();
        }).observe(document.body, { childList: true, subtree: true });
        // As long as a notebook in one language is in front, the page speaks that one; afterwards, what was chosen.
        const page = document.documentElement;
        let only = null, chosen = null;
        const speak = () => {
          const spoken = page.dataset.gdcourseLanguage;
          if (only && spoken !== only) [chosen, page.dataset.gdcourseLanguage] = [spoken || "both", only];
          if (!only && chosen) [page.dataset.gdcourseLanguage, chosen] = [chosen, null];
        };
        new MutationObserver(speak).observe(page, { attributeFilter: ["data-gdcourse-language"] });
        app.shell.currentChanged.connect(async (shell, { newValue }) => {
          await newValue?.context?.ready;
          if (shell.currentWidget !== newValue) return;
          only = newValue?.context?.model.getMetadata?.("gdcourse")?.language ?? null;
          speak();
        });
        // JupyterLab takes Enter and Space at the document; what is folded needs them.
        window.addEventListener("keydown", (event) => {
          if (["Enter", " "].includes(event.key) && event.target.closest?.("summary")) event.stopImmediatePropagation();
        }, true);
        // Beside its list of files a notebook would be a finger wide.
        app.shell.currentChanged.connect((shell, { newValue }) => {
          if (newValue?.context && window.innerWidth < 600) shell.collapseLeft();
        });
        // What is written in a figure stays legible, and rows of numbers stay rows: both scroll by themselves.
        const narrow = document.createElement("style");
        narrow.textContent = `@media (max-width: 600px) {
  .jp-OutputArea-output:is(.jp-RenderedHTML, .jp-RenderedText) { overflow-x: auto; }
  .jp-OutputArea-output.jp-RenderedText[data-mime-type$=stdout] pre { white-space: pre; }
  .jp-OutputArea-output.jp-RenderedHTML > img { width: 32rem; max-width: none !important; }
}`;
        document.head.append(narrow);
      },
    },
  }),
};
