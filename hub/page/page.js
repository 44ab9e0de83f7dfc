// The page's own behaviour: one view at a time, two languages, the fragment, and what is sent. ES2017, no library. Without
// it, or where seal.js could not be read, every form still goes to the hub by itself.
(function () {
  "use strict";
  var root = document.documentElement, seals = window.matchbooth;
  if (!seals || !window.TransformStream || !window.fetch || !window.history.pushState || !window.AbortController) return;

  var eventID = root.getAttribute("data-event"), to = root.getAttribute("data-to").split(" "), stays = root.hasAttribute("data-static");
  var blocks = Array.prototype.slice.call(document.querySelectorAll(".said"));
  var lang = "", view = "home", busy = false, match = null;
  var last = null; // what was sealed and has not arrived: sent again as it is, it counts once

  function block() { return blocks.filter(function (b) { return b.getAttribute("data-lang") === lang; })[0]; }
  function part(name) { return document.getElementById(lang + "-" + name); }

  // show brings one view of one language, and the focus to its heading.
  function show(name, quietly) {
    view = part(name) ? name : "home";
    blocks.forEach(function (b) {
      b.hidden = b !== block();
      b.classList.toggle("at-home", view === "home" || view === "done"); // from where there is nothing to go back to
    });
    block().querySelectorAll(".view").forEach(function (v) { v.hidden = v.id !== lang + "-" + view; });
    root.lang = block().lang;
    document.title = block().getAttribute("data-title");
    if (quietly) return;
    window.scrollTo(0, 0);
    part(view).querySelector("h1").focus();
  }

  function go(name) {
    history.pushState({ view: name, deep: true }, "");
    show(name);
  }

  // known reads the fragment. What is wrong with it is never said: whoever has no good one types code and digits.
  function known() {
    match = seals.match(location.hash.slice(1));
    root.classList.toggle("lost", !match);
    document.querySelectorAll("fieldset.lost").forEach(function (f) { f.classList.toggle("known", !!match); });
  }

  var alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
  function plain(s) { return s.normalize("NFKC").trim(); }
  function code(s) {
    s = plain(s).toUpperCase().replace(/[\s\-\u2010-\u2015]/g, "");
    var sum = 0;
    for (var i = 0; i < 9; i++) {
      var v = alphabet.indexOf(s.charAt(i));
      if (s.length !== 9 || v < 0) return "";
      if (i < 8) sum += (i + 1) * v;
      else if (sum % 31 !== v) return "";
    }
    return s;
  }
  // kinds return what is kept of an answer, "" if it cannot be one.
  var kinds = {
    text: plain,
    phone: function (s) {
      s = plain(s).replace(/[\s\-().]/g, "");
      return /^(1\d{10}|0\d{9,11}|\+\d{6,15})$/.test(s) ? s : "";
    },
    code: code,
    last4: function (s) { return /^\d{4}$/.test(plain(s)) ? plain(s) : ""; },
    month: function (s) { return /^\d{4}-(0[1-9]|1[0-2])$/.test(plain(s)) ? plain(s) : ""; },
    day: function (s) { return /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(plain(s)) ? plain(s) : ""; },
    email: function (s) { return /^\S+@\S+$/.test(plain(s)) ? plain(s) : ""; },
  };

  // read returns the answers of a form, null if one is wrong; the first of those gets the focus.
  function read(form) {
    var answers = {}, first = null;
    form.querySelectorAll("input[data-kind]").forEach(function (input) {
      var lost = input.closest("fieldset.lost"), kept = "", wrong = "";
      if (lost && match) return;
      if (input.value.trim() !== "" || (input.validity && input.validity.badInput)) {
        kept = kinds[input.getAttribute("data-kind")](input.value);
        if (!kept) wrong = input.getAttribute("data-wrong");
      } else if (input.required) wrong = input.getAttribute("data-empty");
      var said = document.getElementById(input.id + "-wrong");
      said.textContent = wrong;
      said.hidden = !wrong;
      if (wrong) {
        input.setAttribute("aria-invalid", "true");
        input.setAttribute("aria-errormessage", said.id);
        first = first || input;
      } else {
        input.removeAttribute("aria-invalid");
        input.removeAttribute("aria-errormessage");
        if (kept) answers[input.name] = kept;
      }
    });
    form.querySelectorAll("input[type=radio]:checked").forEach(function (r) { answers[r.name] = r.value; });
    if (first) first.focus();
    return first ? null : answers;
  }

  function waiting(on) {
    busy = on;
    var p = block().querySelector(".waiting");
    p.textContent = on ? p.getAttribute("data-said") : "";
  }

  function problem(which) {
    waiting(false);
    document.querySelectorAll("[data-problem]").forEach(function (p) { p.hidden = p.getAttribute("data-problem") !== which; });
    document.querySelectorAll(".again").forEach(function (b) { b.hidden = !last; });
    if (view === "problem") show("problem");
    else go("problem");
  }

  function wish(name, answers, form) {
    if (busy) return;
    waiting(true);
    last = null;
    var w = { v: 1, event: eventID, id: seals.uuid(), wish: name, lang: lang, hour: Math.floor(Date.now() / 3600000), by: "page" };
    if (match) w.match = match;
    else {
      w.code = answers.code;
      w.last4 = answers.last4;
    }
    delete answers.code;
    delete answers.last4;
    w.answers = answers;
    // Let "sealing" be drawn before the processor is busy with it.
    setTimeout(function () {
      seals.seal(w, to).then(function (sealed) {
        last = { id: w.id, sealed: sealed, form: form };
        return stays ? copy() : send();
      }, function (e) { problem(e.message === "long" ? "form" : "seal"); });
    }, 30);
  }

  function send() {
    waiting(true);
    var stop = new AbortController(), clock = setTimeout(function () { stop.abort(); }, 30000);
    return fetch(location.pathname, {
      method: "POST", body: JSON.stringify({ id: last.id, sealed: seals.base64(last.sealed) }), headers: { "Content-Type": "application/json" },
      credentials: "omit", cache: "no-store", redirect: "error", referrerPolicy: "no-referrer", signal: stop.signal,
    }).then(function (res) {
      if (!res.ok) return res.json().then(function (no) {
        problem(no.code === "busy" || no.code === "full" ? "busy" : no.code === "format" || no.code === "large" ? "form" : "net");
      });
      return res.json().then(function (said) {
        clearTimeout(clock);
        blocks.forEach(function (b) { b.querySelector(".day").textContent = String(said.say[b.getAttribute("data-lang")]); });
        arrived("done");
      });
    }).catch(function () { problem("net"); }).then(function () { clearTimeout(clock); });
  }

  function copy() {
    part("copy").querySelector("textarea").value = seals.armor(last.sealed);
    part("copy").querySelector(".copied").textContent = "";
    arrived("copy");
  }

  // arrived forgets what was typed: the phone may be handed on.
  function arrived(name) {
    if (last.form) last.form.reset();
    last = null;
    waiting(false);
    if (view === "problem") {
      history.replaceState({ view: name, deep: true }, "");
      show(name);
    } else go(name);
  }

  document.addEventListener("click", function (e) {
    var a = e.target.closest("a"), href = a && a.getAttribute("href");
    if (e.target.closest(".again")) return last ? send() : undefined;
    if (e.target.closest("button.copy")) {
      var text = part("copy").querySelector("textarea"), done = part("copy").querySelector(".copied");
      text.focus();
      text.select();
      var say = function () { done.textContent = done.getAttribute("data-said"); };
      if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(text.value).then(say, function () {});
      else if (document.execCommand("copy")) say();
      return;
    }
    if (!a || !href || href.charAt(0) !== "#") return;
    e.preventDefault();
    if (busy) return;
    if (a.hasAttribute("data-to-lang")) {
      lang = a.getAttribute("data-to-lang");
      return show(view === "copy" || view === "problem" ? "home" : view);
    }
    var name = href.slice(1).replace(/^[a-z]+-/, "");
    if (name === "same" && match) return wish("same", {}, null);
    if (a.classList.contains("back") && history.state && history.state.deep) return history.back();
    go(name);
  });

  document.addEventListener("submit", function (e) {
    e.preventDefault();
    if (busy) return;
    var answers = read(e.target);
    if (answers) wish(e.target.elements.wish.value, answers, e.target);
  });

  window.addEventListener("popstate", function (e) { show((e.state && e.state.view) || "home"); });
  window.addEventListener("hashchange", known);

  document.querySelectorAll("form").forEach(function (f) { f.noValidate = true; });
  lang = /^zh\b/i.test(navigator.language || "") ? "zh" : "en";
  root.classList.add("ready");
  known();
  history.replaceState({ view: "home" }, "");
  show("home", true);
})();
