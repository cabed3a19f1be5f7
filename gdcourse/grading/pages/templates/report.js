// The grid: filter by name, by mistake, by what is open; sort by any column.
const body = document.querySelector("#grid tbody");
if (body) {
  const rows = [...body.rows];
  const search = document.getElementById("find");
  const only = document.getElementById("only");
  const shown = document.getElementById("shown");
  const apply = () => {
    const wanted = search.value.normalize("NFC").toLowerCase().trim();
    let count = 0;
    for (const row of rows) {
      const fits = (!wanted || row.cells[0].textContent.normalize("NFC").toLowerCase().includes(wanted))
        && (!only.value || row.dataset.has.split(" ").includes(only.value));
      row.hidden = !fits;
      count += fits;
    }
    shown.textContent = `${count} / ${rows.length}`;
  };
  search.addEventListener("input", apply);
  only.addEventListener("change", apply);
  for (const button of document.querySelectorAll("button[data-only]"))
    button.addEventListener("click", () => {
      only.value = button.dataset.only;
      search.value = "";
      apply();
      document.getElementById("grid-title").scrollIntoView();
      only.focus({ preventScroll: true });
    });
  const key = (row, column) => {
    const cell = row.cells[column];
    return cell === undefined ? -1 : cell.dataset.sort !== undefined ? Number(cell.dataset.sort) : cell.textContent.trim();
  };
  document.querySelectorAll("#grid thead th").forEach((head, column) => {
    head.querySelector("button").addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      document.querySelectorAll("#grid thead th").forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      rows.sort((a, b) => {
        const [x, y] = [key(a, column), key(b, column)];
        return (typeof x === "number" && typeof y === "number" ? x - y : String(x).localeCompare(String(y))) * (up ? 1 : -1);
      });
      body.append(...rows);
    });
  });
  apply();
}
