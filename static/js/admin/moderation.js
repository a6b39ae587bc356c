// The moderators' screen by keyboard: every key presses what a button does, and stays on the page.
// Whatever can't be sent comes back to the list with the reason: nothing is lost, nothing is decided unseen.

const form = document.querySelector("[data-queue]");
const dialog = document.getElementById("queue-reject");
const keys = document.getElementById("queue-keys");
const status = document.querySelector("[data-status]");
const toast = document.querySelector("[data-toast]");
const UNDO = 10_000; // as long as it is offered
const RENEW = 120_000; // claims last five minutes
const WORDS = { approve: "通过", reject: "拒绝", spam: "按广告拒绝" };

let undoable = []; // [{ pk, version, item }]
let timer;
const under_way = new Set();

function start() {
  document.addEventListener("keydown", onKey);
  form.addEventListener("submit", onSubmit);
  form.querySelector("[data-all]").addEventListener("change", (event) => {
    for (const box of boxes()) box.checked = event.target.checked;
  });
  const help = form.querySelector("[data-help]");
  help.hidden = false;
  help.addEventListener("click", () => keys.showModal());
  document.querySelector("[data-undo]")?.remove(); // the one here is quicker
  toast.querySelector("[data-undo-now]").addEventListener("click", undo);
  dialog.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("change", presetGround);
  dialog.addEventListener("keydown", onReasonKey);
  addEventListener("beforeunload", (event) => {
    if (under_way.size) event.preventDefault();
  });
  setInterval(renew, RENEW);
  focusOn(items()[0]);
}

const items = () => [...form.querySelectorAll("[data-item]")];
const boxes = () => items().map((item) => item.querySelector("[name=chosen]"));
const current = () => document.activeElement?.closest?.("[data-item]") ?? document.querySelector(".waiting.is-current");
const pin = (item) => `${item.dataset.item}:${item.dataset.version}`;

function focusOn(item) {
  for (const other of form.querySelectorAll(".is-current")) other.classList.remove("is-current");
  if (!item) return;
  item.classList.add("is-current");
  item.focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
}

function say(text) {
  status.textContent = text;
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (dialog.open || keys.open) return;
  if (event.target.matches("input:not([type=checkbox]), textarea, select")) {
    if (event.key === "Escape") focusOn(current() ?? items()[0]);
    return;
  }
  const deed = {
    j: () => step(1),
    k: () => step(-1),
    a: () => act("approve", [current()]),
    s: () => act("spam", [current()]),
    r: () => askReason([current()]),
    x: () => choose(current()),
    u: undo,
    A: () => act("approve", chosen()),
    S: () => act("spam", chosen()),
    R: () => askReason(chosen()),
    "/": () => document.querySelector(".queue-search [type=search]").focus(),
    "?": () => keys.showModal(),
  }[event.key];
  if (!deed) return;
  event.preventDefault();
  deed();
}

function step(by) {
  const all = items();
  const at = all.indexOf(current());
  focusOn(all[Math.min(all.length - 1, Math.max(0, at + by))]);
}

function choose(item) {
  const box = item?.querySelector("[name=chosen]");
  if (box) box.checked = !box.checked;
  if (box) say(box.checked ? "已选中" : "已取消选中");
}

function chosen() {
  const found = items().filter((item) => item.querySelector("[name=chosen]").checked);
  if (!found.length) say("没有选中评论");
  return found;
}

function onSubmit(event) {
  const button = event.submitter;
  if (!button?.name) return;
  event.preventDefault();
  const [deed] = button.value.split("@");
  const item = button.closest("[data-item]");
  const scope = item ?? form;
  const reason = scope.querySelector("[name^=reason]")?.value;
  act(deed, item ? [item] : chosen(), deed === "reject" ? { reason, note: item?.querySelector("[name^=note]")?.value ?? "" } : {});
}

let refused = []; // what the dialog is about
function askReason(about) {
  refused = about.filter(Boolean);
  if (!refused.length) return;
  dialog.querySelector("form").reset();
  presetGround();
  dialog.returnValue = "";
  dialog.showModal();
  dialog.querySelector("[name=reason]").focus();
}

dialog?.addEventListener("close", () => {
  const about = refused;
  refused = [];
  if (dialog.returnValue !== "reject") return focusOn(about[0]);
  const { reason, ground, note } = Object.fromEntries(new FormData(dialog.querySelector("form")));
  act("reject", about, { reason, ground, note });
});

function presetGround() {
  const reason = dialog.querySelector("[name=reason]:checked");
  if (document.activeElement?.name !== "ground") dialog.querySelector("[name=ground]").value = reason.dataset.ground;
}

function onReasonKey(event) {
  if (event.target.matches("[type=text]")) return;
  const reasons = dialog.querySelectorAll("[name=reason]");
  if (/^[1-9]$/.test(event.key) && reasons[event.key - 1]) {
    reasons[event.key - 1].checked = true;
    reasons[event.key - 1].focus();
    presetGround();
  } else if (event.key === "Enter" && !event.target.matches("button")) {
    event.preventDefault();
    dialog.close("reject");
  }
}

async function act(deed, about, more = {}) {
  const chosenItems = about.filter((item) => item && !under_way.has(item));
  if (!chosenItems.length) return;
  const all = items();
  const rest = all.slice(all.indexOf(chosenItems.at(-1)) + 1).concat(all.reverse());
  const next = rest.find((item) => !chosenItems.includes(item) && !item.classList.contains("is-gone"));
  for (const item of chosenItems) {
    under_way.add(item);
    item.classList.add("is-gone");
  }
  focusOn(next);
  try {
    const { moved, told } = await send(deed, chosenItems.map(pin), more);
    const done = chosenItems.filter((item) => item.dataset.item in moved);
    offerUndo(deed, done.map((item) => ({ pk: item.dataset.item, version: moved[item.dataset.item], item })));
    for (const item of done) item.closest("li").remove();
    for (const item of chosenItems.filter((item) => !done.includes(item))) comeBack(item, told[item.dataset.item] ?? "没有处理");
  } catch (error) {
    for (const item of chosenItems) comeBack(item, error.message);
  } finally {
    for (const item of chosenItems) under_way.delete(item);
  }
  if (!items().length) say("这一批处理完了");
  document.querySelector(".queue-next")?.classList.toggle("is-due", !items().length);
  if (!items().length) document.querySelector(".queue-next a")?.focus();
}

async function send(deed, pins, more = {}) {
  const data = new URLSearchParams({ csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value, deed, ...more });
  for (const each of pins) data.append("chosen", each);
  let response;
  try {
    response = await fetch(location.href, { method: "POST", body: data, headers: { Accept: "application/json" } });
  } catch {
    throw new Error("网络不通，没有处理，请再试一次");
  }
  if (response.redirected || response.status === 403) throw new Error("没有处理：登录已过期或没有权限，请在新窗口登录后再试");
  if (!response.ok) throw new Error(`没有处理：服务器出错（${response.status}），请再试一次`);
  return response.json();
}

function comeBack(item, why) {
  item.classList.remove("is-gone");
  item.classList.add("is-told");
  const told = item.querySelector("[data-told]");
  told.textContent = why;
  told.hidden = false;
  say(why);
  focusOn(item);
}

function offerUndo(deed, done) {
  if (!done.length) return;
  undoable = done;
  clearTimeout(timer);
  const text = `${done.length} 条已${WORDS[deed]}`;
  toast.querySelector("[data-toast-text]").textContent = text;
  toast.hidden = false;
  say(`${text}，按 u 撤销`);
  timer = setTimeout(() => {
    undoable = [];
    toast.hidden = true;
  }, UNDO);
}

async function undo() {
  const last = undoable;
  if (!last.length) return say("没有可以撤销的");
  undoable = [];
  toast.hidden = true;
  try {
    const { moved, told } = await send("undo", last.map(({ pk, version }) => `${pk}:${version}`));
    for (const { pk, item } of last) {
      if (!(pk in moved)) {
        say(told[pk] ?? "已经不能撤销");
        continue;
      }
      const row = document.createElement("li");
      item.dataset.version = moved[pk];
      item.classList.remove("is-gone");
      for (const button of item.querySelectorAll("[data-deed]")) button.value = `${button.dataset.deed}@${pin(item)}`;
      item.querySelector("[name=chosen]").value = pin(item);
      row.append(item);
      form.querySelector(".queue-list").prepend(row);
      focusOn(item);
      say("已撤销");
    }
  } catch (error) {
    say(error.message);
    undoable = last;
    toast.hidden = false;
  }
}

function renew() {
  if (document.visibilityState === "visible" && items().length) send("renew", items().map(pin)).catch(() => {});
}

if (form) start();
