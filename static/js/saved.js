// Lists what this browser keeps. The titles are words of pages; they are put in as text, never as markup.
import { all, keep } from "./article/shelf.js";

const page = document.querySelector("[data-saved]");
const part = (name) => page.querySelector(`[data-saved-${name}]`);

function draw() {
  const rows = all();
  part("none").hidden = rows.length > 0;
  part("tools").hidden = rows.length === 0;
  part("list").replaceChildren(...rows.map(line));
}

function line(row) {
  const [item, link, time, button] = ["li", "a", "time", "button"].map((name) => document.createElement(name));
  Object.assign(link, { href: row.address, textContent: row.title });
  const day = new Date(row.saved);
  if (!Number.isNaN(day.getTime())) {
    Object.assign(time, { dateTime: day.toISOString(), textContent: day.toLocaleDateString("zh-CN"), className: "meta" });
  }
  Object.assign(button, { type: "button", textContent: "移除" });
  button.setAttribute("aria-label", `移除《${row.title}》`);
  button.addEventListener("click", () => remove(row));
  item.append(link, time, button);
  return item;
}

function remove(row) {
  keep(all().filter((other) => other.address !== row.address));
  draw();
  said(`已移除《${row.title}》`);
}

function said(words) {
  part("said").textContent = words;
  document.querySelector("h1").focus(); // the button that was pressed is gone
}

// The form that every browser takes in as bookmarks, and anybody can open and read.
function exported() {
  const escape = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const lines = all().map((row) => `<DT><A HREF="${escape(new URL(row.address, location).href)}">${escape(row.title)}</A>`);
  return `<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<META CHARSET="utf-8">\n<TITLE>我的收藏</TITLE>\n<DL>\n${lines.join("\n")}\n</DL>\n`;
}

part("export").addEventListener("click", () => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([exported()], { type: "text/html" }));
  link.download = "我的收藏.html";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
});

part("clear").addEventListener("click", () => {
  if (!confirm("移除全部收藏？移除后找不回来。")) return;
  keep([]);
  draw();
  said("已全部移除");
});

addEventListener("storage", draw);
draw();
