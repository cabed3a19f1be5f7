// The search page: Pagefind's index in the language that is shown, in both where both are.
const root = document.documentElement;
const base = new URL(root.dataset.content_root || "./", location.href);
const input = document.getElementById("gd-query");
const list = document.getElementById("gd-search-results");
const status = document.getElementById("gd-search-status");
const MOST = 20;

const engines = {};
const engine = (language) => {
  engines[language] ??= import(new URL(`pagefind/${language}/pagefind.js`, base)).then(async (pagefind) => {
    await pagefind.options({ excerptLength: 24 });
    return pagefind;
  });
  return engines[language];
};
let spellings = null;

const words = (ko, en) => ({ ko, en, both: `${ko} · ${en}` })[root.dataset.language];

// Other spellings of the course's terms are searched as the course writes them.
const asWritten = async (query) => {
  spellings ??= fetch(new URL("pagefind/spellings.json", base)).then((answer) => answer.json());
  let text = query;
  for (const [other, term] of Object.entries(await spellings)) text = text.replaceAll(other, term);
  return text;
};

const item = (found) => {
  const li = document.createElement("li");
  const link = document.createElement("a");
  link.href = new URL(found.meta.address, base);
  link.textContent = found.meta.title;
  const page = document.createElement("span");
  page.className = "gd-page";
  page.textContent = found.meta.page === found.meta.title ? "" : found.meta.page;
  const excerpt = document.createElement("p");
  // Pagefind escapes the text and marks what was found.
  excerpt.innerHTML = found.excerpt;
  li.lang = found.language;
  li.append(link, page, excerpt);
  return li;
};

let latest = 0;
const search = async () => {
  const turn = ++latest;
  const query = input.value.trim();
  const languages = root.dataset.language === "both" ? ["ko", "en"] : [root.dataset.language];
  if (!query) {
    list.replaceChildren();
    status.textContent = "";
    return;
  }
  const found = [];
  try {
    const wanted = await asWritten(query);
    for (const language of languages) {
      const { results } = await (await engine(language)).search(wanted);
      found.push(...results.map((result) => ({ result, language })));
    }
    found.sort((a, b) => b.result.score - a.result.score);
    const items = await Promise.all(
      found.slice(0, MOST).map(async ({ result, language }) => item({ ...(await result.data()), language })),
    );
    if (turn !== latest) return; // a later search has begun
    list.replaceChildren(...items);
    status.textContent = found.length
      ? words(`${found.length}곳을 찾았습니다.`, `Found in ${found.length} places.`)
      : words("찾은 곳이 없습니다. 더 짧은 말로 찾아보세요.", "Nothing found. Try a shorter word.");
  } catch (error) {
    status.textContent = words(
      `검색을 열 수 없습니다(${error.message}). 이 쪽을 웹 서버에서 열어 주세요: python -m http.server -d build/site`,
      `Search cannot start (${error.message}). Open this page from a web server: python -m http.server -d build/site`,
    );
  }
};

let pause = null;
input.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(() => {
    const address = new URL(location.href);
    address.searchParams.set("q", input.value.trim());
    history.replaceState(null, "", address);
    search();
  }, 150);
});
document.getElementById("gd-search-form").addEventListener("submit", (event) => {
  event.preventDefault();
  search();
});
document.addEventListener("gd-language", search);

input.value = new URLSearchParams(location.search).get("q") ?? "";
input.focus();
search();
