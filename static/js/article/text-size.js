// 标准 → 大 → 特大 → 标准; static/js/reader.js puts the choice on every page before it is painted.
const NAMES = { "": "标准", large: "大", larger: "特大" };

export function next() {
  const root = document.documentElement;
  const sizes = Object.keys(NAMES);
  const size = sizes[(sizes.indexOf(root.dataset.text ?? "") + 1) % sizes.length];
  if (size) root.dataset.text = size;
  else delete root.dataset.text;
  document.getElementById("tools-said").textContent = `字号：${NAMES[size]}`;
  try {
    if (size) localStorage.setItem("dayuan.text", size);
    else localStorage.removeItem("dayuan.text");
  } catch {
    // It holds for this page.
  }
}
