// What the reader keeps, newest first: [{address, title, saved}], in this browser and nowhere else.
const KEY = "dayuan.saved";
const MOST = 500;

export function all() {
  try {
    const rows = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(rows) ? rows.filter((row) => row?.title && row.address?.startsWith?.("/")) : [];
  } catch {
    return [];
  }
}

export function keep(rows) {
  localStorage.setItem(KEY, JSON.stringify(rows.slice(0, MOST)));
}

export function toggle(button) {
  const address = document.querySelector("[data-address]").pathname;
  const others = all().filter((row) => row.address !== address);
  const saving = button.getAttribute("aria-pressed") !== "true";
  const row = { address, title: document.querySelector("h1").textContent, saved: new Date().toISOString() };
  keep(saving ? [row, ...others] : others);
  button.setAttribute("aria-pressed", saving);
  button.textContent = saving ? "已收藏" : "收藏";
  document.getElementById("tools-said").textContent = saving ? "已收藏，在页脚“我的收藏”里" : "已取消收藏";
}
