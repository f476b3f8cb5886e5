// The page view works without this file: every tool is a link to the view it makes. Here the same is done at once,
// words in the text and on the image are tied, and keys are added. The address always names the view that is shown.
"use strict";

(() => {
  const ZOOMS = [50, 75, 100, 150, 200, 300, 400];
  const RETRIES = 3;
  const RETRY_MS = 4000;
  const KEYS_OFF = "cotejo-keys-off";

  const find = (id) => document.getElementById(id);
  const viewer = find("viewer");
  const desk = find("desk");
  const sheet = find("sheet");
  const image = find("page-image");
  const boxes = find("boxes");
  const reading = viewer.querySelector(".reading");
  const state = {
    zoom: Number(viewer.dataset.zoom),
    turn: Number(viewer.dataset.turn),
    hit: Number(viewer.dataset.hit) || 0,
  };
  const hits = Number(viewer.dataset.hits);

  // --- the address ---

  function withView(address) {
    const url = new URL(address, location.href);
    const put = (name, value, usual) => (value === usual ? url.searchParams.delete(name) : url.searchParams.set(name, value));
    put("zoom", state.zoom, 100);
    put("turn", state.turn, 0);
    return url;
  }

  function remember() {
    const kept = withView(find("permalink").href);
    const shown = withView(location.href);
    if (state.hit) {
      kept.searchParams.set("hit", state.hit);
      shown.searchParams.set("hit", state.hit);
    }
    find("permalink").href = kept.pathname + kept.search;
    history.replaceState(null, "", shown.pathname + shown.search);
    for (const link of document.querySelectorAll("a[data-keep]")) {
      const target = withView(link.href);
      link.href = target.pathname + target.search;
    }
    for (const link of document.querySelectorAll(".pager form")) {
      keepInForm(link, "zoom", state.zoom, 100);
      keepInForm(link, "turn", state.turn, 0);
    }
  }

  function keepInForm(form, name, value, usual) {
    let field = form.elements.namedItem(name);
    if (value === usual) {
      field?.remove();
      return;
    }
    if (!field) {
      field = document.createElement("input");
      field.type = "hidden";
      field.name = name;
      form.append(field);
    }
    field.value = value;
  }

  // --- zoom and rotation ---

  function enable(name, possible) {
    const tool = viewer.querySelector(`[data-tool="${name}"]`);
    if (!tool) return;
    if (possible) {
      tool.removeAttribute("aria-disabled");
      if (!tool.hasAttribute("href")) tool.href = "#viewer";
    } else {
      tool.setAttribute("aria-disabled", "true");
    }
  }

  function zoomTo(zoom) {
    if (!sheet || !ZOOMS.includes(zoom) || zoom === state.zoom) return;
    const x = (desk.scrollLeft + desk.clientWidth / 2) / sheet.offsetWidth;
    const y = (desk.scrollTop + desk.clientHeight / 2) / sheet.offsetHeight;
    sheet.classList.replace(`zoom-${state.zoom}`, `zoom-${zoom}`);
    state.zoom = zoom;
    find("zoom-place").textContent = `${zoom} %`;
    desk.scrollTo({
      left: x * sheet.offsetWidth - desk.clientWidth / 2,
      top: y * sheet.offsetHeight - desk.clientHeight / 2,
      behavior: "instant",
    });
    if (zoom > 100 && image.getAttribute("src") !== image.dataset.full) image.src = image.dataset.full;
    enable("out", zoom > ZOOMS[0]);
    enable("in", zoom < ZOOMS[ZOOMS.length - 1]);
    toHit("instant");
    remember();
  }

  function zoomBy(steps) {
    zoomTo(ZOOMS[ZOOMS.indexOf(state.zoom) + steps]);
  }

  function turnBy(quarters) {
    if (!sheet) return;
    const turn = (state.turn + quarters * 90 + 360) % 360;
    sheet.classList.replace(`turn-${state.turn}`, `turn-${turn}`);
    if (quarters % 2) {
      const [, , width, height] = find("room").getAttribute("viewBox").split(" ");
      find("room").setAttribute("viewBox", `0 0 ${height} ${width}`);
    }
    state.turn = turn;
    toHit("instant");
    remember();
  }

  // --- hits ---

  function centre(pane, element, behavior) {
    if (!pane || !element) return;
    const outer = pane.getBoundingClientRect();
    const inner = element.getBoundingClientRect();
    pane.scrollBy({
      left: inner.left + inner.width / 2 - outer.left - outer.width / 2,
      top: inner.top + inner.height / 2 - outer.top - outer.height / 2,
      behavior,
    });
  }

  const boxOf = (hit) => boxes?.querySelector(`.hit[data-hit="${hit}"]`);
  const boxOfPassage = () => boxes?.querySelector(".passage rect");
  const markOf = (hit) => find(`m-${hit}`);
  const scrolls = (pane) => pane && getComputedStyle(pane).overflowY !== "visible";

  function toHit(behavior) {
    centre(desk, boxOf(state.hit) ?? boxOfPassage(), behavior);
  }

  function toText(behavior) {
    const mark = markOf(state.hit) ?? find("marked");
    if (scrolls(reading)) centre(reading, mark, behavior);
    else if (!desk) mark?.scrollIntoView({ block: "center", behavior });
  }

  function hitTo(hit) {
    if (hit < 1 || hit > hits) return;
    boxOf(state.hit)?.classList.remove("current");
    markOf(state.hit)?.classList.remove("current");
    state.hit = hit;
    boxOf(hit)?.classList.add("current");
    markOf(hit)?.classList.add("current");
    find("hit-place").textContent = viewer.dataset.hitWords.replace("{n}", hit);
    find("hit-check").hidden = !boxOf(hit)?.classList.contains("unsure");
    enable("previous", hit > 1 || beyond("previous"));
    enable("next", hit < hits || beyond("next"));
    toHit("auto");
    toText("auto");
    remember();
  }

  function beyond(name) {
    return viewer.querySelector(`[data-tool="${name}"]`)?.dataset.beyond;
  }

  function hitBy(steps) {
    const hit = state.hit + steps;
    if (state.hit && hit >= 1 && hit <= hits) {
      hitTo(hit);
      return;
    }
    const address = beyond(steps > 0 ? "next" : "previous");
    if (address) location.assign(withView(address));
  }

  // --- the tools, by mouse and by key ---

  const TOOLS = {
    previous: () => hitBy(-1),
    next: () => hitBy(1),
    out: () => zoomBy(-1),
    in: () => zoomBy(1),
    left: () => turnBy(-1),
    right: () => turnBy(1),
  };

  viewer.addEventListener("click", (event) => {
    const tool = event.target.closest("[data-tool]");
    if (!tool || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    if (!tool.hasAttribute("aria-disabled")) TOOLS[tool.dataset.tool]();
  });

  function turnPage(rel) {
    // An image wider than its desk is scrolled with these keys.
    if (desk?.contains(document.activeElement) && desk.scrollWidth > desk.clientWidth) return false;
    const link = document.querySelector(`.pager a[rel="${rel}"]`);
    if (link) location.assign(withView(link.href));
    return Boolean(link);
  }

  const KEYS = {
    n: TOOLS.next,
    p: TOOLS.previous,
    "+": TOOLS.in,
    "=": TOOLS.in,
    "-": TOOLS.out,
    0: () => zoomTo(100),
    r: TOOLS.right,
    R: TOOLS.left,
    g: () => find("go")?.select(),
    "?": () => find("keys").toggleAttribute("open"),
    ArrowLeft: () => turnPage("prev"),
    ArrowRight: () => turnPage("next"),
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") find("keys").removeAttribute("open");
    if (event.ctrlKey || event.metaKey || event.altKey || !find("keys-on").checked) return;
    if (event.target.closest("input, select, textarea, [contenteditable]")) return;
    const action = Object.hasOwn(KEYS, event.key) && KEYS[event.key];
    if (action && action() !== false) event.preventDefault();
  });

  function offerKeys() {
    const choice = find("keys-on");
    find("keys-choice").hidden = false;
    try {
      choice.checked = localStorage.getItem(KEYS_OFF) === null;
      choice.addEventListener("change", () => {
        if (choice.checked) localStorage.removeItem(KEYS_OFF);
        else localStorage.setItem(KEYS_OFF, "1");
      });
    } catch {
      // A browser that keeps nothing: the choice holds for this page.
    }
  }

  // --- words in the text and on the image ---

  let lit = [];

  function light(number) {
    for (const element of lit) element.classList.remove("on");
    lit = number === undefined ? [] : [...viewer.querySelectorAll(`[data-w="${number}"]`)];
    for (const element of lit) element.classList.add("on");
  }

  viewer.addEventListener("pointerover", (event) => light(event.target.closest("[data-w]")?.dataset.w));
  viewer.addEventListener("pointerleave", () => light());

  reading.addEventListener("click", (event) => {
    const mark = event.target.closest("mark[data-hit]");
    const word = event.target.closest("[data-w]");
    if (mark) hitTo(Number(mark.dataset.hit));
    else if (word) centre(desk, boxes?.querySelector(`[data-w="${word.dataset.w}"]`), "auto");
  });

  boxes?.addEventListener("click", (event) => {
    const number = event.target.closest("[data-w]")?.dataset.w;
    const word = number && reading.querySelector(`[data-w="${number}"]`);
    const hit = event.target.closest("[data-hit]")?.dataset.hit ?? word?.closest("mark[data-hit]")?.dataset.hit;
    if (hit) hitTo(Number(hit));
    else if (word && scrolls(reading)) centre(reading, word, "auto");
    light(number);
  });

  // --- images that do not come: a busy server is asked again, then the reader is told ---

  function watch(picture) {
    let tries = 0;
    const failed = () => {
      tries += 1;
      if (picture === image) find("image-trouble").hidden = false;
      if (tries <= RETRIES) {
        setTimeout(() => {
          const address = new URL(picture.src);
          address.searchParams.set("again", tries);
          picture.src = address.pathname + address.search;
        }, RETRY_MS * tries);
      }
    };
    picture.addEventListener("error", failed);
    picture.addEventListener("load", () => {
      if (picture === image) find("image-trouble").hidden = true;
    });
    if (picture.complete && picture.getAttribute("src") && !picture.naturalWidth && picture.loading !== "lazy") failed();
  }

  for (const picture of viewer.querySelectorAll("img")) watch(picture);

  // --- at the beginning ---

  offerKeys();
  if (!hits) enable("previous", Boolean(beyond("previous")));
  centre(viewer.querySelector(".strip"), viewer.querySelector(".strip .here"), "instant");
  if (state.hit || find("marked")) {
    if (desk) viewer.scrollIntoView({ block: "start", behavior: "instant" });
    toHit("instant");
    toText("instant");
  }
})();
