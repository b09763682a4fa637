/** Makes an owner's form quicker: a week in steps, and the sentence as it will read, before it is sent. */

export {};

const form = /** @type {HTMLFormElement | null} */ (document.getElementById("reply"));

/** The words that the chosen time puts into a sentence. @param {HTMLFormElement} where */
function whenWords(where) {
  const kind = value(where, "when");
  if (kind === "running") return document.getElementById("running-words")?.dataset.words ?? "…";
  const list = /** @type {HTMLSelectElement | null} */ (where.elements.namedItem(kind));
  return list?.selectedOptions[0]?.dataset.words ?? "…";
}

/** @param {HTMLFormElement} where @param {string} name */
function value(where, name) {
  return String(new FormData(where).get(name) ?? "").trim();
}

/** The day as the reader's language writes it. @param {string} day */
function dayWords(day) {
  if (!day) return "…";
  const format = new Intl.DateTimeFormat(document.documentElement.lang, { day: "numeric", month: "long", timeZone: "UTC" });
  return format.format(new Date(`${day}T00:00:00Z`));
}

/** The sentence of the chosen answer, or "" where something is still to be chosen. @param {HTMLFormElement} where */
function sentence(where) {
  const act = value(where, "act");
  if (!act || act === "accepted") return "";
  const own = value(where, "own_words");
  if (own) return own.replace(/\s+/g, " ");
  if (act === "done" && value(where, "how_much") === "part") return restOf(where);
  const named = `[name="sentence-${act}"]`;
  const chosen = where.querySelector(`${named}:checked, ${named}[type="hidden"]`);
  const gaps = chosen instanceof HTMLInputElement ? chosen.dataset.gaps ?? "" : "";
  return gaps
    .replace("{when}", () => whenWords(where))
    .replace("{date}", () => dayWords(value(where, "answer_by")))
    .replace("{year}", () => value(where, "year"));
}

/** What is said of work that is done in part. @param {HTMLFormElement} where */
function restOf(where) {
  const list = /** @type {HTMLSelectElement | null} */ (where.elements.namedItem("rest_week"));
  const gaps = document.getElementById("rest-words")?.dataset.gaps ?? "";
  return gaps.replace("{when}", () => list?.selectedOptions[0]?.dataset.words ?? "…");
}

/** @param {HTMLFormElement} where */
function show(where) {
  const box = document.getElementById("preview");
  const words = document.getElementById("preview-words");
  if (!box || !words) return;
  const read = sentence(where);
  words.textContent = read;
  words.removeAttribute("lang");
  box.hidden = !read;
}

/** A list of weeks as minus, number, plus; the list stays the form's field. @param {HTMLSelectElement} list */
function stepper(list) {
  const row = document.createElement("div");
  row.className = "stepper";
  const number = document.createElement("output");
  const days = document.createElement("span");
  days.className = "stepper-days";
  const less = stepButton("−", list.dataset.less ?? "", () => step(-1));
  const more = stepButton("+", list.dataset.more ?? "", () => step(1));
  row.append(less, number, more, days);
  list.hidden = true;
  list.after(row);

  const tell = () => {
    const option = list.selectedOptions[0];
    number.value = option?.text.split(" ")[0] ?? "";
    days.textContent = option?.dataset.days ?? "";
    less.disabled = list.selectedIndex <= 0;
    more.disabled = list.selectedIndex >= list.options.length - 1;
  };
  /** @param {number} by */
  function step(by) {
    list.selectedIndex = Math.max(0, Math.min(list.options.length - 1, list.selectedIndex + by));
    tell();
    list.dispatchEvent(new Event("input", { bubbles: true }));
  }
  tell();
}

/** @param {string} sign @param {string} words @param {() => void} act */
function stepButton(sign, words, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = sign;
  button.setAttribute("aria-label", words);
  button.addEventListener("click", act);
  return button;
}

/** Changing a week or a time of the year chooses it. @param {HTMLFormElement} where @param {EventTarget | null} target */
function choose(where, target) {
  if (!(target instanceof HTMLSelectElement) || !["week", "time"].includes(target.name)) return;
  const tick = where.querySelector(`[name="when"][value="${target.name}"]`);
  if (tick instanceof HTMLInputElement) tick.checked = true;
}

if (form) {
  for (const list of form.querySelectorAll("select[data-stepper]")) stepper(/** @type {HTMLSelectElement} */ (list));
  document.getElementById("look-first")?.remove();
  form.addEventListener("input", (event) => {
    choose(form, event.target);
    show(form);
  });
  show(form);
}
