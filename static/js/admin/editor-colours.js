// The page inside CKEditor's frame is told which colours were chosen for the admin: it can't see them.
function paint() {
  const { theme } = document.documentElement.dataset;
  for (const frame of document.querySelectorAll(".cke_wysiwyg_frame")) {
    frame.contentDocument.documentElement.dataset.theme = theme;
  }
}

export function followColours() {
  window.CKEDITOR?.on("instanceCreated", ({ editor }) => editor.on("contentDom", paint));
  new MutationObserver(paint).observe(document.documentElement, { attributeFilter: ["data-theme"] });
}
