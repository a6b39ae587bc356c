// What an earlier window left behind, offered back: one line each, to restore or to drop.
const CLOCK = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit", hour12: false });
const DAY = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", month: "long", day: "numeric" });

export function moment(saved) {
  const date = new Date(saved);
  const today = DAY.format(date) === DAY.format(new Date());
  return today ? CLOCK.format(date) : `${DAY.format(date)} ${CLOCK.format(date)}`;
}

export function offerList(list) {
  function add({ label, restore, drop }) {
    const line = document.createElement("li");
    const title = document.createElement("span");
    title.textContent = label.title;
    line.append(title, " ");
    const leave = () => {
      line.remove();
      list.hidden = !list.children.length;
    };
    for (const [text, act] of [[label.restore, restore], [label.drop, drop]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button";
      button.textContent = text;
      button.addEventListener("click", () => {
        leave();
        act();
      });
      line.append(button, " ");
    }
    list.append(line);
    list.hidden = false;
  }

  return { add };
}
