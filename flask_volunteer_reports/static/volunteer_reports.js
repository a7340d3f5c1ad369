// Our pages work without this file. It sends photos while the person goes on writing, follows jobs,
// counts characters, and keeps a second click from sending a form twice.
(() => {
  "use strict";

  const root = document.querySelector(".vr");
  if (!root) return;

  // What went wrong is read out and seen first.
  root.querySelector(".vr-summary[tabindex]")?.focus();

  // A second click sends nothing; coming back to the page makes the button usable again.
  for (const form of root.querySelectorAll("form[method=post]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) return event.preventDefault();
      form.dataset.sent = "1";
      window.setTimeout(() => { delete form.dataset.sent; }, 8000);
    });
  }
  window.addEventListener("pageshow", () => {
    for (const form of root.querySelectorAll("form")) delete form.dataset.sent;
  });

  // A group of the navigation lies over the page: it closes when the person goes on elsewhere.
  const groups = [...root.querySelectorAll(".vr-nav-group")];
  document.addEventListener("click", (event) => {
    for (const group of groups) if (!group.contains(event.target)) group.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && groups.find((group) => group.open);
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });

  // How many characters are left.
  for (const area of root.querySelectorAll("textarea[data-count]")) {
    const counter = document.createElement("p");
    counter.className = "vr-counter";
    area.after(counter);
    const most = Number(area.dataset.count);
    const show = () => { counter.textContent = `${[...area.value].length} / ${most}`; };
    area.addEventListener("input", show);
    show();
  }

  // Repetition is shown only where it is wanted.
  const repeats = root.querySelector("#repeats");
  if (repeats) {
    const rest = [...repeats.closest("fieldset").children].filter(
      (child) => child.tagName !== "LEGEND" && !child.contains(repeats));
    const show = () => rest.forEach((child) => { child.hidden = !repeats.checked; });
    repeats.addEventListener("change", show);
    show();
  }

  // Photos are sent at once; what cannot be sent now goes with the form.
  for (const box of root.querySelectorAll("[data-photo-url]")) {
    const form = box.closest("form");
    const input = box.querySelector("input[type=file]");
    const standing = box.querySelector("input[type=hidden]");
    const status = box.querySelector(".vr-photo-status");
    const frame = box.querySelector(".vr-photo-frame");
    input.addEventListener("change", async () => {
      const file = input.files[0];
      if (!file) return;
      if (file.size > Number(box.dataset.largest) * 1048576) {
        status.textContent = box.dataset.tooLarge;
        input.value = "";
        return;
      }
      status.textContent = box.dataset.sending;
      const body = new FormData();
      body.append("photo", file);
      body.append("standing", standing.value);
      body.append("version", form.elements.version.value);
      body.append("csrf_token", form.elements.csrf_token.value);
      try {
        const answer = await fetch(box.dataset.photoUrl, {
          method: "POST", body, headers: { Accept: "application/json" },
        });
        const said = await answer.json();
        if (said.error) {
          status.textContent = said.error;
          if (answer.status === 422) input.value = "";
          return;
        }
        form.elements.version.value = said.version;
        if (said.id) {
          standing.value = said.id;
          const image = new Image();
          image.src = said.url;
          image.alt = frame.querySelector("img")?.alt ?? input.labels[0].textContent;
          frame.replaceChildren(image);
        }
        input.value = "";
        status.textContent = box.dataset.kept;
      } catch {
        status.textContent = box.dataset.failed;
      }
    });
  }

  // A job is followed until it is over; then the page shows what came of it.
  const job = root.querySelector("[data-job]");
  if (job) {
    const bar = job.querySelector("progress");
    const follow = async () => {
      try {
        const answer = await fetch(job.dataset.job, { headers: { Accept: "application/json" } });
        const said = await answer.json();
        if (!answer.ok || said.over) return window.location.reload();
        job.querySelector(".vr-job-text").textContent = said.text;
        job.querySelector(".vr-job-badge .vr-badge").textContent = said.label;
        if (said.total) { bar.max = said.total; bar.value = said.done; }
      } catch { /* the network is away; ask again */ }
      window.setTimeout(follow, 1500);
    };
    window.setTimeout(follow, 1000);
  }

  // Check a file without sending it: browsers compute digests on secure pages only.
  const check = root.querySelector("[data-check-file]");
  if (check && window.crypto?.subtle) {
    check.hidden = false;
    check.querySelector("[type=file]").addEventListener("change", async ({ target }) => {
      if (!target.files.length) return;
      const digest = await crypto.subtle.digest("SHA-256", await target.files[0].arrayBuffer());
      const hex = [...new Uint8Array(digest)].map((b) => b.toString(16).padStart(2, "0")).join("");
      check.querySelector("[type=hidden]").value = hex;
      check.submit();
    });
  }
})();
