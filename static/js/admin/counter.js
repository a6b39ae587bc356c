// Under a text field: how many characters it holds and may hold. Counted as the server counts them, by code point.
export function countCharacters(field) {
  const most = Number(field.getAttribute("maxlength"));
  const output = document.createElement("output");
  output.className = "counter";
  output.htmlFor = field.id;
  const show = () => {
    const length = [...field.value.trim()].length;
    output.textContent = most ? `${length} / ${most} 字` : `${length} 字`;
    output.classList.toggle("nearly-full", most > 0 && length > most * 0.9);
  };
  field.after(output);
  field.addEventListener("input", show);
  show();
}
