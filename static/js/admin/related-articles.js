// 相关报道: words typed behind the numbers are looked for among the titles; a click puts the number in their place.
// Below the field stands what the numbers mean. Without this script the numbers or addresses are typed.
const ADDRESS = "/admin/news/article/suggest/";
const PAUSE = 250; // milliseconds of quiet before asking
const LAST_WORDS = /[^\d\s,，、;；][^,，、;；]*$/;

export function chooseRelated(field) {
  const titles = field.parentElement.querySelector("[data-related]");
  const offers = document.createElement("ul");
  offers.className = "related-offers";
  field.after(offers);
  let timer;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => offer(field, offers, titles), PAUSE);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && offers.firstChild) {
      event.preventDefault(); // it would save the article
      offers.querySelector("button").click();
    }
  });
}

async function offer(field, offers, titles) {
  drawTitles(field, titles);
  const typed = field.value;
  const words = typed.match(LAST_WORDS)?.[0].trim();
  if (!words || words.includes("/")) {
    offers.replaceChildren();
    return;
  }
  const response = await fetch(`${ADDRESS}?q=${encodeURIComponent(words)}`);
  if (!response.ok || field.value !== typed) return;
  const { articles } = await response.json();
  offers.replaceChildren(...articles.map(({ number, title }) => {
    const [item, button] = [document.createElement("li"), document.createElement("button")];
    Object.assign(button, { type: "button", textContent: title });
    button.addEventListener("click", () => {
      field.value = `${field.value.replace(LAST_WORDS, "").trim()} ${number} `.trimStart();
      known.set(String(number), title);
      offers.replaceChildren();
      drawTitles(field, titles);
      field.focus();
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
    item.append(button);
    return item;
  }));
}

const known = new Map();

function drawTitles(field, titles) {
  for (const item of titles.children) known.set(item.dataset.number, item.textContent);
  const numbers = field.value.match(/\d+/g) ?? [];
  titles.replaceChildren(...numbers.filter((number) => known.has(number)).map((number) => {
    const item = document.createElement("li");
    item.dataset.number = number;
    item.textContent = known.get(number);
    return item;
  }));
}
