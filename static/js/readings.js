// One reading a page view, once the page is really looked at: a tab opened behind counts when it comes forward.

const { address } = document.getElementById("reading-beacon").dataset;

function report() {
  if (document.visibilityState !== "visible") return;
  document.removeEventListener("visibilitychange", report);
  navigator.sendBeacon(address);
}

document.addEventListener("visibilitychange", report);
report();
