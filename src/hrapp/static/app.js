// What forms need beyond HTML: one click is one submit, a question before what cannot be undone, nothing typed
// is lost when a session ends, and leaving with changes asks. Every page works without this file.
"use strict";
(() => {
  const page = location.pathname, body = document.body;
  const all = (what, where = document) => [...where.querySelectorAll(what)];
  const posts = (form) => form && form.method === "post" && !form.dataset.forget;
  let leaving = false;
  const changed = new Set();

  // -- what was typed is kept until the server has taken it
  const store = {
    get: (path) => { try { return JSON.parse(sessionStorage.getItem("typed " + path)) || {}; } catch { return {}; } },
    set: (path, kept) => {
      try {
        if (Object.keys(kept).length) sessionStorage.setItem("typed " + path, JSON.stringify(kept));
        else sessionStorage.removeItem("typed " + path);
      } catch { /* storage is off: nothing is kept, everything else works */ }
    },
  };
  const key = (form) => form.getAttribute("action") || page;
  const fields = (form) => [...form.elements].filter((f) => f.name && !/hidden|password|file|submit|button/.test(f.type));
  const typed = (form) => fields(form).map((f) => (/checkbox|radio/.test(f.type) ? f.checked : f.value));
  const keep = (form) => store.set(page, { ...store.get(page), [key(form)]: typed(form) });
  const forget = (form) => { const kept = store.get(page); delete kept[key(form)]; store.set(page, kept); changed.delete(form); };

  const sent = sessionStorage.getItem("sent");
  if (document.querySelector("[data-proof]")) { /* the form goes on from there: what was typed stays until it has arrived */ }
  else if (sent && !/^\/(sign-in|welcome)/.test(page)) {
    sessionStorage.removeItem("sent");
    const [path, action, signedOut] = JSON.parse(sent);
    if (!signedOut && !document.querySelector("[data-kept],[aria-invalid]")) {
      const kept = store.get(path);
      delete kept[action];
      store.set(path, kept);
    }
  } else if (sent) {
    sessionStorage.setItem("sent", JSON.stringify([...JSON.parse(sent).slice(0, 2), 1]));
  }
  const kept = store.get(page);
  all("form").filter(posts).forEach((form) => {
    const values = kept[key(form)], now = fields(form);
    if (!values || values.length !== now.length) return;
    let differs = false;
    now.forEach((f, i) => {
      const box = /checkbox|radio/.test(f.type), value = values[i];
      if ((box ? f.checked : f.value) === value) return;
      differs = true;
      if (box) f.checked = value; else f.value = value;
    });
    if (differs) { changed.add(form); form.dataset.restored = 1; }
  });

  document.addEventListener("input", (e) => {
    const form = e.target.form;
    if (posts(form) && fields(form).includes(e.target)) { changed.add(form); keep(form); }
  });
  addEventListener("beforeunload", (e) => {
    if (!leaving && [...changed].some((form) => form.isConnected)) e.preventDefault(), (e.returnValue = "");
  });

  // -- submitting: ask where asked to, then once
  let sure = null;
  document.addEventListener("submit", (e) => {
    const form = e.target, button = e.submitter;
    if (button && button.dataset.confirm && sure !== button) {
      e.preventDefault();
      e.stopImmediatePropagation();
      return ask(button);
    }
    sure = null;
    if (form.method === "dialog" || e.defaultPrevented) return;
    if (posts(form)) {
      if (changed.has(form)) sessionStorage.setItem("sent", JSON.stringify([page, key(form)]));
      changed.delete(form);
    }
    const plain = !all("[hx-post],[hx-get]", form.parentNode).includes(form);
    leaving = plain;
    setTimeout(() => all("button", form).forEach((b) => { b.disabled = true; if (b === button) b.setAttribute("aria-busy", "true"); }));
    if (form.dataset.file) setTimeout(free, 1500); // a file comes, and the page stays
  }, true);
  const free = () => { leaving = false; all("[aria-busy]").forEach((b) => all("button", b.form || b).concat(b).forEach((x) => { x.disabled = false; x.removeAttribute("aria-busy"); })); };
  addEventListener("pageshow", free);

  function ask(button) {
    const box = document.createElement("dialog");
    if (!box.showModal) { if (confirm(button.dataset.confirm)) { sure = button; button.form.requestSubmit(button); } return; }
    const words = document.createElement("p"), row = document.createElement("div");
    words.textContent = button.dataset.confirm;
    row.className = "actions";
    [[body.dataset.no, "", false], [button.textContent.trim(), button.className.includes("danger") ? "danger" : "primary", true]].forEach(([label, kind, yes]) => {
      const b = document.createElement("button");
      b.textContent = label;
      b.className = kind;
      b.onclick = () => { box.close(); if (yes) { sure = button; button.form.requestSubmit(button); } };
      row.append(b);
    });
    box.append(words, row);
    box.onclose = () => { box.remove(); button.focus(); };
    body.append(box);
    box.showModal();
  }

  // -- a code that came after the # of an address: it is put into the form and taken out of the address
  all("form[data-hash]").forEach((form) => {
    const names = form.dataset.hash.split(" "), values = decodeURIComponent(location.hash.slice(1)).split("/");
    if (!location.hash || values.length !== names.length) return;
    names.forEach((name, i) => { form.elements[name].value = values[i]; });
    history.replaceState(null, "", page);
    const empty = fields(form).find((f) => !f.value) || form.querySelector("[type=password]");
    if (empty) empty.focus();
  });
  all("[data-print]").forEach((b) => { b.hidden = false; b.onclick = () => print(); });

  // -- after a part of the page was swapped
  body.addEventListener("htmx:afterRequest", (e) => {
    free();
    const form = e.detail.elt.closest("form");
    if (form && e.detail.successful && e.detail.requestConfig.verb === "post") forget(form), sessionStorage.removeItem("sent");
  });
  body.addEventListener("htmx:afterSettle", (e) => {
    if (document.activeElement && document.activeElement !== body) return;
    const at = e.target.querySelector("[autofocus],.errors,h2,h3") || e.target;
    if (at.tabIndex < 0) at.tabIndex = -1;
    at.focus({ preventScroll: true });
  });
})();
