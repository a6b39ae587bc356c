// Narrows the list of services while the reader types; without it the form asks the server.

const form = document.querySelector("[data-service-search]");
const input = form.querySelector("input");
const status = form.querySelector("[role=status]");
const services = [...document.querySelectorAll("[data-spellings]")];
const groups = [...document.querySelectorAll("[data-service-group]")];

// The same folding as directory/pinyin.py.
const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

input.addEventListener("input", () => {
  const wanted = fold(input.value);
  let number = 0;
  for (const service of services) {
    const shown = !wanted || service.dataset.spellings.includes(wanted) || fold(service.textContent).includes(wanted);
    service.hidden = !shown;
    number += shown ? 1 : 0;
  }
  for (const group of groups) group.hidden = !group.querySelector("[data-spellings]:not([hidden])");
  status.textContent = !wanted ? "" : number ? `找到 ${number} 项` : "没有找到，可以拨打 12345 咨询";
});
