// Brings the comments into the page, and new ones out of it, without leaving it.
// Whatever fails here ends in what works without it: the plain link, the plain form.

const status = document.createElement("p");
status.className = "comments-unseen";
status.setAttribute("role", "status");
const EVERY = 60_000; // how often new comments are asked for

let section = document.querySelector("[data-comments]");
if (section) {
  section.before(status);
  document.addEventListener("click", followLink);
  document.addEventListener("submit", sendForm);
  // A link stays where it is if this fails.
  if (section.dataset.commentsLazy) fetchSection(section.dataset.commentsLazy).then(showFirst).catch(() => {});
  else recallName();
  setInterval(askForNew, EVERY);
}

async function fetchPage(address, options = {}) {
  const url = new URL(address, location.href);
  url.searchParams.set("fragment", "1");
  const response = await fetch(url, { credentials: "same-origin", ...options });
  return { page: new DOMParser().parseFromString(await response.text(), "text/html"), response };
}

async function fetchSection(address, options = {}) {
  const { page, response } = await fetchPage(address, options);
  const fresh = page.querySelector("[data-comments]");
  if (!fresh) throw new Error(`no comments in the answer: ${response.status}`);
  return { fresh, ok: response.ok };
}

function show(fresh) {
  keepDraft();
  section.replaceWith(fresh);
  section = fresh;
  recallName();
  recallDraft();
}

// What somebody has begun to write outlives the sections that come and go around it, also those without a form.
let draft = {};

function keepDraft() {
  for (const field of draftFields()) draft[field.name] = field.value;
}

function recallDraft() {
  for (const field of draftFields()) field.value ||= draft[field.name] ?? "";
}

function draftFields() {
  return ["name", "body", "notify"].flatMap((name) => [...section.querySelectorAll(`[data-comments-form] [name=${name}]`)]);
}

// The browser looked for the comment that the address names before it was there.
function showFirst({ fresh }) {
  show(fresh);
  const named = document.getElementById(location.hash.slice(1));
  if (!named?.matches(".comment")) return;
  named.scrollIntoView();
  focus(named);
}

function say(text) {
  status.textContent = text;
}

// A reader need not write their name again; it stays on the device.
function recallName() {
  const field = section.querySelector("[data-comments-form] [name=name]");
  try {
    if (field && !field.value) field.value = localStorage.getItem("dayuan.name") ?? "";
  } catch {
    // nowhere to keep it
  }
}

function keepName(name) {
  try {
    if (name) localStorage.setItem("dayuan.name", name);
  } catch {
    // nowhere to keep it
  }
}

async function followLink(event) {
  const link = event.target.closest?.("a[data-comments-link], a[data-comments-more]");
  const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!link || !plain || event.defaultPrevented) return;
  event.preventDefault();
  section.setAttribute("aria-busy", "true");
  try {
    if ("commentsMore" in link.dataset) await appendMore(link);
    else {
      show((await fetchSection(link.href)).fresh);
      const target = section.querySelector(link.hash === "#comment-form" ? writingField() : "h2");
      if (target) focus(target);
    }
  } catch {
    location.assign(link.href);
  } finally {
    section.removeAttribute("aria-busy");
  }
}

// Who answers somebody and is known by name can write at once.
function writingField() {
  return section.querySelector("[name=name]")?.value ? "#id_body" : "#id_name";
}

async function appendMore(link) {
  const { page } = await fetchPage(link.href);
  const rows = page.querySelector("[data-comments-list]")?.children ?? [];
  if (!rows.length) throw new Error("no more in the answer");
  const first = rows[0];
  section.querySelector("[data-comments-list]").append(...rows);
  const next = page.querySelector("[data-comments-more]");
  if (next) link.replaceWith(next);
  else link.closest("nav").remove();
  focus(first.querySelector(".comment"));
}

async function sendForm(event) {
  const button = event.submitter;
  if (button && "commentLike" in button.dataset) return like(event, button);
  const form = event.target.closest?.("form[data-comments-form]");
  if (!form) return;
  event.preventDefault();
  if (section.getAttribute("aria-busy") === "true") return;
  const data = new URLSearchParams(new FormData(form));
  if (button?.name) data.append(button.name, button.value);
  section.setAttribute("aria-busy", "true");
  try {
    const { fresh, ok } = await fetchSection(form.action, { method: "POST", body: data });
    if (button?.name === "new_captcha") changeCaptcha(fresh);
    else {
      if (ok) keepName(data.get("name"));
      answer(fresh);
      if (ok) draft = {};
    }
  } catch {
    sendPlainly(form, button);
  } finally {
    section.removeAttribute("aria-busy");
  }
}

async function like(event, button) {
  event.preventDefault();
  const data = new URLSearchParams(new FormData(event.target));
  data.append(button.name, button.value);
  try {
    const { page, response } = await fetchPage(button.formAction, { method: "POST", body: data });
    const fresh = page.querySelector("[data-comment-like]");
    if (!fresh) return say(page.querySelector("[role=alert]")?.textContent ?? `没有成功（${response.status}）`);
    button.replaceWith(fresh);
    fresh.focus();
    say(fresh.getAttribute("aria-pressed") === "true" ? "已点赞" : "已取消点赞");
  } catch {
    say("网络不通，没有成功，请再试一次");
  }
}

// Says that there are new comments, and waits to be asked for them: nothing moves under a reader's eyes.
async function askForNew() {
  const address = section.dataset.commentsNew;
  if (!address || document.visibilityState !== "visible" || section.querySelector(".comments-new")) return;
  try {
    const { new: number } = await (await fetch(address)).json();
    if (!number || section.querySelector(".comments-new")) return;
    const button = document.createElement("a");
    button.className = "comments-new";
    button.href = address.replace(/new\/.*/, "?sort=newest#comments");
    button.dataset.commentsLink = "";
    button.textContent = `${number >= 100 ? "100 多" : number} 条新评论`;
    (section.querySelector(".comments-orders") ?? section.querySelector("h2")).after(button);
    say(button.textContent);
  } catch {
    // asked again in a minute
  }
}

function changeCaptcha(fresh) {
  // The form of the answer has the words of a moment ago; only the captcha, and the form it belongs to, is new.
  for (const part of ["[data-captcha]", "[name=submission]", "[name=kind]", "[name=csrfmiddlewaretoken]"]) {
    const [now, next] = [section.querySelector(`form ${part}`), fresh.querySelector(`form ${part}`)];
    if (now && next) now.replaceWith(next);
  }
  section.querySelector("#id_captcha_error")?.remove();
  const input = section.querySelector("[data-captcha] input[type=text]");
  input?.focus();
  say(input ? "验证码已更换" : section.querySelector("[data-captcha] .comments-hint").textContent);
}

function answer(fresh) {
  show(fresh);
  const notice = section.querySelector("[data-focus]");
  if (notice) focus(notice);
}

function focus(element) {
  if (!element.matches("a, button, input, textarea")) element.tabIndex = -1;
  element.focus();
}

function sendPlainly(form, button) {
  if (button?.name) {
    const chosen = document.createElement("input");
    chosen.type = "hidden";
    [chosen.name, chosen.value] = [button.name, button.value];
    form.append(chosen);
  }
  form.submit();
}
