// “检查” without leaving the page: the words as they stand in the form, saved or not, are sent to the checks.
// Without this script the button sends the whole form, which comes back with the same panel.
const panel = document.getElementById("checks");
const button = document.querySelector("input[name=_check]");
const report = panel?.querySelector(".checks-report");

button?.addEventListener("click", async (event) => {
  event.preventDefault();
  button.disabled = true;
  report.textContent = "正在检查……";
  try {
    for (const editor of Object.values(window.CKEDITOR?.instances ?? {})) {
      editor.updateElement();
    }
    const response = await fetch(panel.dataset.address, { method: "POST", body: new FormData(button.form) });
    if (!response.ok || response.redirected) {
      throw new Error(response.statusText);
    }
    report.innerHTML = await response.text();
  } catch {
    report.textContent = "检查没有完成：可能断网了，或者登录已过期。写的内容都还在，请再试一次。";
  }
  button.disabled = false;
  panel.scrollIntoView({ block: "nearest" });
  report.focus({ preventScroll: true });
});

// What stands for a field is not always the field: CKEditor and the search box of a source hide theirs.
panel?.addEventListener("click", (event) => {
  const name = event.target.closest("a[data-field]")?.dataset.field;
  const editor = window.CKEDITOR?.instances[`id_${name}`];
  const box = document.querySelector(`#id_${name} + .select2 .select2-selection`);
  if (editor || box) {
    event.preventDefault();
    (editor ? editor.container.$ : box).scrollIntoView({ block: "center" });
    (editor ?? box).focus();
  } else if (name) {
    event.preventDefault();
    const field = document.getElementById(`id_${name}`);
    field?.scrollIntoView({ block: "center" });
    field?.focus({ preventScroll: true });
  }
});
