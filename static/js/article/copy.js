// The permanent address to the clipboard; where the browser refuses, it stands selected, ready to be copied by hand.
const SHOWN = 2500; // milliseconds

export async function copy(button) {
  const link = document.querySelector("[data-address]");
  let said = "已复制";
  try {
    await navigator.clipboard.writeText(link.textContent);
  } catch {
    getSelection().selectAllChildren(link);
    if (!document.execCommand("copy")) said = "已选中";
  }
  button.textContent = said;
  document.getElementById("tools-said").textContent = said === "已复制" ? "地址已复制" : "地址已选中，请按复制键";
  setTimeout(() => { button.textContent = "复制"; }, SHOWN);
}
