// Logging in again without leaving the page: the login page's own form, filled in from a dialog.
import { takeToken } from "./server.js";

export function loginDialog(dialog, expectedUser) {
  const form = dialog.querySelector("form");
  const error = dialog.querySelector("[data-error]");
  const password = form.elements.password;
  const button = form.querySelector("[type=submit]");
  let whenDone = () => {};

  function say(text) {
    error.textContent = text;
    error.hidden = !text;
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.disabled) {
      return;
    }
    say("");
    button.disabled = true;
    const problem = await logIn(form, expectedUser);
    button.disabled = false;
    password.value = "";
    if (problem) {
      say(problem);
      password.focus();
      return;
    }
    dialog.close();
    whenDone();
  });
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => say(""));

  return {
    open(done) {
      whenDone = done;
      if (!dialog.open) {
        dialog.showModal();
        password.focus();
      }
    },
  };
}

// "" once the right person is logged in, else why not.
async function logIn(form, expectedUser) {
  try {
    const address = form.getAttribute("action");
    const page = await fetch(address);
    if (!page.redirected) {
      const token = parsed(await page.text()).querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
      const fields = { csrfmiddlewaretoken: token, next: form.dataset.next };
      for (const name of ["username", "password"]) {
        fields[name] = form.elements[name].value;
      }
      const answer = await fetch(address, { method: "POST", body: new URLSearchParams(fields) });
      if (!answer.headers.get("Content-Type")?.startsWith("application/json")) {
        return reason(parsed(await answer.text()));
      }
    }
    // Whoever is logged in now: the form's token must be of that session, the words of that person.
    const answer = await (await fetch(form.dataset.next)).json();
    if (answer.user !== expectedUser) {
      return answer.user ? "现在登录的是别的账号：这篇稿件是您写的，请用您自己的账号登录。" : answer.message;
    }
    if (answer.token) {
      takeToken(answer.token);
    }
    return answer.token ? "" : answer.message;
  } catch {
    return "连不上服务器，请稍后再试。";
  }
}

const parsed = (text) => new DOMParser().parseFromString(text, "text/html");

function reason(page) {
  const said = [...page.querySelectorAll(".errornote, .errorlist.nonfield li")].map((element) => element.textContent.trim());
  // No form of its own: the page that says that logging in is locked.
  const locked = page.querySelector("#id_username") ? [] : [...page.querySelectorAll("#content p")].map((p) => p.textContent.trim());
  return [...new Set([...locked, ...said])].join(" ") || "没有登录成功，请再试。";
}
