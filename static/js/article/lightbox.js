// Pictures of the story in full, one at a time. The browser's own dialog keeps the focus in and gives it back.

let dialog, pictures, place;

export function show(link) {
  pictures = [...document.querySelectorAll("a.zoom")];
  dialog ??= build();
  turn(pictures.indexOf(link));
  dialog.showModal();
}

function build() {
  const made = document.createElement("dialog");
  made.className = "lightbox";
  made.setAttribute("aria-label", "图片");
  made.innerHTML = `<figure><img alt=""><figcaption></figcaption></figure>
    <div class="lightbox__bar"><button type="button" value="-1">上一张</button><span role="status"></span>
    <button type="button" value="1">下一张</button><button type="button" value="close" autofocus>关闭</button></div>`;
  made.addEventListener("click", ({ target }) => {
    if (target.value === "close" || !target.closest("img, figcaption, .lightbox__bar")) made.close();
    else if (target.value) turn(place + Number(target.value));
  });
  made.addEventListener("keydown", ({ key }) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[key];
    if (step) turn(place + step);
  });
  document.body.append(made);
  return made;
}

function turn(to) {
  if (!pictures[to]) return;
  place = to;
  const [link, small, large] = [pictures[place], pictures[place].querySelector("img"), dialog.querySelector("img")];
  Object.assign(large, { src: link.href, alt: small.alt });
  for (const side of ["width", "height"]) large.setAttribute(side, small.getAttribute(side) ?? "");
  const caption = link.closest("figure")?.querySelector("figcaption");
  dialog.querySelector("figcaption").replaceChildren(...(caption ? caption.cloneNode(true).childNodes : [small.alt]));
  dialog.querySelector("[role=status]").textContent = `${place + 1} / ${pictures.length}`;
  for (const button of dialog.querySelectorAll("button")) {
    const step = Number(button.value);
    if (step) {
      button.hidden = pictures.length === 1;
      button.setAttribute("aria-disabled", !pictures[place + step]);
    }
  }
}
