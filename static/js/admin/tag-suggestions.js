// Suggestions for the tag that is being typed, in the browser's own list. Without them the field is plain text.
const ADDRESS = "/admin/news/tag/suggest/";
const PAUSE = 200; // milliseconds of quiet before asking
const LAST_NAME = /[^\s,，、;；]*$/;

export function suggestTags(field) {
  const list = document.createElement("datalist");
  list.id = `${field.id}_suggestions`;
  field.after(list);
  field.setAttribute("list", list.id);
  let timer;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => offer(field, list), PAUSE);
  });
}

async function offer(field, list) {
  const typed = field.value;
  const start = typed.match(LAST_NAME)[0];
  if (!start) {
    list.replaceChildren();
    return;
  }
  const response = await fetch(`${ADDRESS}?q=${encodeURIComponent(start)}`);
  if (!response.ok || field.value !== typed) {
    return;
  }
  const before = typed.slice(0, typed.length - start.length);
  const { tags } = await response.json();
  // The list completes the whole field, so each suggestion repeats the names that stand before it.
  list.replaceChildren(...tags.map((name) => new Option(name, before + name)));
}
