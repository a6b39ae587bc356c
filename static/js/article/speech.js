// Reads the story aloud, sentence by sentence, and marks the one that is being read.
// Pausing stops in earnest and goes on at the beginning of the sentence: the browser's own pause hangs on many phones.

const RATES = [0.8, 1, 1.25, 1.5];
const BLOCKS = "p, h1, h2, h3, h4, li, blockquote, figcaption, caption, th, td, pre";
const SENTENCE = /[^。！？!?；;…\n]{1,150}[。！？!?；;…\n”’」』）]*/g; // a longer one is cut: browsers fall silent in it
const MARK = "reading-aloud";

let bar, opener, sentences, place, rate = 1, turn = 0;

export function start(button) {
  opener = button;
  sentences = [document.querySelector("h1"), document.querySelector(".story__body")].flatMap(runs).flatMap(sentencesOf);
  place = 0;
  bar ??= build();
  bar.hidden = false;
  bar.querySelector("button").focus();
  speak();
}

// All text in its order, cut where the closest block changes: an item goes on after the list that it holds.
function runs(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const block = node.parentElement.closest(BLOCKS) ?? root;
    if (found.at(-1)?.block !== block) found.push({ block, nodes: [], text: "" });
    const run = found.at(-1);
    run.nodes.push([run.text.length, node]);
    run.text += node.data;
  }
  return found;
}

function sentencesOf({ block, nodes, text }) {
  return [...text.matchAll(SENTENCE)].filter(([said]) => /[\p{L}\p{N}]/u.test(said)).map((found) => {
    const range = document.createRange();
    range.setStart(...at(nodes, found.index));
    range.setEnd(...at(nodes, found.index + found[0].length));
    return { said: found[0].trim(), range, block };
  });
}

function at(nodes, position) {
  const [start, node] = nodes.findLast(([begins]) => begins < position) ?? nodes[0];
  return [node, position - start];
}

function speak() {
  const mine = ++turn; // what an utterance of before says when it is cancelled is no news
  speechSynthesis.cancel();
  const sentence = sentences[place];
  if (!sentence) {
    stop();
    return;
  }
  const voice = chinese();
  const utterance = new SpeechSynthesisUtterance(sentence.said);
  Object.assign(utterance, { lang: voice?.lang ?? "zh-CN", voice, rate });
  utterance.onend = utterance.onerror = () => {
    if (mine !== turn) return;
    place += 1;
    speak();
  };
  mark(sentence);
  bar.querySelector("[value=pause]").textContent = "暂停";
  speechSynthesis.speak(utterance);
}

function chinese() {
  const voices = speechSynthesis.getVoices().filter((voice) => /^(zh|cmn|yue)\b/i.test(voice.lang));
  return voices.find((voice) => /^(zh|cmn)[-_](Hans[-_])?CN/i.test(voice.lang)) ?? voices[0] ?? null;
}

function mark(sentence) {
  document.querySelector(".is-read")?.classList.remove("is-read");
  CSS.highlights?.delete(MARK);
  if (!sentence) return;
  if (CSS.highlights) CSS.highlights.set(MARK, new Highlight(sentence.range));
  else sentence.block.classList.add("is-read");
  const { top, bottom } = sentence.range.getBoundingClientRect();
  if (top < 0 || bottom > innerHeight - 100) sentence.block.scrollIntoView({ block: "center" });
}

function pause() {
  turn += 1;
  speechSynthesis.cancel();
  bar.querySelector("[value=pause]").textContent = "继续";
}

function stop() {
  turn += 1;
  speechSynthesis.cancel();
  mark(null);
  bar.hidden = true;
  opener.focus({ preventScroll: true });
}

function changeRate(button) {
  rate = RATES[(RATES.indexOf(rate) + 1) % RATES.length];
  button.textContent = `${rate} 倍速`;
  if (bar.querySelector("[value=pause]").textContent === "暂停") speak();
}

function build() {
  const made = document.createElement("div");
  made.className = "speaker";
  made.setAttribute("role", "group");
  made.setAttribute("aria-label", "朗读");
  made.innerHTML = `<button type="button" value="pause">暂停</button><button type="button" value="rate">1 倍速</button>
    <button type="button" value="stop">停止</button>`;
  made.addEventListener("click", ({ target }) => {
    if (target.value === "pause") target.textContent === "暂停" ? pause() : speak();
    if (target.value === "rate") changeRate(target);
    if (target.value === "stop") stop();
  });
  opener.closest(".tools").after(made); // next in the order of the keyboard, too
  addEventListener("pagehide", () => speechSynthesis.cancel());
  return made;
}
