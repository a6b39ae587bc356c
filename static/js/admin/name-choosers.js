// Select2 names its boxes by the value chosen, which may be nothing: the label of the field belongs there too.
export function nameChoosers() {
  for (const select of document.querySelectorAll(".admin-autocomplete")) {
    const label = select.labels[0];
    const box = select.nextElementSibling?.querySelector("[role=combobox]");
    const shown = box?.querySelector("[role=textbox]");
    if (!label || !shown) {
      continue;
    }
    label.id ||= `${select.id}_label`;
    box.setAttribute("aria-labelledby", `${label.id} ${shown.id}`);
    shown.setAttribute("aria-labelledby", label.id);
  }
}
