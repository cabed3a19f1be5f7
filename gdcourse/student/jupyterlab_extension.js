// What `gdcourse lab` adds to JupyterLab: the language chosen last is in force before any cell is run, and the switch
// works in notebooks that JupyterLab does not trust yet. Written as the module that JupyterLab's loader expects.
window._JUPYTERLAB = window._JUPYTERLAB || {};
window._JUPYTERLAB.gdcourse = {
  init: () => {},
  get: async () => () => ({
    __esModule: true,
    default: {
      id: "gdcourse:language",
      autoStart: true,
      activate: () => {
        const start = () => {
// SWITCH
        };
        document.documentElement.dataset.gdcourseLab = "yes";
        start();
        new MutationObserver(() => {
          if (document.querySelector(".jp-RenderedHTMLCommon .gdcourse-language:not([role=group])")) start();
        }).observe(document.body, { childList: true, subtree: true });
      },
    },
  }),
};
