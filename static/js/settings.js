// 阅读设置: the dialog, and the two links into and out of the elder mode. Comes on the first click.

const root = document.documentElement;
const CHOICES = {
  theme: { title: "外观", options: [["", "跟随系统"], ["light", "浅色"], ["dark", "深色"]] },
  text: { title: "字号", options: [["", "标准"], ["large", "大"], ["larger", "特大"]] },
  mode: { title: "版面", options: [["", "普通"], ["elder", "长者模式"]] },
};
let dialog;

export function choose(control) {
  if (control.dataset.choose === "settings") return open();
  keep("mode", control.dataset.choose);
  // The link that was pressed is gone now: the keyboard goes on at the one that stands for the other way.
  [...document.querySelectorAll("a[data-choose]")].find((link) => link.getClientRects().length)?.focus({ preventScroll: true });
}

function keep(name, value) {
  if (value) root.dataset[name] = value;
  else delete root.dataset[name];
  try {
    if (value) localStorage.setItem(`dayuan.${name}`, value);
    else localStorage.removeItem(`dayuan.${name}`);
    return true;
  } catch {
    return false; // until the page is left
  }
}

function open() {
  dialog ??= build();
  for (const name in CHOICES) {
    const now = root.dataset[name] ?? "";
    for (const input of dialog.querySelectorAll(`[name=${name}]`)) input.checked = input.value === now;
  }
  dialog.showModal();
}

function build() {
  const made = make("dialog", { className: "settings" });
  made.setAttribute("aria-labelledby", "settings-title");
  const form = make("form", { method: "dialog" });
  const note = make("p", { className: "meta", textContent: "只记在这台设备上，不会传给网站。" });
  note.setAttribute("role", "status");
  form.append(
    make("h2", { id: "settings-title", textContent: "阅读设置" }),
    ...Object.entries(CHOICES).map(([name, choice]) => group(name, choice)),
    note,
    make("button", { className: "button", textContent: "完成" }),
  );
  form.addEventListener("change", ({ target }) => {
    if (!keep(target.name, target.value)) note.textContent = "浏览器不让网站记住设置，离开这一页就恢复原样。";
  });
  // A press beside the dialog closes it, as people expect of one.
  made.addEventListener("click", (event) => event.target === made && made.close());
  made.append(form);
  document.body.append(made);
  return made;
}

function group(name, { title, options }) {
  const set = make("fieldset");
  const labels = options.map(([value, text]) => {
    const label = make("label");
    label.append(make("input", { type: "radio", name, value }), make("span", { textContent: text }));
    return label;
  });
  set.append(make("legend", { textContent: title }), ...labels);
  return set;
}

function make(tag, properties = {}) {
  return Object.assign(document.createElement(tag), properties);
}
