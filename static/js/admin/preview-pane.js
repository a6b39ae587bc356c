// The readers' page beside the form, drawn by the server from what stands in the form, a moment after typing stops.
// Each drawing gets a frame of its own: it leaves nothing in the browser's history, and the old one stays until it is
// there. The frames run no script; they are of our origin only so that the place in the text can be kept.
const QUIET = 700;
const form = document.getElementById("article_form");
const pane = document.querySelector("[data-preview-pane]");

function drawFrame(name) {
  const frame = document.createElement("iframe");
  frame.name = name;
  frame.title = "读者看到的样子";
  frame.setAttribute("sandbox", "allow-same-origin");
  frame.className = "waiting";
  return frame;
}

// A form of its own: that of the article is watched by others, who would take it for saved.
function post(address, target) {
  for (const editor of Object.values(window.CKEDITOR?.instances ?? {})) {
    editor.updateElement();
  }
  const sent = document.createElement("form");
  Object.assign(sent, { method: "post", action: address, target, enctype: "multipart/form-data", hidden: true });
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string") {
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name, value });
      sent.append(input);
    }
  }
  document.body.append(sent);
  sent.submit();
  sent.remove();
}

function openPane(opener) {
  const view = pane.querySelector(".preview-pane__view");
  const status = pane.querySelector("[role=status]");
  let timer = null;
  let count = 0;
  let shown = null;

  const refresh = () => {
    status.textContent = "正在更新…";
    const number = ++count;
    const frame = drawFrame(`article-preview-${number}`);
    view.append(frame);
    // The empty page that a frame begins with is loaded, too.
    frame.addEventListener("load", () => {
      const page = frame.contentDocument;
      if (page?.URL === "about:blank") {
        return;
      }
      if (number !== count || !page?.querySelector("[data-preview]")) {
        frame.remove();
        status.textContent = number === count ? "没有更新：可能已退出登录，或稿件不再能改" : status.textContent;
        return;
      }
      frame.classList.remove("waiting");
      frame.contentWindow.scrollTo(0, shown?.contentWindow?.scrollY ?? 0);
      shown?.remove();
      shown = frame;
      status.textContent = "已是最新";
    });
    post(pane.dataset.address, frame.name);
  };
  const schedule = () => {
    if (!pane.hidden) {
      clearTimeout(timer);
      timer = setTimeout(refresh, QUIET);
    }
  };
  const show = (isOpen) => {
    pane.hidden = !isOpen;
    document.body.classList.toggle("with-preview", isOpen);
    opener.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) {
      refresh();
    } else {
      clearTimeout(timer);
      opener.focus();
    }
  };

  opener.addEventListener("click", () => show(pane.hidden));
  pane.querySelector("[data-preview-close]").addEventListener("click", () => show(false));
  for (const button of pane.querySelectorAll("[data-preview-width]")) {
    button.addEventListener("click", () => {
      view.classList.toggle("phone", button.dataset.previewWidth === "phone");
      view.classList.toggle("desktop", button.dataset.previewWidth === "desktop");
      for (const other of pane.querySelectorAll("[data-preview-width]")) {
        other.setAttribute("aria-pressed", String(other === button));
      }
    });
  }
  new ResizeObserver(() => view.style.setProperty("--scale", view.clientWidth / 1280)).observe(view);

  form.addEventListener("input", schedule);
  // Select2 tells jQuery alone of its changes, CKEditor only those who ask it.
  window.django?.jQuery(form).on("change", schedule);
  const watch = (editor) => editor.on("change", schedule);
  Object.values(window.CKEDITOR?.instances ?? {}).forEach(watch);
  window.CKEDITOR?.on("instanceCreated", (event) => watch(event.editor));
}

if (form && pane) {
  const opener = document.querySelector("[data-preview-open]");
  opener.type = "button";
  opener.setAttribute("aria-expanded", "false");
  form.prepend(opener.parentElement);
  openPane(opener);
}
