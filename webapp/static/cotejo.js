// Everything works without this file. It only brings a marked passage into view when the address names the passage
// (?start=…&end=…) but no place in the page, as the links of results and of the API do. The page view has a script of
// its own (viewer.js), which brings the image along.
"use strict";

if (!location.hash && !document.getElementById("viewer")) {
  const marked = document.getElementById("marked");
  if (marked) {
    marked.scrollIntoView({ block: "center" });
  }
}

// Suggestions while typing: a combobox with a list (WAI-ARIA 1.2), of /api/v1/suggest. The box stays a plain search
// field without it. Words are put into the field; a title is opened.
const WAIT_MS = 120;

function combobox(field) {
  const list = document.createElement("ul");
  const heard = document.createElement("p");
  let offered = [];
  let chosen = -1;
  let timer = 0;
  let asked = "";
  list.id = `${field.id}-completions`;
  list.className = "completions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.dataset.suggestions);
  list.hidden = true;
  heard.className = "visually-hidden";
  heard.setAttribute("role", "status");
  field.after(list);
  field.closest(".searchfield").append(heard);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");

  function close() {
    list.hidden = true;
    chosen = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function point(to) {
    chosen = to;
    list.querySelectorAll("[role=option]").forEach((option, place) => {
      option.setAttribute("aria-selected", String(place === chosen));
      if (place === chosen) {
        field.setAttribute("aria-activedescendant", option.id);
        option.scrollIntoView({ block: "nearest" });
      }
    });
    if (chosen < 0) {
      field.removeAttribute("aria-activedescendant");
    }
  }

  function take(place) {
    const one = offered[place];
    close();
    if (one.query === null) {
      location.assign(one.url);
    } else {
      field.value = one.query;
      field.form.requestSubmit();
    }
  }

  function show(suggestions) {
    offered = suggestions;
    list.replaceChildren(...suggestions.map((one, place) => {
      const option = document.createElement("li");
      const text = document.createElement("span");
      const aside = document.createElement("span");
      option.id = `${list.id}-${place}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      text.textContent = one.kind === "word" ? one.query : one.text;
      text.className = "text";
      aside.className = "aside";
      const told = one.means.slice(0, 2).join(", ");
      aside.textContent = told || (one.passages === null ? field.dataset[one.kind] || "" : String(one.passages));
      option.append(text, aside);
      option.addEventListener("mousedown", (event) => event.preventDefault());
      option.addEventListener("click", () => take(place));
      return option;
    }));
    chosen = -1;
    list.hidden = !suggestions.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    field.removeAttribute("aria-activedescendant");
    heard.textContent = suggestions.length ? `${suggestions.length} ${field.dataset.suggestions}` : "";
  }

  async function ask() {
    const typed = field.value;
    if (typed === asked) {
      return;
    }
    asked = typed;
    if (typed.trim().length < 2) {
      show([]);
      return;
    }
    try {
      const answer = await fetch(`/api/v1/suggest?q=${encodeURIComponent(typed)}`);
      const found = answer.ok ? (await answer.json()).suggestions : [];
      if (field.value === typed && document.activeElement === field) {
        show(found);
      }
    } catch {
      close(); // no suggestions are no trouble
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  });
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) {
      return;
    }
    const last = offered.length - 1;
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && offered.length) {
      event.preventDefault();
      list.hidden = false;
      field.setAttribute("aria-expanded", "true");
      const step = event.key === "ArrowDown" ? 1 : -1;
      const next = chosen + step;
      point(next > last ? -1 : next < -1 ? last : next);
    } else if (event.key === "Enter" && chosen >= 0 && !list.hidden) {
      event.preventDefault();
      take(chosen);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });
}

document.querySelectorAll("input[data-suggestions]").forEach(combobox);
