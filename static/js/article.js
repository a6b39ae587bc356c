// The one script of an article page: counts the reading and brings the comments when the reader gets to them.

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
