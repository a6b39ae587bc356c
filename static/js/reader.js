// Runs before the first paint: what this reader chose on this device, and whether buttons that need scripts may show.
const root = document.documentElement;
if ("noModule" in HTMLScriptElement.prototype) root.dataset.script = "";
try {
  const text = localStorage.getItem("dayuan.text");
  if (text === "large" || text === "larger") root.dataset.text = text;
} catch {
  // No storage: the page as it is.
}
