/* The list of what to better on a page, in the editor: kept up to date, counted, and one click away
   from the field that is meant. Without this script it shows the state when the editor was opened. */

const frame = document.querySelector("[data-content-problems-url]");

if (frame) {
  const list = () => frame.querySelector("[data-content-problems]");
  const count = () => Number(list().dataset.contentProblemsCount);

  /* The number on the panel's button: Wagtail writes there what the accessibility checker found. */
  const badge = document.querySelector('[data-side-panel-toggle="checks"] [data-side-panel-toggle-counter]');
  let barriers = 0;
  const watch = new MutationObserver(() => {
    barriers = Number(badge.textContent) || 0;
    showSum();
  });
  const showSum = () => {
    badge.textContent = String(barriers + count());
    badge.hidden = barriers + count() === 0;
    watch.takeRecords(); // what was written here is no news
  };
  watch.observe(badge, { childList: true, characterData: true, subtree: true });

  /* A line beside the buttons for saving and publishing, seen before one of them is pressed. */
  const note = document.createElement("button");
  note.type = "button";
  note.className = "button button-secondary";
  note.dataset.contentProblemsNote = "";
  note.addEventListener("click", () => {
    document.querySelector('[data-side-panel="checks"]').dispatchEvent(new Event("open"));
  });
  const actions = document.querySelector("footer.footer nav.footer__container");
  actions?.append(note);

  const tell = () => {
    const { contentProblemsOne: one, contentProblemsMany: many } = frame.dataset;
    note.hidden = count() === 0;
    note.textContent = count() === 1 ? one : many.replace("{count}", count());
    showSum();
  };

  let asked = 0;
  const reload = async (pk) => {
    asked += 1;
    const mine = asked;
    const answer = await fetch(frame.dataset.contentProblemsUrl.replace("/0/", `/${pk}/`));
    if (!answer.ok || mine !== asked) return; // a later save has a later list
    const text = await answer.text();
    if (mine !== asked) return;
    frame.innerHTML = text;
    tell();
  };

  const find = (path) => {
    const parts = path.split(".");
    for (let length = parts.length; length > 0; length -= 1) {
      const selector = parts.slice(0, length).map((part) => `[data-contentpath="${CSS.escape(part)}"]`).join(" ");
      const field = document.querySelector(`form[data-edit-form] ${selector}`);
      if (field) return field;
    }
    return null;
  };

  const show = (field) => {
    const tab = field.closest('[role="tabpanel"]');
    if (tab?.hidden) document.getElementById(tab.getAttribute("aria-labelledby"))?.click();
    for (let panel = field.closest("[data-panel]"); panel; panel = panel.parentElement.closest("[data-panel]")) {
      panel.querySelector(':scope > * [data-panel-toggle][aria-expanded="false"]')?.click();
    }
    field.scrollIntoView({ block: "center" });
    field.querySelector('input:not([type="hidden"]), textarea, select, [contenteditable="true"], button')
      ?.focus({ preventScroll: true });
  };

  frame.addEventListener("click", (event) => {
    const link = event.target.closest("[data-content-path]");
    const field = link && find(link.dataset.contentPath);
    if (!field) return;
    event.preventDefault();
    show(field);
  });

  document.addEventListener("w-autosave:success", (event) => {
    const { pk } = event.detail?.response ?? {};
    if (pk) reload(pk);
  });

  tell();
}
