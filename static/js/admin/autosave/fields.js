// What the article form holds, as one object of texts, and back again. The editor's text is asked of the editor.
const BODY = "body";
const NAMES = [
  "title", "subtitle", "original_title", BODY, "summary", "cover", "byline", "editor", "source", "source_url",
  "reprint", "category", "tags", "related", "published_at", "expires_at", "comment_policy",
  "initial-published_at", "initial-expires_at", "initial-comment_policy",
];

const editor = () => window.CKEDITOR?.instances[`id_${BODY}`];
const isReady = () => editor()?.status === "ready";

export function read(form) {
  const fields = {};
  for (const name of NAMES) {
    const element = form.elements[name];
    if (name === BODY && isReady()) {
      fields[name] = editor().getData();
    } else if (element) {
      fields[name] = element.type === "checkbox" ? (element.checked ? "on" : "") : element.value;
    }
  }
  return fields;
}

// The words beside the numbers, for fields that are chosen from a list which this page may not hold.
export function labels(form) {
  const found = {};
  for (const name of ["category", "source"]) {
    found[name] = form.elements[name]?.selectedOptions?.[0]?.text ?? "";
  }
  return found;
}

// Resolves when the editor, too, holds what it was given.
export async function fill(form, fields, words = {}) {
  let editorFilled;
  for (const [name, value] of Object.entries(fields)) {
    const element = NAMES.includes(name) && form.elements[name];
    if (!element) {
      continue;
    }
    if (element.type === "checkbox") {
      element.checked = value !== "";
    } else {
      offerOption(element, value, words[name]);
      element.value = value;
    }
    if (name === BODY && isReady()) {
      editorFilled = new Promise((resolve) => {
        editor().setData(value, { callback: resolve });
      });
    }
    for (const kind of ["input", "change"]) {
      element.dispatchEvent(new Event(kind, { bubbles: true }));
    }
  }
  await editorFilled;
}

function offerOption(element, value, word) {
  if (element.localName === "select" && value && ![...element.options].some((option) => option.value === value)) {
    element.append(new Option(word || value, value));
  }
}

// Calls back on every change, and once when the editor stands, whose text may differ from the page's in white space.
export function watch(form, changed, editorStands) {
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  const begin = () => {
    editorStands();
    editor().on("change", changed);
  };
  if (isReady()) {
    begin();
  } else {
    window.CKEDITOR?.on("instanceReady", (event) => event.editor === editor() && begin());
  }
}
