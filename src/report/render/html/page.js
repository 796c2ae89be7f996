"use strict";
(() => {
  const language = document.documentElement.lang;
  const chinese = language.startsWith("zh");
  const words = chinese
    ? { filter: "筛选本表", previous: "上一页", next: "下一页", size: "每页行数", sort: "排序",
        shown: (from, to, count, all) => count === 0 ? `没有符合的行（共 ${all} 行）`
          : `第 ${from}–${to} 行，共 ${count} 行` + (count < all ? `（全部 ${all} 行）` : "") }
    : { filter: "Filter this table", previous: "Previous page", next: "Next page", size: "Rows a page", sort: "Sort",
        shown: (from, to, count, all) => count === 0 ? `no row matches (of ${all})`
          : `rows ${from}–${to} of ${count}` + (count < all ? ` (of ${all} in all)` : "") };
  const collator = new Intl.Collator(language, { numeric: true });

  const make = (name, attributes, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };

  // A row: words for the filter, a key a column for sorting, and an element; each is made when first asked for, as a table may
  // have 300,000 cells.
  const fromElement = (node) => {
    let words = null;
    return {
      pinned: node.classList.contains("total"),
      key: (column) => {
        const cell = node.cells[column];
        if (!cell || cell.classList.contains("missing")) return null;
        return cell.dataset.value !== undefined ? Number(cell.dataset.value) : cell.textContent || null;
      },
      words: () => words ??= node.textContent.toLowerCase(),
      node: () => node,
    };
  };

  const fromData = (row, align) => {
    let node = null;
    let words = null;
    return {
      pinned: row[0] === 1,
      key: (column) => {
        const cell = row[column + 1];
        return typeof cell === "string" ? cell || null : cell.length > 1 ? cell[1] : null;
      },
      words: () => words ??= row.slice(1).map((cell) => typeof cell === "string" ? cell : cell[0]).join("\n").toLowerCase(),
      node: () => node ??= build(row[0], row.slice(1), align),
    };
  };

  const build = (emphasis, cells, align) => {
    const node = make("tr", emphasis ? { class: emphasis === 1 ? "total" : "highlight" } : {});
    cells.forEach((cell, at) => {
      const isWords = typeof cell === "string";
      const element = document.createElement(at === align.indexOf("") && isWords ? "th" : "td");
      if (element.tagName === "TH") element.scope = "row";
      element.textContent = isWords ? cell : cell[0];
      if (align[at]) element.classList.add(align[at]);
      if (!isWords && cell.length === 1) element.classList.add("missing");
      if (cell.length > 2 && !isWords) {
        element.style.background = "#" + cell[2];
        element.dataset.heat = "";
      }
      node.append(element);
    });
    return node;
  };

  const compare = (column, direction) => (left, right) => {
    const [a, b] = [left.key(column), right.key(column)];
    if (a === null || b === null) return (a === null) - (b === null);
    const order = typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b));
    return order * direction;
  };

  const setUp = (table) => {
    const figure = table.closest("figure.table");
    const body = table.tBodies[0];
    const source = figure.querySelector(":scope > script");
    let rows;
    if (source) {
      const data = JSON.parse(source.textContent);
      rows = data.rows.map((row) => fromData(row, data.align));
    } else {
      rows = [...body.rows].map(fromElement);
    }
    const ordinary = rows.filter((row) => !row.pinned);
    const pinned = rows.filter((row) => row.pinned);
    const state = { column: null, direction: 1, filter: "", page: 0, size: source ? 50 : Infinity };
    let controls = null;

    const draw = () => {
      let shown = ordinary;
      for (const word of state.filter.toLowerCase().split(/\s+/).filter(Boolean)) {
        shown = shown.filter((row) => row.words().includes(word));
      }
      if (state.column !== null) shown = [...shown].sort(compare(state.column, state.direction));
      const pages = Math.max(1, Math.ceil(shown.length / state.size));
      state.page = Math.min(state.page, pages - 1);
      const from = state.page === 0 ? 0 : state.page * state.size;
      const visible = shown.slice(from, from + state.size);
      body.replaceChildren(...visible.map((row) => row.node()), ...pinned.map((row) => row.node()));
      controls?.update(from + 1, from + visible.length, shown.length, ordinary.length, pages);
    };

    const sortBy = (column) => {
      const isNumber = ordinary.some((row) => typeof row.key(column) === "number");
      const first = isNumber ? -1 : 1;
      if (state.column !== column) Object.assign(state, { column, direction: first });
      else if (state.direction === first) state.direction = -first;
      else state.column = null;
      state.page = 0;
      for (const heading of table.tHead.querySelectorAll("th[data-column]")) {
        const isSorted = Number(heading.dataset.column) === state.column;
        heading.ariaSort = !isSorted ? "none" : state.direction > 0 ? "ascending" : "descending";
      }
      draw();
    };

    for (const heading of table.tHead.querySelectorAll("th[data-column]")) {
      // Not a <button>: Chromium does not repeat a printed heading row that holds form controls.
      const button = make("span", { role: "button", tabindex: "0", title: words.sort }, ...heading.childNodes);
      const sort = () => sortBy(Number(heading.dataset.column));
      button.addEventListener("click", sort);
      button.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        sort();
      });
      heading.append(button);
      heading.ariaSort = "none";
    }
    if (table.dataset.interaction === "browsable" && rows.length > 5) {
      controls = makeControls(state, draw);
      table.parentElement.before(controls.element);
      if (rows.length > 20) table.parentElement.classList.add("tall");
    }
    draw();
  };

  const makeControls = (state, draw) => {
    const filter = make("input", { type: "search", "aria-label": words.filter, placeholder: words.filter });
    filter.addEventListener("input", () => { state.filter = filter.value; state.page = 0; draw(); });
    const status = make("span", { role: "status", class: "status" });
    const step = (label, sign, by) => {
      const button = make("button", { type: "button", "aria-label": label, title: label }, sign);
      button.addEventListener("click", () => { state.page += by; draw(); });
      return button;
    };
    const previous = step(words.previous, "‹", -1);
    const next = step(words.next, "›", 1);
    const size = make("select", { "aria-label": words.size },
      ...[50, 100, 200].map((count) => make("option", { value: count }, String(count))));
    size.addEventListener("change", () => { state.size = Number(size.value); state.page = 0; draw(); });
    const pager = make("span", { class: "pager" }, previous, next, size);
    return {
      element: make("div", { class: "controls" }, filter, status, ...(state.size === Infinity ? [] : [pager])),
      update(from, to, count, all, pages) {
        status.textContent = words.shown(from, to, count, all);
        previous.disabled = state.page === 0;
        next.disabled = state.page >= pages - 1;
      },
    };
  };

  document.querySelectorAll("table[data-interaction]").forEach(setUp);

  // The contents fold away where they would push the text down, and follow the reader where they stand beside it.
  const contents = document.querySelector(".contents details");
  if (matchMedia("(max-width: 64rem)").matches) contents.open = false;
  const links = new Map([...contents.querySelectorAll("a")].map((link) => [link.hash.slice(1), link]));
  const headings = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  const follow = () => {
    const passed = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight * 0.3).pop();
    for (const [id, link] of links) {
      if (passed && id === passed.id) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    }
  };
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; follow(); });
  }, { passive: true });
  follow();

  // Paper shows what a click would.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details.more:not(.screen):not([open])")];
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => { for (const details of opened) details.open = false; });
})();
