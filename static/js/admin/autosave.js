// The article form keeps itself: on the server, else in the browser; and says who else has it open.
import { fill, labels, read, watch } from "./autosave/fields.js";
import { shelf } from "./autosave/local.js";
import { loginDialog } from "./autosave/login.js";
import { moment, offerList } from "./autosave/offers.js";
import { presence } from "./autosave/presence.js";
import { ask, tell } from "./autosave/server.js";

const PAUSE = 2_500; // milliseconds of quiet before saving,
const LONGEST_WAIT = 10_000; // and the longest wait while somebody types on
const BEAT = 5_000;
const SLOW_BEAT = 30_000; // in a hidden window
const SUBMIT_PATIENCE = 3_000; // for the last autosave before the form is sent
const root = document.getElementById("autosave");

if (root) {
  start(root);
}

function patience(milliseconds) {
  return new Promise((done) => setTimeout(() => done({ kind: "unreachable" }), milliseconds));
}

function start(root) {
  const form = root.closest("form");
  const { address, article } = root.dataset;
  const user = Number(root.dataset.user);
  const status = root.querySelector("[data-status]");
  const loginButton = root.querySelector("[data-login]");
  const local = shelf(user, article);
  const people = presence(root);
  const login = loginDialog(document.getElementById("login-again"), user);
  const offers = offerList(root.querySelector("[data-offers]"));
  const tabField = form.elements.tab;
  const isSentBack = tabField.value !== ""; // the form was sent and not saved: what it holds is nowhere else
  tabField.value ||= [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const tab = tabField.value;

  let kept = isSentBack ? "" : JSON.stringify(read(form)); // the fields as they are safe, on the server or here
  let onServer = kept;
  let isSafe = true;
  let replaces = "";
  let timer = 0;
  let waitingSince = 0;
  let lastChange = 0;
  let lastBeat = 0;
  let running = null;
  let letGo = false; // the form is on its way: what it held must not come back as an autosave
  let hasLeft = false;
  let dialogShown = false;

  const version = () => form.elements.version.value;
  const say = (text) => {
    if (status.textContent !== text) {
      status.textContent = text;
    }
  };

  function changed() {
    if (JSON.stringify(read(form)) === onServer) {
      return;
    }
    lastChange = Date.now();
    waitingSince ||= lastChange;
    clearTimeout(timer);
    timer = setTimeout(save, Math.max(0, Math.min(PAUSE, waitingSince + LONGEST_WAIT - lastChange)));
  }

  function keepHere(fields) {
    const done = local.store(tab, { version: version(), fields, labels: labels(form) });
    if (done) {
      kept = JSON.stringify(fields);
    }
    return done;
  }

  // One message at a time: an older text must not arrive behind a newer one.
  async function save() {
    while (running) {
      await running;
    }
    running = beat();
    try {
      return await running;
    } finally {
      running = null;
    }
  }

  async function beat() {
    clearTimeout(timer);
    waitingSince = 0;
    lastBeat = Date.now();
    const fields = read(form);
    const text = JSON.stringify(fields);
    // Decided before the question: the editor may come up while it is under way, and write the same words its own way.
    const isNew = text !== onServer;
    const message = { tab, user, version: version(), replaces };
    const answer = await tell(address, isNew ? { ...message, fields } : message);
    if (answer.kind === "ok") {
      loginButton.hidden = true;
      dialogShown = false;
      people.show(answer, version());
    }
    const isStored = answer.kind === "ok" && answer.stored;
    if (isStored) {
      kept = onServer = text;
      say(`已自动保存 ${answer.saved_at.slice(11, 19)}`);
    }
    const isOnServer = !isNew || isStored;
    if (answer.kind === "ok" && isOnServer) {
      local.remove(tab);
    }
    isSafe = isOnServer || keepHere(fields);
    if (answer.kind !== "ok" || !isOnServer) {
      explain(answer);
    }
    return answer;
  }

  function explain(answer) {
    const here = isSafe ? "写的内容已存在本机" : "本机也存不下，请先复制要紧的部分";
    const reasons = {
      ok: `另一个窗口自动保存的内容还没有处理，这里${here}`,
      unreachable: isSafe ? "连不上服务器，已存在本机" : `连不上服务器，${here}`,
      login: `登录已过期，${here}`,
    };
    say(reasons[answer.kind] ?? `${(answer.message ?? "没有自动保存").replace(/[。：].*$/, "")}；${here}`);
    if (answer.kind === "login") {
      loginButton.hidden = false;
      if (!dialogShown && Date.now() - lastChange > 2_000 && !document.hidden) {
        logInAgain();
      }
    }
  }

  function logInAgain(then = () => save()) {
    dialogShown = true;
    login.open(() => {
      say("已重新登录");
      loginButton.hidden = true;
      then();
    });
  }

  function offer(entry, place, drop) {
    const title = `${moment(entry.saved_at)} 有没保存完的内容（${place}）`;
    const restoreLabel = `恢复 ${moment(entry.saved_at)} 自动保存的内容`;
    offers.add({
      label: { title, restore: restoreLabel, drop: "丢弃" },
      drop,
      restore: () => restore(entry, drop),
    });
  }

  async function restore(entry, drop) {
    const before = { fields: read(form), labels: labels(form), version: version() };
    await put(entry);
    replaces = entry.tab;
    offers.add({
      label: { title: "已恢复。", restore: "换回恢复之前的内容", drop: "知道了" },
      drop: () => {},
      restore: () => put(before),
    });
    await save();
    if (isSafe) {
      drop();
    }
  }

  async function put(entry) {
    await fill(form, entry.fields, entry.labels);
    // Words of an older revision: saving them then puts them together with the newest.
    form.elements.version.value = entry.version;
    changed();
  }

  async function offerBack() {
    const answer = await ask(address);
    const saved = answer.kind === "ok" && answer.saved?.tab !== tab ? answer.saved : null;
    const entries = local.entries().filter((entry) => entry.tab !== tab);
    for (const entry of entries) {
      const isOlder = saved?.tab === entry.tab && Date.parse(saved.saved_at) >= Date.parse(entry.saved_at);
      if (isOlder) {
        local.remove(entry.tab);
      } else {
        offer(entry, "本机", () => local.remove(entry.tab));
      }
    }
    if (saved && !entries.some((entry) => entry.tab === saved.tab && Date.parse(saved.saved_at) < Date.parse(entry.saved_at))) {
      offer(saved, "服务器", () => tell(address, { tab, user, version: version(), discard: saved.tab }));
    }
  }

  form.addEventListener("submit", async (event) => {
    if (letGo) {
      return;
    }
    event.preventDefault();
    const { submitter } = event;
    // A server that hangs must not keep the words here: what it has not answered by then, the save itself will bring up.
    const answer = await Promise.race([save(), patience(SUBMIT_PATIENCE)]);
    isSafe = keepHere(read(form)); // whatever becomes of the save: the server says by a cookie when it is done
    if (answer.kind === "login") {
      explain(answer);
      logInAgain(() => form.requestSubmit(submitter));
    } else if (["other_user", "forbidden", "gone"].includes(answer.kind)) {
      explain(answer);
    } else if (answer.obstacles?.length) {
      say(`现在不能保存：${answer.obstacles.join("；")}。您写的内容已自动保存`);
    } else {
      letGo = true;
      form.requestSubmit(submitter);
    }
  });

  watch(form, changed, () => {
    if (!isSentBack && !lastChange) {
      kept = onServer = JSON.stringify(read(form));
    }
  });
  loginButton.addEventListener("click", () => logInAgain());
  document.addEventListener("visibilitychange", () => !hasLeft && save());
  window.addEventListener("pageshow", () => {
    letGo = hasLeft = false;
  });
  window.addEventListener("beforeunload", (event) => {
    const fields = read(form);
    if (!letGo && JSON.stringify(fields) !== kept && !keepHere(fields)) {
      event.preventDefault();
    }
  });
  window.addEventListener("pagehide", () => {
    hasLeft = true;
    tell(address, { tab, user, version: version(), leaving: true }, { keepalive: true });
  });
  setInterval(() => {
    if (!running && !letGo && Date.now() - lastBeat >= (document.hidden ? SLOW_BEAT : BEAT)) {
      save();
    }
  }, 1_000);
  offerBack();
  save();
}
