import { countCharacters } from "./counter.js";
import { followColours } from "./editor-colours.js";
import { nameChoosers } from "./name-choosers.js";
import { chooseRelated } from "./related-articles.js";
import { suggestTags } from "./tag-suggestions.js";

for (const name of ["title", "summary"]) {
  const field = document.getElementById(`id_${name}`);
  if (field) {
    countCharacters(field);
  }
}

for (const field of document.querySelectorAll("[data-suggest=tags]")) {
  suggestTags(field);
}

for (const field of document.querySelectorAll("[data-suggest=related]")) {
  chooseRelated(field);
}

followColours();

// Behind the admin's own start, which draws the boxes.
window.django?.jQuery(nameChoosers);

// Ctrl+S and ⌘S save and stay, in the editor's frame too.
function saveAndStay(event) {
  const save = document.querySelector(".submit-row [name=_continue]");
  if (save && (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "s") {
    event.preventDefault();
    save.form.requestSubmit(save);
  }
}

document.addEventListener("keydown", saveAndStay);
window.CKEDITOR?.on("instanceCreated", ({ editor }) => {
  editor.on("contentDom", () => editor.document.$.addEventListener("keydown", saveAndStay));
});
