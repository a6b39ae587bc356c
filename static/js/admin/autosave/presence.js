// Who else is here, and what was saved meanwhile.
export function presence(root) {
  const people = root.querySelector("[data-people]");
  const news = root.querySelector("[data-news]");
  const say = (element, text) => {
    if (element.textContent !== text) {
      element.textContent = text;
    }
  };

  return {
    show({ others, own_windows: own, newest, obstacles }, version) {
      const lines = others.length ? [`${others.join("、")} 也在编辑这篇稿件`] : [];
      if (own) {
        lines.push("您在另一个窗口里也打开了这篇稿件");
      }
      say(people, lines.join("；"));
      say(news, newsOf(newest, obstacles, Number(version)));
    },
  };
}

function newsOf(newest, obstacles, version) {
  if (obstacles.length) {
    return `现在不能保存：${obstacles.join("；")}。您写的内容会一直自动保存。`;
  }
  if (newest && newest.number > version) {
    const who = newest.by || "有人";
    return `${who} 在 ${newest.at.slice(11, 19)} 保存了新的版本（第 ${newest.number} 版）。您可以接着写：保存时会把两边的修改放在一起给您看。`;
  }
  return "";
}
