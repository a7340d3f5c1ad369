// Check-in at the place. The code refreshes itself, and what is ticked off the list while there is
// no network is kept in the browser and sent once it is back. Without this file the pages work, too.
(() => {
  "use strict";

  // ---- the changing code ----
  const code = document.querySelector("[data-code]");
  if (code) {
    const digits = code.querySelector(".vr-code-digits");
    const picture = code.querySelector(".vr-code-picture");
    const offline = code.querySelector("[data-offline]");
    let timer;
    const refresh = async () => {
      window.clearTimeout(timer);
      let wait = 3000;
      try {
        const answer = await fetch(code.dataset.code, {
          headers: { Accept: "application/json" }, cache: "no-store",
        });
        if (answer.status === 401 || answer.status === 403) return window.location.reload();
        if (!answer.ok) throw new Error(String(answer.status));
        const said = await answer.json();
        digits.textContent = said.digits;
        picture.innerHTML = said.picture;
        offline.hidden = true;
        code.classList.remove("vr-code-old");
        wait = said.seconds * 1000 + 150;
      } catch {
        offline.hidden = false;
        code.classList.add("vr-code-old");
      }
      window.clearTimeout(timer);
      timer = window.setTimeout(refresh, wait);
    };
    timer = window.setTimeout(refresh, Number(code.dataset.seconds) * 1000 + 150);
    // A telephone that slept shows an old code until it is looked at again.
    document.addEventListener("visibilitychange", () => { if (!document.hidden) refresh(); });
  }

  // ---- the list ----
  const root = document.querySelector("[data-check-in]");
  if (!root) return;
  const key = `volunteer-reports-ticks:${root.dataset.key}`;
  const sentKey = `${key}:sent`; // when this list last sent something, in whichever window
  const AT_ONCE = 50;
  const state = root.querySelector("[data-state]");
  const refusedBox = root.querySelector("[data-refused]");

  const load = () => {
    try { return JSON.parse(window.localStorage.getItem(key) || "[]"); } catch { return []; }
  };
  const save = (ticks) => window.localStorage.setItem(key, JSON.stringify(ticks));
  try { save(load()); } catch { return; } // no storage, so every tick is sent as a form
  let trouble = "";
  // Sent by the page before this one while this one was on its way, so its rows are of before.
  let allSent = Number(window.localStorage.getItem(sentKey)) >= performance.timeOrigin;
  const change = (how) => { save(how(load())); show(); };

  const newId = () => {
    const bytes = window.crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };
  let token = root.querySelector("[data-token]").content.querySelector("[name=csrf_token]")?.value;

  const clock = (at) => new Date(at).toLocaleTimeString("en-GB", { timeStyle: "short" });
  const show = () => {
    const ticks = load();
    const waiting = ticks.filter((tick) => !tick.refused);
    // Who stands in no row of the list is named here, so that nobody is added twice.
    const others = waiting.filter((tick) => !tick.volunteer).map((tick) => tick.label);
    state.hidden = waiting.length === 0 && !allSent;
    state.classList.toggle("vr-notice-warning", waiting.length > 0);
    state.classList.toggle("vr-notice-success", waiting.length === 0);
    state.textContent = state.hidden ? "" : waiting.length
      ? [root.dataset.unsent.replace("#", waiting.length), ...others, trouble || root.dataset.kept]
        .join(" · ")
      : root.dataset.sent;
    for (const row of root.querySelectorAll("[data-volunteer]")) {
      const last = waiting.filter((tick) => tick.volunteer === row.dataset.volunteer).pop();
      const note = row.querySelector("[data-unsent-row]");
      note.hidden = !last;
      if (!last) continue;
      note.textContent = root.dataset[last.purpose].replace("#", clock(last.at));
      for (const button of row.querySelectorAll("[data-tick] button")) {
        button.hidden = button.value === last.purpose;
      }
    }
    const refused = ticks.filter((tick) => tick.refused);
    refusedBox.hidden = refused.length === 0;
    refusedBox.querySelector("ul").replaceChildren(...refused.map((tick) => {
      const item = document.createElement("li");
      item.textContent = `${tick.label} ${clock(tick.at)} · ${tick.refused} `;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "vr-button vr-quiet vr-small";
      button.textContent = root.dataset.dismiss;
      button.addEventListener("click", () => change((all) => all.filter((t) => t.id !== tick.id)));
      item.append(button);
      return item;
    }));
  };

  // The page as it is now: who is there, and a token that is good again.
  const renew = async () => {
    const answer = await fetch(window.location.href, { cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-check-in]");
    if (!fresh) return false;
    token = fresh.querySelector("[data-token]").content.querySelector("[name=csrf_token]")?.value;
    for (const field of root.querySelectorAll("[name=csrf_token]")) field.value = token;
    const open = root.querySelector("[data-people] details[open]");
    if (!open) root.querySelector("[data-people]").replaceWith(fresh.querySelector("[data-people]"));
    return true;
  };

  const post = (ticks) => {
    const body = new FormData();
    body.append("ticks", JSON.stringify(ticks));
    if (token) body.append("csrf_token", token);
    return fetch(root.dataset.url, {
      method: "POST", body, headers: { Accept: "application/json" },
    });
  };

  let sending = false;
  let again = false;
  const send = async () => {
    again = sending; // the network came back while the last attempt was failing
    if (sending) return;
    sending = true;
    trouble = "";
    try {
      let sent = allSent;
      for (;;) {
        const batch = load().filter((tick) => !tick.refused).slice(0, AT_ONCE);
        if (!batch.length) break;
        let answer = await post(batch);
        let said = await answer.json();
        if (said.expired) {
          if (!(await renew())) throw new Error("signed out");
          answer = await post(batch);
          said = await answer.json();
        }
        if (answer.status === 401 || answer.status === 403) throw new Error("signed out");
        if (!answer.ok) throw new Error(said.error || String(answer.status));
        const results = new Map(said.results.map((result) => [result.id, result]));
        save(load().flatMap((tick) => {
          const result = results.get(tick.id);
          if (!result) return [tick];
          return result.refused ? [{ ...tick, refused: result.refused }] : [];
        }));
        window.localStorage.setItem(sentKey, Date.now());
        sent = true;
      }
      if (sent) {
        allSent = true;
        await renew();
      }
    } catch (error) {
      if (error.message === "signed out") trouble = root.dataset.signedOut;
    }
    sending = false;
    show();
    if (again) send();
  };

  root.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-tick]");
    if (!form) return;
    event.preventDefault();
    const data = new FormData(form);
    const button = event.submitter || form.querySelector("button[name=purpose]:not([hidden])");
    const tick = {
      id: newId(),
      purpose: button?.value || data.get("purpose") || "in",
      volunteer: data.get("volunteer") || "",
      card: (data.get("card") || "").trim(),
      name: (data.get("name") || "").trim(),
      volunteer_no: (data.get("volunteer_no") || "").trim(),
      at: new Date().toISOString(),
    };
    tick.label = form.dataset.name || tick.name || tick.card;
    if (!tick.label) return form.querySelector("input:not([type=hidden])").focus();
    change((all) => [...all, tick]);
    if (!tick.volunteer) form.reset();
    send();
  });

  window.addEventListener("online", send);
  window.addEventListener("storage", (event) => {
    if (event.key === key) show();
    if (event.key === sentKey) renew().then(show, show);
  });
  window.setInterval(() => { if (load().some((tick) => !tick.refused)) send(); }, 15000);
  show();
  send();

  // ---- the camera, where the browser can read codes ----
  const scan = root.querySelector("[data-scan]");
  const camera = root.querySelector("[data-camera]");
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices?.getUserMedia) return;
  scan.hidden = false;
  scan.addEventListener("click", async () => {
    const field = scan.closest("form").elements.card;
    try {
      const stream = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: "environment" },
      });
      const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
      camera.srcObject = stream;
      camera.hidden = false;
      await camera.play();
      const stop = () => {
        stream.getTracks().forEach((track) => track.stop());
        camera.hidden = true;
      };
      const until = Date.now() + 60000;
      const look = async () => {
        const found = await detector.detect(camera).catch(() => []);
        const card = found.map((one) => /\/cards\/([0-9a-f]{24})$/.exec(one.rawValue)).find(Boolean);
        if (card) {
          field.value = card[1];
          stop();
          return scan.closest("form").querySelector("button[value=in]").focus();
        }
        return Date.now() < until ? window.setTimeout(look, 200) : stop();
      };
      look();
    } catch { scan.hidden = true; }
  });
})();
