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
