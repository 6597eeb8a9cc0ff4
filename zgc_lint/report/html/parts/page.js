"use strict";
// Shows the findings that lie in the page as JSON (see data.py): a list of which only the visible rows exist, the
// selected finding beside it, and the 整改清单 when printing. Text from filings goes into the page as text only.
(() => {
  const FILING_HEIGHT = 32, FINDING_HEIGHT = 52; // pixels of a row
  const SPARE = 6; // rows kept above and below what is visible
  const CERTAINTY = ["certain", "likely", "hint"];

  const data = JSON.parse(document.getElementById("data").textContent);
  const find = (id) => document.getElementById(id);
  const [list, rows, detail, search] = ["list", "rows", "detail", "search"].map(find);
  const [specialist, rowOfPrices, confidence] = ["specialist", "row", "confidence"].map(find);

  // A finding is its number in the columns until it is looked at: twenty thousand objects would take a while to make.
  const columns = data.findings;
  const byGroup = data.groups.map(() => []);
  for (let number = 0; number < data.count; number += 1) byGroup[columns.group[number]].push(number);

  const known = [];
  function findingOf(number) {
    if (known[number]) return known[number];
    const finding = {};
    for (const key in columns) finding[key] = columns[key][number];
    for (const key of ["document", "clause", "why", "termination", "specialist", "person"]) {
      finding[key] = data.strings[finding[key]];
    }
    finding.title = data.titles[finding.code] || "";
    finding.rowName = data.rows[finding.row];
    known[number] = finding;
    return finding;
  }

  // Elements.

  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const key in attributes) {
      if (key in element && typeof attributes[key] !== "string") element[key] = attributes[key];
      else element.setAttribute(key === "className" ? "class" : key, attributes[key]);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
    return element;
  }
  function draw(tag, attributes, ...children) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const key in attributes) element.setAttribute(key, attributes[key]);
    element.append(...children);
    return element;
  }
  const isolated = (text) => make("bdi", {}, text);
  const money = (amount) => amount.toLocaleString("en-US");

  function within(finding, path) { // a document's path in the filing's folder, where it lies there
    const folder = `${data.groups[finding.group].path}/`;
    return path.startsWith(folder) ? path.slice(folder.length) : path;
  }

  // Which findings are shown.

  const words = (number) => {
    const finding = findingOf(number);
    if (finding.words === undefined) {
      const group = data.groups[finding.group];
      const said = finding.evidence.map((quote) => quote[2]).join("\n");
      finding.words = [
        finding.code, finding.title, finding.message, finding.before + finding.text + finding.after, finding.suggest || "",
        finding.document, finding.where, finding.clause, finding.person, finding.rowName, group.name, group.item || "",
        group.path || "", group.specialist || "", group.reviewer || "", said,
      ].join("\n").toLowerCase();
    }
    return finding.words;
  };
  const filtered = () => search.value.trim() || specialist.value || rowOfPrices.value || confidence.value;

  let shown = 0; // findings
  let lines = []; // rows of the list: {group, own findings} or {finding}, by number
  let tops = [0]; // where each row begins, in pixels; one more for the end
  let selected = -1; // a place in `lines`

  function filter(keep) {
    const asked = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const matches = (number) =>
      (!specialist.value || data.strings[columns.specialist[number]] === specialist.value) &&
      (!rowOfPrices.value || data.rows[columns.row[number]] === rowOfPrices.value) &&
      (!confidence.value || columns.confidence[number] === Number(confidence.value)) &&
      asked.every((word) => words(number).includes(word));
    const all = !filtered();
    shown = 0;
    lines = [];
    tops = [0];
    data.groups.forEach((group, number) => {
      const own = byGroup[number].filter(matches);
      if (!own.length && !all) return;
      lines.push({ group: number, own });
      for (const finding of own) lines.push({ finding });
      shown += own.length;
    });
    for (const line of lines) tops.push(tops[tops.length - 1] + (line.own ? FILING_HEIGHT : FINDING_HEIGHT));
    find("count").value = shown === data.count ? `共 ${shown} 条` : `${shown} 条，共 ${data.count} 条`;
    rows.style.height = `${tops[tops.length - 1]}px`;
    const before = lines.findIndex((line) => !line.own && line.finding === keep);
    list.scrollTop = 0;
    select(before > 0 ? before : lines.findIndex((line) => !line.own));
  }

  // The list.

  function due(finding) {
    if (finding.amount === null) return ["无标准", "free"];
    if (!finding.due) return ["不计价", "free"];
    if (finding.due === "void") return ["不扣", "void"];
    return [`${money(finding.amount)} 元`, finding.due === "if-lost" ? "lost" : "now"];
  }

  function sum(own) {
    const total = { now: 0, lost: 0 };
    for (const finding of own.map(findingOf)) {
      if (finding.due === "if-lost") total.lost += finding.amount;
      else if (finding.due && finding.due !== "void") total.now += finding.amount;
    }
    return total;
  }

  function filingRow(line) {
    const group = data.groups[line.group];
    const { now, lost } = sum(line.own);
    return [
      make("span", {}, group.name),
      make("span", { className: "item" }, isolated([group.item, group.specialist].filter(Boolean).join("　"))),
      make("span", { className: "sum" }, line.own.length ? `${line.own.length} 条` : "没有问题"),
      now ? make("span", { className: "sum now" }, `${money(now)} 元`) : "",
      lost ? make("span", { className: "sum lost" }, `${money(lost)} 元`) : "",
    ];
  }

  function findingRow(finding) {
    const [amount, look] = due(finding);
    return [
      make("div", { className: "line" },
        make("span", { className: "code" }, finding.code), isolated(finding.message),
        make("span", { className: `money ${look}` }, amount)),
      make("div", { className: "under" },
        data.confidence[finding.confidence], "　", isolated(within(finding, finding.document)), " ", isolated(finding.where)),
    ];
  }

  function rowAt(pixel) { // the last row that begins at or above it
    let low = 0, high = lines.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (tops[middle] <= pixel) low = middle;
      else high = middle - 1;
    }
    return Math.max(low, 0);
  }

  function show() {
    if (!lines.length) {
      rows.replaceChildren(make("p", { className: "empty" }, data.count ? "没有符合条件的问题。" : "没有发现问题。"));
      list.removeAttribute("aria-activedescendant");
      return;
    }
    const first = Math.max(0, rowAt(list.scrollTop) - SPARE);
    const last = Math.min(lines.length - 1, rowAt(list.scrollTop + list.clientHeight) + SPARE);
    const made = [];
    for (let place = first; place <= last; place += 1) {
      const line = lines[place];
      const element = make("div", {
        className: line.own ? "row case" : "row", id: `row-${place}`, role: "option",
        "aria-selected": String(place === selected), "aria-setsize": String(lines.length), "aria-posinset": String(place + 1),
      }, ...(line.own ? filingRow(line) : findingRow(findingOf(line.finding))));
      element.style.top = `${tops[place]}px`;
      element.style.height = `${tops[place + 1] - tops[place]}px`;
      made.push(element);
    }
    rows.replaceChildren(...made);
    if (selected >= 0) list.setAttribute("aria-activedescendant", `row-${selected}`);
  }

  function select(place) {
    selected = lines.length ? Math.min(Math.max(place, 0), lines.length - 1) : -1;
    if (selected >= 0) {
      if (tops[selected] < list.scrollTop) list.scrollTop = tops[selected];
      const below = tops[selected + 1] - list.clientHeight;
      if (below > list.scrollTop) list.scrollTop = below;
    }
    show();
    const line = lines[selected];
    detail.replaceChildren(...(!line ? [] : line.own ? filingDetail(line) : findingDetail(findingOf(line.finding))));
    detail.scrollTop = 0;
  }

  function toFiling(step) {
    for (let place = selected + step; place >= 0 && place < lines.length; place += step) {
      if (lines[place].own) return select(place);
    }
    return undefined;
  }

  // The selected finding.

  function terms(pairs) {
    const entries = pairs.filter(([, value]) => value);
    return make("dl", {}, ...entries.flatMap(([term, value]) => [make("dt", {}, term), make("dd", {}, value)]));
  }

  function filingDetail({ group: number, own }) {
    const group = data.groups[number];
    const { now, lost } = sum(own);
    const head = make("h3", {}, group.name);
    const count = own.length ? `${own.length} 条${filtered() ? "（符合条件的）" : ""}` : "没有问题";
    const sums = [["问题", count], ["应扣", `${money(now)} 元`], ["失分才扣", `${money(lost)} 元`]];
    if (!group.filed) return [head, terms(sums)];
    return [head, terms([
      ["剔除项", isolated(group.item || "未填")], ["申报日期", group.date || "未填"],
      ["剔除专员", isolated(group.specialist || "未填")], ["审核专员", isolated(group.reviewer || "未填")],
      ["考评结果", group.lost], ["文件夹", isolated(group.path)], ...sums,
    ])];
  }

  function quoteOf(finding) {
    if (!finding.text) return "";
    return make("p", { className: "quote" },
      make("span", { className: "around" }, finding.before), make("mark", {}, isolated(finding.text)),
      make("span", { className: "around" }, finding.after));
  }

  function suggestionOf(finding) {
    if (finding.suggest === null) return "";
    return finding.suggest ? make("ins", {}, isolated(finding.suggest)) : "删去";
  }

  function priceOf(finding) {
    if (finding.amount === null || !finding.due) return make("span", {}, finding.amount === null ? "无适用的扣款标准" : "不计价");
    const [, look] = due(finding);
    const sums = finding.extra ? `${money(finding.base)} 元 + 另加 ${money(finding.extra)} 元。` : "";
    const told = finding.why === `${money(finding.amount)} 元/${finding.unit}`; // nothing but the price itself
    return make("span", {},
      make("b", { className: look }, `${money(finding.amount)} 元/${finding.unit}`), `（${data.due[finding.due]}）`,
      told ? "" : make("span", { className: "why" }, `${sums}${finding.why}`));
  }

  function evidenceOf(finding) {
    if (!finding.evidence.length) return "";
    return make("ul", {}, ...finding.evidence.map(([path, where, text, score]) => make("li", {},
      text ? make("span", {}, "“", isolated(text), "”") : "",
      make("span", { className: "source" }, " ", isolated(within(finding, data.strings[path])), ` ${where}`,
        score === null ? "" : `　识别把握 ${score.toFixed(2)}`))));
  }

  function findingDetail(finding) {
    const certainty = CERTAINTY[finding.confidence];
    return [
      make("h3", {}, make("span", { className: "code" }, finding.code), finding.title,
        make("span", { className: `badge ${certainty}` }, data.confidence[finding.confidence]),
        finding.termination ? make("span", { className: "badge risk" }, `解约风险 ${finding.termination}`) : ""),
      make("p", { className: "place" }, isolated(finding.document), ` ${finding.where}`),
      make("p", { className: "message" }, isolated(finding.message)),
      quoteOf(finding),
      terms([
        ["建议", suggestionOf(finding)], ["事项", finding.rowName], ["条款", finding.clause], ["金额", priceOf(finding)],
        ["责任人", finding.person && isolated(finding.person)], ["依据", evidenceOf(finding)],
      ]),
      picturesOf(finding),
    ].filter(Boolean);
  }

  // Pictures.

  const source = (number) => `data:image/jpeg;base64,${data.pictures[number]}`;

  const captionOf = (finding, exhibit) => `${within(finding, data.strings[exhibit.document])} ${exhibit.where}`.trim();

  function pictureOf(exhibit, caption) {
    const [width, height] = exhibit.size;
    const boxes = exhibit.boxes.map(([left, top, right, bottom], place) => draw("rect", {
      class: place ? "box other" : "box", x: left - 2, y: top - 2, width: right - left + 4, height: bottom - top + 4,
    }));
    return draw("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": caption },
      draw("image", { href: source(exhibit.picture), width, height }), ...boxes);
  }

  function figure(shape, caption, note, className) {
    const button = make("button", { type: "button", title: "放大", "aria-label": `放大 ${caption}${note}` }, shape());
    button.addEventListener("click", () => enlarge(shape()));
    return make("figure", className ? { className } : {}, button, make("figcaption", {}, isolated(caption), note));
  }

  function picturesOf(finding) {
    if (!finding.exhibits.length) return "";
    const figures = finding.exhibits.flatMap((key) => {
      const exhibit = data.exhibits[key];
      const caption = captionOf(finding, exhibit);
      const whole = figure(() => pictureOf(exhibit, caption), caption, !exhibit.hidden ? "" : exhibit.boxes.length ? "（框外已模糊处理）" : "（已模糊处理）");
      if (exhibit.crop === null) return [whole];
      return [figure(() => cropOf(exhibit, caption), caption, "（框内放大）", "crop"), whole];
    });
    return make("div", { className: "pictures" }, ...figures);
  }

  function cropOf(exhibit, caption) {
    const [width, height] = exhibit.cropSize;
    return draw("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${caption}，框内放大` },
      draw("image", { href: source(exhibit.crop), width, height }));
  }

  function enlarge(picture) {
    find("picture").replaceChildren(picture);
    find("viewer").showModal();
  }

  // Paper.

  function todoRow(finding, number) {
    const [amount] = due(finding);
    const problem = make("td", {}, isolated(finding.message));
    if (finding.text) {
      problem.append(make("div", { className: "said" }, "原文：", finding.before, make("mark", {}, isolated(finding.text)), finding.after));
    }
    if (finding.suggest !== null) problem.append(make("div", {}, "建议：", suggestionOf(finding)));
    if (finding.termination) problem.append(make("div", { className: "now" }, `解约风险 ${finding.termination}`));
    const kind = finding.due === "if-lost" ? make("div", {}, "失分才扣") : "";
    return make("tr", {},
      make("td", { className: "number" }, String(number)), make("td", {}, finding.code),
      make("td", {}, isolated(within(finding, finding.document)), make("div", {}, finding.where)), problem,
      make("td", { className: "number" }, amount.replace(" 元", ""), kind), make("td", {}, "□已改 □不改"));
  }

  const signature = document.querySelector(".sign");

  function layOut() {
    const heads = ["序号", "代码", "位置", "问题与建议", "扣款（元）", "整改情况"];
    const body = make("tbody", {});
    let number = 0;
    for (const line of lines) {
      if (!line.own) {
        number += 1;
        body.append(todoRow(findingOf(line.finding), number));
      } else if (line.own.length) {
        const group = data.groups[line.group];
        const facts = [group.item, group.date && `申报日期 ${group.date}`, group.specialist && `剔除专员 ${group.specialist}`];
        body.append(make("tr", { className: "case" },
          make("th", { colspan: "6", scope: "rowgroup" }, group.name, make("small", {}, isolated(facts.filter(Boolean).join("　"))))));
      }
    }
    const columns = () => make("colgroup", {}, ...heads.map(() => make("col", {})));
    const head = make("thead", {}, make("tr", {}, ...heads.map((name) => make("th", { scope: "col" }, name))));
    const chosen = [
      specialist.value && `剔除专员 ${specialist.value}`, rowOfPrices.value,
      confidence.value && data.confidence[confidence.value], search.value.trim() && `查找“${search.value.trim()}”`,
    ].filter(Boolean).join("，");
    find("paper-scope").textContent = `共 ${shown} 条${chosen ? `（${chosen}）` : ""}`;
    // The last rows stay with the lines to sign: nobody signs a page that says nothing.
    const last = make("tbody", {}, ...[...body.children].slice(body.children.length > 2 ? -2 : 0));
    const end = number ? make("table", { className: "todo" }, columns(), last) : make("p", {}, "没有问题。");
    const together = make("div", { className: "together" }, end, signature);
    const table = number ? [make("table", { className: "todo" }, columns(), head, body)] : [];
    find("paper-rows").replaceChildren(...table, together);
  }

  // Wiring.

  function options(box, names) {
    for (const [value, name] of names) box.append(make("option", { value }, name));
  }
  const people = [...new Set(columns.specialist)].map((name) => data.strings[name]).filter(Boolean);
  options(specialist, people.sort((a, b) => a.localeCompare(b, "zh")).map((name) => [name, name]));
  options(rowOfPrices, data.rows.filter(Boolean).map((name) => [name, name]));
  options(confidence, data.confidence.map((name, number) => [String(number), name]));

  const current = () => (lines[selected] ? lines[selected].finding : undefined);
  for (const box of [specialist, rowOfPrices, confidence]) box.addEventListener("change", () => filter(current()));
  search.addEventListener("input", () => filter(current()));
  find("reset").addEventListener("click", () => {
    const before = current();
    for (const box of [search, specialist, rowOfPrices, confidence]) box.value = "";
    filter(before);
  });
  list.addEventListener("scroll", show, { passive: true });
  list.addEventListener("click", (event) => {
    const row = event.target.closest(".row");
    if (row) select(Number(row.id.slice(4)));
  });
  window.addEventListener("resize", show);

  const page = () => Math.max(1, Math.floor(list.clientHeight / FINDING_HEIGHT) - 1);
  const keys = {
    ArrowDown: () => select(selected + 1),
    ArrowUp: () => select(selected - 1),
    j: () => select(selected + 1),
    k: () => select(selected - 1),
    PageDown: () => select(selected + page()),
    PageUp: () => select(selected - page()),
    Home: () => select(0),
    End: () => select(lines.length - 1),
    "]": () => toFiling(1),
    "[": () => toFiling(-1),
    Enter: () => { const button = detail.querySelector(".pictures button"); if (button) button.click(); },
  };
  list.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, select, textarea, dialog");
    if (event.key === "/" && !typing) {
      event.preventDefault();
      search.focus();
      search.select();
    } else if (event.key === "Escape" && event.target === search) {
      list.focus();
    }
  });
  find("close").addEventListener("click", () => find("viewer").close());
  find("viewer").addEventListener("click", (event) => { if (event.target === find("viewer")) find("viewer").close(); });

  window.addEventListener("beforeprint", layOut);
  window.addEventListener("afterprint", () => document.body.classList.remove("only-list"));
  find("print-all").addEventListener("click", () => window.print());
  find("print-list").addEventListener("click", () => {
    document.body.classList.add("only-list");
    window.print();
  });

  filter(undefined);
})();
