// Brings the comments into the page, and new ones out of it, without leaving it.
// Whatever fails here ends in what works without it: the plain link, the plain form.

const status = document.createElement("p");
status.className = "comments-unseen";
status.setAttribute("role", "status");

let section = document.querySelector("[data-comments]");
if (section) {
  section.before(status);
  document.addEventListener("click", followLink);
  document.addEventListener("submit", sendForm);
  // A link stays where it is if this fails.
  if (section.dataset.commentsLazy) fetchSection(section.dataset.commentsLazy).then(showFirst).catch(() => {});
}

async function fetchSection(address, options = {}) {
  const url = new URL(address, location.href);
  url.searchParams.set("fragment", "1");
  const response = await fetch(url, { credentials: "same-origin", ...options });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelector("[data-comments]");
  if (!fresh) throw new Error(`no comments in the answer: ${response.status}`);
  return { fresh, ok: response.ok };
}

function show(fresh) {
  section.replaceWith(fresh);
  section = fresh;
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

async function followLink(event) {
  const link = event.target.closest?.("a[data-comments-link]");
  const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!link || !plain || event.defaultPrevented) return;
  event.preventDefault();
  section.setAttribute("aria-busy", "true");
  try {
    show((await fetchSection(link.href)).fresh);
    const target = section.querySelector(link.hash === "#comment-form" ? "#id_name" : "h2");
    if (target) focus(target);
  } catch {
    location.assign(link.href);
  }
}

async function sendForm(event) {
  const form = event.target.closest?.("form[data-comments-form]");
  if (!form) return;
  event.preventDefault();
  if (section.getAttribute("aria-busy") === "true") return;
  const button = event.submitter;
  const data = new URLSearchParams(new FormData(form));
  if (button?.name) data.append(button.name, button.value);
  section.setAttribute("aria-busy", "true");
  try {
    const { fresh } = await fetchSection(form.action, { method: "POST", body: data });
    if (button?.name === "new_captcha") changeCaptcha(fresh);
    else answer(fresh);
  } catch {
    sendPlainly(form, button);
  } finally {
    section.removeAttribute("aria-busy");
  }
}

function changeCaptcha(fresh) {
  // The form of the answer has the words of a moment ago; only the captcha, and the form it belongs to, is new.
  for (const part of ["[data-captcha]", "[name=submission]", "[name=kind]", "[name=csrfmiddlewaretoken]"]) {
    const [now, next] = [section.querySelector(part), fresh.querySelector(part)];
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
