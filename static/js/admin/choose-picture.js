// The library's pop-up: hands the chosen picture, with its alternative text, to the editor that opened it.
const library = document.querySelector(".chooser[data-function]");

function fillAlternativeText(text) {
  // CKEditor calls this with its file button as `this`; the dialog hangs on it.
  return function () {
    const dialog = this.getDialog();
    if (dialog.getName() === "image") {
      dialog.getContentElement("info", "txtAlt").setValue(text);
    }
  };
}

library?.addEventListener("click", (event) => {
  const choice = event.target.closest("button[data-address]");
  const editor = window.opener?.CKEDITOR;
  if (!choice || !editor) {
    return;
  }
  const { address, alt } = choice.dataset;
  editor.tools.callFunction(Number(library.dataset.function), address, fillAlternativeText(alt));
  window.close();
});
library?.removeAttribute("inert");
