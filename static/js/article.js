// The one script of an article page: counts the reading, brings the comments when the reader gets to them, and fetches
// what a button or a picture needs once it is pressed. A link that a script would improve leads on without it.

const { reading } = document.querySelector("script[data-reading]").dataset;

// One reading a page view, once the page is really looked at: a tab opened behind counts when it comes forward.
function report() {
  if (document.visibilityState !== "visible") return;
  document.removeEventListener("visibilitychange", report);
  navigator.sendBeacon(reading);
}

document.addEventListener("visibilitychange", report);
report();

// If the script does not come, the section's link stays and leads to the comments' own page.
const comments = document.querySelector("[data-comments]");
const observer = new IntersectionObserver((entries) => {
  if (!entries.some((entry) => entry.isIntersecting) && !location.hash.startsWith("#comment")) return;
  observer.disconnect();
  import("./comments.js").catch(() => {});
}, { rootMargin: "600px" });
observer.observe(comments);

const tool = (name) => document.querySelector(`[data-tool=${name}]`);
const tools = {
  save: async (button) => (await import("./article/shelf.js")).toggle(button),
  text: async (button) => (await import("./article/text-size.js")).next(button),
  copy: async (button) => (await import("./article/copy.js")).copy(button),
  speak: async (button) => (await import("./article/speech.js")).start(button),
  print: () => print(),
  share: () => navigator.share({ title: document.querySelector("h1").textContent, url: address.textContent }),
};
const address = document.querySelector("[data-address]");

document.addEventListener("click", (event) => {
  const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!plain) return;
  const button = event.target.closest("[data-tool]");
  const picture = event.target.closest("a.zoom");
  if (picture) {
    event.preventDefault();
    import("./article/lightbox.js").then(({ show }) => show(picture), () => location.assign(picture.href));
  } else if (button && (button.dataset.tool !== "share" || navigator.share)) {
    event.preventDefault();
    Promise.resolve(tools[button.dataset.tool](button)).catch(() => {});
  }
});

try {
  const kept = localStorage.getItem("dayuan.saved") ?? "";
  if (kept.includes(JSON.stringify(address.pathname))) {
    tool("save").setAttribute("aria-pressed", "true");
    tool("save").textContent = "已收藏";
  }
} catch {
  tool("save").hidden = true; // nowhere to keep it
}

// Voices come late, and on many machines none of them speaks Chinese.
const speech = window.speechSynthesis;
function offerSpeech() {
  if (speech.getVoices().some((voice) => /^(zh|cmn|yue)\b/i.test(voice.lang))) tool("speak").classList.remove("is-waiting");
}
if (speech) {
  speech.addEventListener?.("voiceschanged", offerSpeech);
  offerSpeech();
}
