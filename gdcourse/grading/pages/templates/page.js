"use strict";
// Language and theme: chosen with buttons, remembered where the browser lets a page remember.
const root = document.documentElement;
const remembered = (name) => { try { return localStorage.getItem("gdcourse-" + name); } catch { return null; } };
const remember = (name, value) => { try { localStorage.setItem("gdcourse-" + name, value); } catch { /* a file may not */ } };
const choose = (name, value) => {
  root.dataset[name] = value;
  if (name === "lang") root.lang = value === "en" ? "en" : "ko";
  for (const button of document.querySelectorAll(`button[data-set="${name}"]`))
    button.setAttribute("aria-pressed", String(button.value === value));
  // An option, the title and an attribute hold nothing but text: no style sheet can hide half of it.
  if (name === "lang") for (const element of document.querySelectorAll("[data-ko]")) {
    const said = value === "both" ? `${element.dataset.ko} · ${element.dataset.en}` : element.dataset[value];
    if (element.dataset.named) element.setAttribute(element.dataset.named, said);
    else element.textContent = said;
  }
};
for (const button of document.querySelectorAll("button[data-set]"))
  button.addEventListener("click", () => { choose(button.dataset.set, button.value); remember(button.dataset.set, button.value); });
const known = (name, value) => document.querySelector(`button[data-set="${name}"][value="${CSS.escape(value || "")}"]`) ? value : null;
choose("lang", known("lang", remembered("lang")) || (navigator.language.startsWith("ko") ? "ko" : "en"));
choose("theme", known("theme", remembered("theme")) || "auto");
