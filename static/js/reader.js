// What the reader chose on this device, on <html> before the first paint. The pages are the same for everyone.
((root) => {
  const known = { theme: ["light", "dark"], text: ["large", "larger"], mode: ["elder"] };
  const apply = () => {
    try {
      for (const name in known) {
        const value = localStorage.getItem("dayuan." + name);
        if (known[name].includes(value)) root.dataset[name] = value;
        else delete root.dataset[name];
      }
    } catch {} // storage is blocked
  };

  root.dataset.script = "";
  if (location.hash === "#elder") {
    root.dataset.mode = "elder";
    try { localStorage.setItem("dayuan.mode", "elder"); } catch {}
    history.replaceState(null, "", location.pathname + location.search); // or the way back would end at a reload
  }
  apply();
  addEventListener("storage", apply);
  addEventListener("pageshow", (event) => event.persisted && apply());
  addEventListener("click", (event) => {
    const control = event.target.closest?.("[data-choose]");
    if (!control) return;
    event.preventDefault();
    import("./settings.js").then((settings) => settings.choose(control), () => location.reload());
  });
})(document.documentElement);
