// What is pasted from Word, WPS, WeChat or any page is cleaned by the server before it stands in the editor: so the
// author sees at once what an article keeps of it. The editor's own filters know less, and are trusted with nothing.
const ADDRESS = "/admin/news/article/clean/";

window.CKEDITOR?.on("instanceReady", ({ editor }) => {
  editor.on("paste", (event) => {
    const { dataTransfer, dataValue, type } = event.data;
    const isOwn = dataTransfer.getTransferType(editor) === window.CKEDITOR.DATA_TRANSFER_INTERNAL;
    if (!isOwn && type !== "text" && /<[a-z]/i.test(dataValue)) {
      event.cancel();
      insertCleaned(editor, dataValue);
    }
  }, null, null, 1); // before CKEditor's own ways with Word, which take bullets for letters and lose headings
});

async function insertCleaned(editor, pasted) {
  const data = new FormData();
  data.set("html", pasted);
  data.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  try {
    const response = await fetch(ADDRESS, { method: "POST", body: data });
    const { html, lost } = await response.json();
    editor.insertHtml(html);
    lost.forEach((message) => editor.showNotification(message, "warning", 10000));
  } catch {
    // Out of reach, logged out or too much at once: the words alone, as nothing may be lost.
    const page = new DOMParser().parseFromString(pasted, "text/html");
    page.querySelectorAll("script, style").forEach((element) => element.remove());
    page.querySelectorAll("p, div, section, li, tr, h1, h2, h3, h4, br").forEach((element) => element.append("\n"));
    editor.insertText(page.body.textContent.replace(/\n\s*\n/g, "\n").trim());
    editor.showNotification("格式没有保留：连不上服务器，或者一次粘贴得太多。可以撤销后再试一次。", "warning", 10000);
  }
  editor.fire("afterPaste");
}
