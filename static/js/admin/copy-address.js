// The address of a new preview link: selected when focused, and copied by the button where the browser allows it.
const address = document.querySelector("[data-address]");
const button = document.querySelector("[data-copy]");

if (address) {
  address.addEventListener("focus", () => address.select());
  if (navigator.clipboard) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const told = document.querySelector("[data-copied]");
      try {
        await navigator.clipboard.writeText(address.value);
        told.textContent = "已复制";
      } catch {
        address.focus();
        told.textContent = "浏览器不让复制，请按 Ctrl+C";
      }
    });
  }
}
