/*
 * What the browser does beyond plain pages: texts that save themselves, shared notes that follow each other,
 * messages when htmx fails, focus after a swap. No build, no dependencies, nothing in browser storage.
 * Every word shown comes from the server or from the page (data attributes, templates).
 */
(() => {
  "use strict";

  const PAUSE = 1000; // ms after the last key; the promise is two seconds
  const LONGEST_WAIT = 5000; // ms of writing without a pause
  const GIVE_UP = 15000; // ms before a request counts as lost
  const FIRST_RETRY = 2000;
  const LAST_RETRY = 30000;
  const KEY_EVERY = 5000; // ms between looks for a renewed sign-in
  const POLL_EVERY = 4000;
  const LEAVE_WITHIN = 1500; // ms a click on a link waits for a save
  const KEEPALIVE_LIMIT = 60000; // bytes browsers allow a request that outlives its page
  const KEY_URL = "/formularnyckel";

  const root = document.documentElement;
  root.classList.add("js");

  /* Nothing is kept in the browser, by nobody: htmx, which runs after this, would note the page one was on. */
  Storage.prototype.setItem = () => { throw new DOMException("This site keeps nothing in the browser", "QuotaExceededError"); };

  const texts = new Set();

  const MULTIPART = "multipart/form-data";

  const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

  const unix = (text) => (text || "").replace(/\r\n?/g, "\n");

  /* ---------------------------------------------------------- requests */

  async function ask(url, options, patience = GIVE_UP) {
    const stop = new AbortController();
    const clock = setTimeout(() => stop.abort(), patience);
    try {
      const response = await fetch(url, {
        credentials: "same-origin",
        redirect: "manual",
        cache: "no-store",
        signal: stop.signal,
        ...options,
      });
      if (response.status === 204) return { status: 204, body: {} };
      let body = {};
      if ((response.headers.get("Content-Type") || "").includes("json")) body = await response.json();
      // A page where data was asked for: a proxy or a sign-in page of someone else's, nothing of ours.
      else if (response.ok || response.status === 0) return { status: 0, body: {} };
      return { status: response.status, body };
    } catch {
      return { status: 0, body: {} };
    } finally {
      clearTimeout(clock);
    }
  }

  /* Puts another text in a field and leaves the caret where the reader has it. */
  function replaceText(area, text) {
    const old = area.value;
    if (old === text) return;
    let head = 0;
    while (head < old.length && head < text.length && old[head] === text[head]) head += 1;
    let tail = 0;
    const most = Math.min(old.length, text.length) - head;
    while (tail < most && old[old.length - 1 - tail] === text[text.length - 1 - tail]) tail += 1;
    const move = (place) => {
      if (place <= head) return place;
      if (place >= old.length - tail) return place + text.length - old.length;
      return Math.min(place, text.length - tail);
    };
    const { selectionStart, selectionEnd, scrollTop } = area;
    area.value = text;
    if (document.activeElement === area) area.setSelectionRange(move(selectionStart), move(selectionEnd));
    area.scrollTop = scrollTop;
  }

  /* ------------------------------------------------- a text that saves */

  class SavingText {
    constructor(form) {
      this.form = form;
      this.status = form.querySelector("[data-saved]");
      this.kept = this.atFirst; // what the server has
      this.underWay = null; // promise of the request that runs
      this.blocked = ""; // why nothing is sent: conflict, refused, signed_out, someone_else
      this.retry = 0;
      this.unanswered = null; // sent, and perhaps kept: no answer came
      this.dirtySince = 0;
      this.announced = "";
      this.triedKey = false;
      this.aside = this.keepsAside ? new Aside(this) : null;
      this.listen();
      if (this.dirty) this.changed();
      if (form.dataset.poll) this.pollLater();
    }

    get base() { return this.form.elements.namedItem("base"); }

    /* The field one writes in; in a form whose parts are shown anew another takes its place. */
    get area() {
      if (!this.field || !this.field.isConnected) this.field = this.form.querySelector("textarea") || this.field;
      return this.field;
    }

    get atFirst() { return unix(this.area.defaultValue); }
    get now() { return this.area.value; }
    get dirty() { return this.unanswered !== null || this.now !== this.kept; }
    get unsettled() { return this.dirty || this.region; }
    get person() { return this.form.dataset.person || ""; }
    get alive() { return this.form.isConnected; }
    get keepsAside() { return document.getElementById("draft-template") !== null; }

    leavesBy(form) { return this.form === form || this.area.form === form; }

    listen() {
      this.area.addEventListener("input", () => this.changed());
      this.area.addEventListener("blur", () => this.save());
      this.form.addEventListener("submit", (event) => {
        const by = event.submitter;
        if (by && (by.name || by.hasAttribute("formaction"))) {
          if ((this.underWay || this.dirty) && !this.blocked) {
            // The text is saved before what cannot be done twice, or takes its time, as files do.
            event.preventDefault();
            Promise.race([this.save(), pause(LEAVE_WITHIN)]).then(() => goesThrough([this])).then((through) => {
              if (this.blocked || this.retry || !through) return; // it says so beside the text, and one stays with it
              this.kept = this.area.value;
              this.form.requestSubmit(by);
            });
            return;
          }
          this.kept = this.area.value; // the text travels with this button
          return;
        }
        event.preventDefault();
        if (this.blocked === "refused") this.blocked = "";
        this.save({ evenIfSaved: true });
      });
    }

    changed() {
      if (this.blocked === "refused") this.blocked = "";
      if (this.region) this.region.querySelector("[data-mine]").textContent = this.area.value;
      if (!this.dirty) {
        if (!this.blocked && !this.underWay) this.show("saved", this.lastMessage || "");
        return;
      }
      if (!this.dirtySince) this.dirtySince = Date.now();
      if (!this.blocked && !this.retry) this.show("unsaved", this.form.dataset.unsavedMessage);
      clearTimeout(this.timer);
      if (this.retry) return;
      if (this.region && this.aside) this.timer = setTimeout(() => this.aside.keep(), PAUSE);
      if (this.blocked) return;
      const left = this.dirtySince + LONGEST_WAIT - Date.now();
      this.timer = setTimeout(() => this.save(), Math.max(0, Math.min(PAUSE, left)));
    }

    save({ evenIfSaved = false, leaving = false } = {}) {
      clearTimeout(this.timer);
      if (this.region && this.aside) this.aside.keep({ leaving });
      if (this.underWay) {
        // One request at a time: the next one takes along everything written meanwhile.
        return this.underWay.then(() => (this.dirty && !this.retry ? this.save({ leaving }) : undefined));
      }
      if (this.blocked || !(this.dirty || evenIfSaved)) return Promise.resolve();
      this.underWay = this.send(leaving).finally(() => {
        this.underWay = null;
        if (this.dirty && !this.blocked && !this.retry) this.changed();
      });
      return this.underWay;
    }

    async send(leaving) {
      clearTimeout(this.retryTimer);
      // Where no answer came to what was sent, that is sent again first: kept or not, what is written since then stands on it.
      const again = leaving ? null : this.unanswered;
      const sent = again === null ? this.now : again;
      const body = this.body(sent);
      if (this.dirty) this.show("saving", this.form.dataset.savingMessage);
      this.dirtySince = 0;
      const { status, body: answer } = await this.post(body, { keepalive: leaving && body.toString().length < KEEPALIVE_LIMIT });
      await this.take(status, answer, sent);
      if (again !== null && this.unanswered === null && this.dirty && !this.blocked) await this.send(false);
    }

    get address() { return this.form.action; }

    post(body, options = {}) {
      const { to = this.address, ...more } = options;
      return ask(to, { method: "POST", headers: { "X-Autosave": "1", "X-Person": this.person, Accept: "application/json" }, body, ...more });
    }

    body(sent) {
      const body = new URLSearchParams([...new FormData(this.form)].filter(([, value]) => typeof value === "string"));
      body.set("text", sent);
      return body;
    }

    async take(status, answer, sent) {
      const state = answer.state;
      if (status === 200 && state === "saved") {
        this.saved(answer.base, sent, answer.message);
        readOn(answer.record_before, answer.record);
      }
      else if (status === 200 && state === "merged") this.merged(answer, sent);
      else if (status === 409 && "theirs" in answer) this.conflict(answer);
      else if (status === 401) this.signedOut(answer);
      else if (status === 403 && state === "someone_else") this.someoneElse(answer.message);
      else if (status === 400 && !this.triedKey) await this.renewKeyAndRetry(answer);
      else if (status >= 400 && status < 500 && status !== 408 && status !== 429) this.refused(answer);
      else {
        if (this.unanswered === null) this.unanswered = sent;
        this.offline();
      }
    }

    settled() {
      this.retry = 0;
      this.unanswered = null;
      this.triedKey = false;
      this.blocked = "";
    }

    saved(base, text, message) {
      this.settled();
      this.base.value = base;
      this.kept = text;
      this.lastMessage = message;
      if (!this.dirty) this.show("saved", message);
      if (this.aside) this.aside.saved();
    }

    merged(answer, sent) {
      if (this.area.value !== sent) {
        // Written on meanwhile: the next save, standing on what was sent, merges again.
        this.saved(answer.base, sent, answer.message);
        return;
      }
      const text = unix(answer.text);
      replaceText(this.area, text);
      this.saved(answer.merged_base, text, answer.message);
      this.show("merged", answer.message);
    }

    offline() {
      this.retry = Math.min(this.retry ? this.retry * 2 : FIRST_RETRY, LAST_RETRY);
      this.show("offline", this.form.dataset.offlineMessage);
      this.retryTimer = setTimeout(() => this.again(), this.retry);
    }

    again() {
      if (!this.alive || this.blocked) return;
      if (this.dirty) this.save();
      else this.retry = 0;
    }

    refused(answer) {
      this.blocked = "refused";
      this.retry = 0;
      this.unanswered = null;
      this.show("refused", answer.message || this.form.dataset.offlineMessage);
    }

    async renewKeyAndRetry(answer) {
      // The form's key may be older than the sign-in: renewed in another tab, for instance.
      this.triedKey = true;
      const person = await renewKey();
      if (person === this.person) await this.send(false);
      else if (person === null) this.refused(answer);
      else if (person === "") this.signedOut(answer);
      else this.someoneElse(this.form.dataset.someoneElseMessage);
    }

    signedOut(answer) {
      this.blocked = "signed_out";
      this.retry = 0;
      const messages = document.getElementById("messages");
      const link = document.createElement("a");
      link.href = local(answer.sign_in) || (messages && messages.dataset.signIn) || "/";
      link.target = "_blank";
      link.rel = "noopener";
      link.textContent = this.form.dataset.signInLabel || "";
      this.show("signed_out", answer.message || (messages && messages.dataset.signedOut), link);
      watchForKey();
    }

    someoneElse(message) {
      this.blocked = "someone_else";
      this.retry = 0;
      this.show("someone_else", message || this.form.dataset.someoneElseMessage);
      watchForKey();
    }

    signedInAgain(person) {
      if (this.blocked !== "signed_out" && this.blocked !== "someone_else") return;
      if (person !== this.person) {
        this.someoneElse();
        return;
      }
      this.blocked = "";
      if (this.dirty) this.save();
      else this.show("saved", this.lastMessage || "");
    }

    /* Both texts, side by side; nothing is sent until one has chosen. */
    conflict(answer) {
      this.retry = 0;
      this.unanswered = null;
      this.blocked = "conflict";
      this.show("conflict", answer.message);
      const theirs = unix(answer.theirs);
      if (!this.region) {
        const template = document.getElementById("conflict-template");
        this.region = template.content.firstElementChild.cloneNode(true);
        this.region.addEventListener("click", (event) => {
          const button = event.target.closest("[data-keep]");
          if (button) this.choose(button.dataset.keep);
        });
        this.form.after(this.region);
        this.region.scrollIntoView({ block: "nearest" });
      }
      this.other = { base: answer.base, text: theirs, kept: theirs };
      this.region.querySelector("[data-mine]").textContent = this.area.value;
      this.region.querySelector("[data-theirs]").textContent = theirs;
      for (const [name, words] of Object.entries(answer.says || {})) this.region.querySelector(`[data-says=${name}]`).textContent = words;
      const by = this.region.querySelector("[data-by]");
      if (by) by.textContent = answer.theirs_by ? ` (${answer.theirs_by})` : "";
      if (this.aside) this.aside.keep();
    }

    choose(which) {
      const mine = this.area.value;
      const { base, text, kept } = this.other;
      if (this.aside && which !== "theirs") this.aside.take([mine]);
      this.region.remove();
      this.region = null;
      this.blocked = "";
      this.base.value = base;
      this.kept = kept;
      if (which === "theirs") this.takeOther(text);
      else if (which === "both") replaceText(this.area, `${mine.trimEnd()}\n\n${text}`);
      this.area.focus();
      if (this.dirty) {
        this.show("unsaved", this.form.dataset.unsavedMessage);
        if (which === "mine") this.save();
        else this.changed();
      } else {
        this.show("saved", this.lastMessage || "");
        if (this.aside) this.aside.saved();
      }
    }

    takeOther(text) { replaceText(this.area, text); }

    /* ------------------------------------------ a note two write in */

    pollLater(wait = POLL_EVERY) {
      clearTimeout(this.pollTimer);
      this.pollTimer = setTimeout(() => this.poll(), wait);
    }

    async poll() {
      if (!this.alive) return;
      if (document.hidden || this.dirty || this.underWay || this.blocked) {
        this.pollLater();
        return;
      }
      const base = this.base.value;
      const url = new URL(this.form.dataset.poll, location.href);
      url.searchParams.set("base", base);
      const about = document.getElementById("about");
      if (about) url.searchParams.set("about", about.dataset.about);
      const { status, body } = await ask(url, { headers: { Accept: "application/json", "X-Autosave": "1", "X-Person": this.person } });
      if (status === 200 && body.about) this.marked(body.about);
      const untouched = !this.dirty && !this.underWay && !this.blocked && this.base.value === base;
      if (status === 200 && typeof body.text === "string" && untouched) {
        const text = unix(body.text);
        replaceText(this.area, text);
        this.kept = text;
        this.base.value = body.base;
        this.lastMessage = body.message;
        this.show("merged", body.message);
      } else if (status === 401 && untouched) this.signedOut(body);
      this.pollLater(status === 0 || status >= 500 ? POLL_EVERY * 4 : POLL_EVERY);
    }

    /* The other has said what the theme is about: the row is asked for anew, unless one is looking for a subject in it. */
    marked(stands) {
      const about = document.getElementById("about");
      if (!about || about.dataset.about === stands || about.querySelector("input:focus") || !window.htmx) return;
      window.htmx.trigger(about, "news");
    }

    /* ------------------------------------------------------- status */

    show(state, message, link) {
      const status = this.status;
      if (!status) return;
      const text = message || "";
      const same = status.dataset.state === state && status.dataset.text === text && !link;
      if (same) return;
      status.dataset.state = state;
      status.dataset.text = text;
      const words = document.createElement("span");
      words.textContent = text;
      // Every pause in one's writing should not be read aloud: only news is.
      const news = state !== "unsaved" && state !== "saving" && text !== this.announced;
      if (!news) words.setAttribute("aria-hidden", "true");
      else this.announced = text;
      status.replaceChildren(...(text ? [words] : []));
      if (link) status.append(" ", link);
    }
  }

  /* ------------- what one wrote at the same time as somebody else, and has not chosen about */

  /*
   * Nothing is sent of it, and the page may be left: the server keeps it for its writer alone, and it is shown again beside the text.
   * Other windows of one's own may keep something at the same place: each takes away only what is its own.
   */
  class Aside {
    constructor(text) {
      this.text = text;
      this.base = "";
      this.has = []; // the texts the server keeps
      this.own = new Set(); // those of them that were shown here or sent from here
      this.box = null; // where what was kept is shown again
      this.shown = [];
      this.taken = []; // chosen for the text, and not saved in it yet
      this.line = Promise.resolve();
    }

    get place() { return `${new URL(this.text.address, location.href).pathname}#bredvid`; }
    get address() { return document.getElementById("draft-template").dataset.address; }
    get alive() { return this.text.alive; }

    get words() {
      const open = this.text.region ? this.text.area.value : "";
      const before = [...(this.box ? this.shown : []), ...this.taken].filter((one) => !open.includes(one));
      return open ? [...before, open] : before;
    }

    /* Lets the server have what is to be chosen about, and nothing where all is: one request at a time, the newest words. */
    keep({ leaving = false } = {}) {
      clearTimeout(this.timer);
      this.line = this.line.then(() => this.send(leaving));
      return this.line;
    }

    async send(leaving, again = false) {
      const { words } = this;
      const each = [...new Set([...this.has.filter((one) => !this.own.has(one)), ...words])];
      const all = each.filter((one) => !each.some((other) => other !== one && other.includes(one)));
      const { form } = this.text.area;
      if (!form || JSON.stringify(all) === JSON.stringify(this.has)) return;
      for (const one of words) this.own.add(one);
      const entries = all.length ? JSON.stringify(all.map((one) => ["text", one])) : "";
      const body = new URLSearchParams({ draft_place: this.place, draft_base: this.base, entries });
      body.set("csrf_token", form.elements.namedItem("csrf_token").value);
      const { status, body: answer } = await this.text.post(body, { to: this.address, keepalive: leaving && body.toString().length < KEEPALIVE_LIMIT });
      if (status === 200) {
        [this.base, this.has] = [answer.base, all];
        this.own = new Set(words);
      } else if (status === 409 && answer.base) {
        [this.base, this.has] = [answer.base, this.textsOf(answer.fields.entries)];
        await this.send(leaving);
      } else if ([400, 401, 403].includes(status) && !again && await renewKey() === this.text.person) await this.send(leaving, true);
      else if (status !== 404 && status !== 422) this.timer = setTimeout(() => this.alive && this.keep(), LAST_RETRY);
    }

    textsOf(entries) { return JSON.parse(entries).filter(([name]) => name === "text").map(([, text]) => unix(text)); }

    /* Shows what was left without a choice: what stands in the text goes on being written meanwhile. */
    begin(found) {
      if (!found) return;
      const texts = this.textsOf(found.entries);
      if (!this.base) [this.base, this.has] = [found.base, texts];
      for (const one of texts) this.own.add(one);
      this.shown = texts.filter((one) => !this.text.area.value.includes(one));
      if (!this.shown.length) {
        this.keep(); // it stands in the text by now
        return;
      }
      this.box = document.getElementById("aside-template").content.firstElementChild.cloneNode(true);
      this.box.id = `${this.text.area.id}-aside`;
      this.box.querySelector("[data-mine]").textContent = this.shown.join("\n\n");
      this.box.addEventListener("click", ({ target }) => {
        const button = target.closest("[data-keep]");
        if (button) this.choose(button.dataset.keep);
      });
      this.text.form.after(this.box);
    }

    choose(which) {
      const { area } = this.text;
      if (which === "mine") replaceText(area, this.shown.join("\n\n"));
      else if (which === "both") replaceText(area, [area.value.trimEnd(), ...this.shown].filter(Boolean).join("\n\n"));
      if (which !== "none") this.take(this.shown);
      this.box.remove();
      this.box = null;
      area.focus();
      if (this.text.dirty) this.text.changed();
      else this.saved();
    }

    /* What is taken into the text is kept here until it is saved there. */
    take(texts) { this.taken.push(...texts); }

    saved() {
      if (!this.text.dirty) this.taken = [];
      this.keep();
    }
  }

  /* ------------- one of several texts, which without a script are sent together */

  class SavingPart extends SavingText {
    get base() { return this.form.querySelector("[data-base]"); }
    get address() { return this.form.dataset.autosave; }

    listen() {
      this.area.addEventListener("input", () => this.changed());
      this.area.addEventListener("blur", () => this.save());
      this.form.querySelector(".save-now").addEventListener("click", (event) => {
        event.preventDefault();
        if (this.blocked === "refused") this.blocked = "";
        this.save({ evenIfSaved: true });
      });
    }

    body(sent) {
      const key = this.area.form.elements.namedItem("csrf_token").value;
      return new URLSearchParams({ csrf_token: key, base: this.base.value, text: sent });
    }
  }

  /* ---------------------------- a form sent with a button, kept until then */

  class SavingDraft extends SavingText {
    constructor(form) {
      super(form);
      // Who goes back finds what the server keeps: a browser would fill in what was sent, or what another window has changed since.
      this.area.form.setAttribute("autocomplete", "off");
    }

    get keepsAside() { return false; } // both are one's own
    get base() { return this.form.elements.namedItem("draft_base"); }
    get address() { return this.form.dataset.draft; }
    get place() { return this.form.dataset.place; }
    get fields() { return [...this.form.elements].filter((field) => field.name && field.matches("textarea, input:not([type=hidden]), input[data-stands]")); }
    // What was refused is on the page alone until it is saved anew.
    get atFirst() { return this.form.hasAttribute("data-unsaved") ? null : this.filledIn((field) => field.defaultValue, "defaultChecked"); }
    get now() { return this.filledIn((field) => field.value, "checked"); }
    get dirty() { return this.going ? Boolean(this.underWay) : super.dirty; }

    filledIn(value, checked) {
      const filled = this.fields.filter((field) => field.type !== "radio" || field[checked]);
      return JSON.stringify(filled.map((field) => [field.name, unix(field.type === "radio" ? field.value : value(field))]));
    }

    get unsettled() { return this.dirty || (this.region && !this.going); }

    listen() {
      this.lastMessage = this.status.textContent;
      for (const name of ["input", "change"]) this.form.addEventListener(name, () => this.changed());
      this.area.addEventListener("blur", (event) => {
        const to = event.relatedTarget;
        // Who goes to the button that sends is about to.
        if (!to || to.form !== this.form || to.type !== "submit") this.save();
      });
      // What is on its way is no draft any longer; what did not arrive is one again.
      this.form.addEventListener("submit", () => { this.going = true; clearTimeout(this.timer); });
      this.form.addEventListener("htmx:afterRequest", (event) => {
        if (event.target !== this.form || event.detail.successful) return;
        this.going = false;
        if (this.alive) this.changed();
      });
    }

    body(sent) {
      const body = new URLSearchParams(JSON.parse(sent));
      body.set("csrf_token", this.form.elements.namedItem("csrf_token").value);
      body.set("draft_base", this.base.value);
      body.set("draft_place", this.form.dataset.place);
      return body;
    }

    conflict(answer) {
      super.conflict(answer);
      const told = new Set(this.fields.map((field) => field.name));
      this.other.fields = Object.entries(answer.fields).filter(([name]) => told.has(name));
      this.other.kept = null; // whatever one chooses is saved, so that both pages stand on the same
    }

    takeOther() {
      for (const [name, text] of this.other.fields) {
        for (const field of this.fields) {
          if (field.name !== name) continue;
          if (field.type === "radio") field.checked = field.value === text;
          else field.value = text;
        }
      }
    }
  }

  /* ------------- any other form with words: kept whole, and put back here */

  const WITH_WORDS = 'form[method="post" i]:not([data-autosave], [data-draft], [data-no-draft])';
  const VERSIONS = new Set(["revision", "expected"]); // which version a form stands on goes with what was written on it
  const NEVER_KEPT = "[data-sure], input[type=hidden], input[type=password], input[type=file], button, fieldset, output, object";

  class SavingForm extends SavingDraft {
    constructor(form) {
      super(form);
      // In the form a page answers, what stands there is what was typed; in every other it is what the page came with.
      this.answered = this.isAnswered();
      this.came = this.answered ? null : this.entries(true);
      this.throwing = false;
    }

    isAnswered() {
      const { answered, sent } = document.body.dataset;
      const { place } = this.form.dataset;
      return sent ? place === sent : place.split("#")[0] === answered;
    }

    get fields() {
      const kept = (field) => field.name && !field.closest("[data-row]") && (VERSIONS.has(field.name) || field.matches("[data-stands]") || !field.matches(NEVER_KEPT));
      return [...this.form.elements].filter(kept);
    }

    get atFirst() { return this.now; }
    get now() { return this.entries(false); }

    entries(first) {
      const found = [];
      for (const field of this.fields) {
        const ticked = field.type === "checkbox" || field.type === "radio";
        if (ticked) {
          if (first ? field.defaultChecked : field.checked) found.push([field.name, field.value]);
        } else if (field.matches("select")) {
          const all = [...field.options];
          let chosen = all.filter((option) => (first ? option.defaultSelected : option.selected));
          if (first && !chosen.length && !field.multiple) chosen = all.slice(0, 1);
          for (const option of chosen) found.push([field.name, option.value]);
        } else found.push([field.name, unix(first ? field.defaultValue : field.value)]);
      }
      return JSON.stringify(found);
    }

    fill(entries) {
      const left = new Map();
      for (const [name, value] of JSON.parse(entries)) left.set(name, [...(left.get(name) || []), value]);
      for (const field of this.fields) {
        const values = left.get(field.name) || [];
        if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
        else if (field.matches("select")) {
          // What cannot be chosen any more leaves the choice as it is.
          const known = [...field.options].filter((option) => values.includes(option.value));
          if (field.multiple) for (const option of field.options) option.selected = known.includes(option);
          else if (known.length) known[0].selected = true;
        } else if (values.length) field.value = values.shift();
      }
    }

    listen() {
      super.listen();
      this.thrower = this.form.querySelector("[data-throw]");
      this.thrower.addEventListener("click", () => this.throwAway());
    }

    /* What the server keeps of this form, or nothing. */
    begin(kept) {
      const found = this.saysNothingNew(kept) ? undefined : kept;
      if (kept && !found) this.forget(kept.base);
      const refused = this.answered && this.notTaken;
      // Who had begun to write before the draft was here has both shown as it is saved: neither takes the other's place unseen.
      const meanwhile = Boolean(found) && !this.answered && this.now !== this.came;
      if (found && !meanwhile) {
        this.base.value = found.base;
        if (!this.answered) {
          this.fill(found.entries);
          this.kept = this.now;
          for (let fold = this.form.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
        } else this.kept = found.entries;
        this.lastMessage = found.message;
        if (!this.dirty) this.show("saved", found.message);
      } else if (refused) this.kept = null;
      this.offer();
      if (this.dirty) this.changed();
    }

    /* A draft that was still on its way when its form was sent, and arrived after it: what it says stands there already. */
    saysNothingNew(kept) {
      const said = (entries) => JSON.stringify(JSON.parse(entries).filter(([name]) => !VERSIONS.has(name)));
      return Boolean(kept) && this.came !== null && said(kept.entries) === said(this.came);
    }

    forget(base) {
      const body = this.body(this.came);
      body.set("draft_base", base);
      this.underWay = this.post(body).then(() => {
        this.underWay = null;
        if (this.dirty) this.changed();
      });
    }

    /* A page in answer to a form has not taken it: what stands in it stands nowhere else, also where another was first. */
    get notTaken() { return this.wrong || this.fields.some((field) => field.matches(TYPED) && field.value.trim()); }

    get wrong() {
      const above = this.form.previousElementSibling;
      return Boolean(this.form.querySelector('[aria-invalid="true"], .error') || (above && above.matches(".summary")));
    }

    /* Throwing away is offered where we know what the form was like before. */
    offer() { this.thrower.hidden = !this.base.value || this.came === null; }

    saved(base, text, message) {
      super.saved(base, text, this.throwing ? this.form.dataset.thrownMessage : message);
      this.throwing = false;
      this.offer();
    }

    body(sent) {
      const body = super.body("[]");
      body.set("entries", sent === this.came ? "" : sent);
      return body;
    }

    throwAway() {
      this.throwing = true;
      this.fill(this.came);
      this.area.focus();
      this.save({ evenIfSaved: true });
    }

    /* Who leaves by the way out beside the button to send wants nothing kept. */
    drop() {
      clearTimeout(this.timer);
      this.going = true;
      if (!this.base.value || this.blocked) return;
      const body = this.body(this.came === null ? "" : this.came);
      this.post(body, { keepalive: true });
    }

    conflict(answer) {
      const entries = JSON.parse(answer.fields.entries);
      const words = entries.find(([name]) => name === this.area.name);
      super.conflict({ ...answer, theirs: words ? words[1] : "" });
      this.other.entries = answer.fields.entries;
    }

    takeOther() { this.fill(this.other.entries); }
  }

  /* Gives what a form that keeps drafts has beside its fields. */
  function partsOf(template, form, place) {
    for (const [name, value] of Object.entries(template.dataset)) form.dataset[name === "address" ? "draft" : name] = value;
    form.dataset.place = place;
    form.dataset.person = document.body.dataset.person;
    const parts = template.content.cloneNode(true);
    parts.querySelector("[name=draft_place]").value = place;
    return parts;
  }

  /* What a form that begins something new says of where it belongs: what one has begun for one unit or year is no draft of another's. */
  const WHERE = ["unit", "enhet", "year", "ar", "period", "side", "fran", "par", "kind", "dokument"];

  function whereOf(form, address) {
    const hidden = (name) => [...form.elements].find((field) => field.name === name && field.type === "hidden");
    const said = WHERE.map((name) => (hidden(name) ? hidden(name).value : address.searchParams.get(name)));
    return said.filter(Boolean).join("-");
  }

  /* Makes a form one that keeps drafts; gives whether it could be done. */
  function equip(form) {
    const template = document.getElementById("draft-template");
    const words = [...form.querySelectorAll("textarea")].find((area) => !area.closest("[data-row]"));
    if (!template || !words || words.readOnly || form.querySelector("[type=password]")) return false;
    const to = new URL(form.getAttribute("action") || location.pathname, location.href);
    const key = [form.getAttribute("id"), whereOf(form, to)].filter(Boolean).join("-").toLowerCase().replace(/[^a-z0-9-]/g, "-").slice(0, 40);
    const here = to.pathname + (key ? `#${key}` : "");
    const place = form.dataset.place || here;
    if ([...texts].some((text) => text.alive && text.form.dataset.place === place)) return false;
    const parts = partsOf(template, form, place);
    const send = [...form.querySelectorAll("button[type=submit]:not(.sr)")].pop();
    const row = send && (send.closest(".row") || send);
    if (row && row !== form && form.contains(row)) row.before(parts);
    else form.append(parts);
    return true;
  }

  /* ------------- a row among many in one form, sent as one leaves it: a draft of its own until then */

  class SavingRow extends SavingForm {
    get base() { return this.form.querySelector("[name=row_base]"); }
    get fields() {
      const kept = (field) => field.name && (field.matches("[data-stands]") || !field.matches(NEVER_KEPT));
      return [...this.form.querySelectorAll("input, textarea")].filter(kept);
    }
    get wrong() { return Boolean(this.form.querySelector(".state :is(.error, [data-sure])")); }
    // Of many rows that were sent at once those are taken of which nothing else is said.
    get notTaken() { return this.wrong; }
    get unsettled() { return Boolean(this.sending) || super.unsettled; }

    leavesBy(form) { return this.area.form === form; }

    listen() {
      this.sending = null;
      for (const name of ["input", "change"]) {
        this.form.addEventListener(name, (event) => { if (!event.target.matches("[data-sure]")) this.changed(); });
      }
      this.area.form.addEventListener("submit", () => { this.going = true; clearTimeout(this.timer); });
      this.thrower = this.form.querySelector("[data-throw]");
      this.thrower.addEventListener("click", () => this.throwAway());
    }

    begin(found) {
      super.begin(found);
      if (!found || this.now === this.came) return;
      this.form.dataset.changed = "yes";
      const why = this.form.querySelector(".skip-fold");
      if (why && [...why.querySelectorAll("input")].some((field) => field.value)) why.open = true;
    }

    save(options) {
      if (!this.sending) return super.save(options);
      return this.sending.then(() => (this.dirty ? super.save(options) : undefined));
    }

    body(sent) {
      const body = new URLSearchParams();
      body.set("csrf_token", this.area.form.elements.namedItem("csrf_token").value);
      body.set("draft_base", this.base.value);
      body.set("draft_place", this.form.dataset.place);
      body.set("entries", sent === this.came ? "" : sent);
      return body;
    }

    throwAway() {
      super.throwAway();
      this.form.dataset.changed = "";
    }

    /* The row itself is sent: its draft is let go of with it, once what is under way of that has arrived. */
    leave(send) {
      clearTimeout(this.timer);
      if (!this.sending) this.sending = new Promise((resolve) => { this.arrived = resolve; });
      const go = () => {
        this.going = true;
        send();
      };
      if (this.underWay) this.underWay.then(go);
      else go();
    }

    left(taken) {
      this.going = false;
      if (taken) {
        this.settled();
        this.base.value = "";
        const more = this.form.dataset.changed === "yes"; // written on meanwhile
        this.came = more ? null : this.now;
        this.kept = this.came;
        this.show("saved", "");
        this.offer();
      }
      if (this.arrived) this.arrived();
      this.sending = null;
      if (this.dirty) this.changed();
    }
  }

  function equipRow(row) {
    const template = document.getElementById("draft-template");
    const fields = row.querySelector(".fields");
    if (!template || !fields) return false;
    const parts = partsOf(template, row, row.dataset.place);
    for (const part of ["place", "base"]) {
      const field = parts.querySelector(`[name=draft_${part}]`);
      field.name = `row_${part}`;
      field.setAttribute("form", row.querySelector("textarea").getAttribute("form"));
    }
    fields.append(parts);
    return true;
  }

  /* Asks once for all forms of a page, and only of those who have begun anything. */
  async function lookForBegun(made) {
    let begun = {};
    if ("begun" in document.body.dataset) {
      const places = made.map((text) => `at=${encodeURIComponent(text.place)}`);
      const { status, body } = await ask(`${made[0].address}?${places.join("&")}`, { headers: { Accept: "application/json" } });
      if (status === 200 && String(body.person) === document.body.dataset.person) begun = body.begun;
    }
    for (const text of made) if (text.alive) text.begin(begun[text.place]);
  }

  /* What one establishes is what one has read: one's own change counts as read, somebody else's meanwhile does not. */
  function readOn(before, now) {
    if (!before || !now) return;
    for (const field of document.querySelectorAll("input[data-record]")) if (field.value === before) field.value = now;
    for (const page of followed) page.ownChange(before, now);
  }

  /* What is pressed is answered with a part of the page, and with the record it stood on and the one it made. */
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    const moved = detail.xhr && detail.xhr.getResponseHeader("X-Record");
    if (moved) readOn(...moved.split(" "));
  });

  /* ----------------- what the other does in a meeting one has open too */

  const followed = new Set();

  const asServed = (part) => part.outerHTML.replace(/(name="csrf_token" value=")[^"]*/g, "$1").replace(/ open=""/g, "").replace(/"gloss-[\w-]+"/g, "");

  class Followed {
    constructor(place) {
      this.place = place;
      this.read = place.dataset.live.split("-")[0]; // the record as one has read it, with one's own changes
      this.served = new Map();
      this.noted = 0;
      for (const id of this.parts) this.note(document.getElementById(id));
      this.told = document.createElement("p");
      this.told.className = "sr";
      this.told.setAttribute("role", "status");
      place.append(this.told);
      this.later();
    }

    get parts() { return this.place.dataset.parts.split(" "); }

    /* Remembers a part as the server sent it, before anything else is done to it. */
    note(part) {
      if (!part || !this.parts.includes(part.id)) return;
      this.served.set(part.id, asServed(part));
      this.noted += 1;
    }

    later(wait = POLL_EVERY) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.look(), wait);
    }

    /* One's own text, saved, is no news; that it made somebody's establishing void is. */
    ownChange(before, now) {
      const [record, state, given] = this.place.dataset.live.split("-");
      if (this.read === before) this.read = now;
      if (given) this.later(0);
      else if (record === before) this.place.dataset.live = [now, state, given].join("-");
    }

    async look() {
      if (!this.place.isConnected) return;
      let status = 204;
      if (!document.hidden && !waiting()) {
        const address = `${this.place.dataset.news}?stands=${encodeURIComponent(this.place.dataset.live)}`;
        const answer = await ask(address, { headers: this.headers("application/json") });
        status = answer.status;
        if (status === 200 && answer.body.stands) await this.renew(answer.body.stands);
      }
      this.later(status === 0 || status >= 400 ? POLL_EVERY * 4 : POLL_EVERY);
    }

    headers(accept) { return { Accept: accept, "X-Autosave": "1", "X-Person": document.body.dataset.person || "" }; }

    async renew(stands) {
      if (stands.split("-")[1] !== this.place.dataset.live.split("-")[1]) {
        // Everything on the page is another then; what is still to be saved is saved first.
        if (unsaved().length) return;
        // A page in answer to a form is not sent again.
        if (this.place.dataset.page) location.replace(this.place.dataset.page); else location.reload();
        return;
      }
      const { noted } = this;
      const fresh = await this.pageNow();
      const now = fresh && fresh.querySelector("[data-live]");
      // What was asked for before an answer to oneself came is older than what one has by now: it is looked at again.
      if (!now || this.noted !== noted) return;
      // The answer to what one is sending shows its part anew, in the place it was sent from.
      if (this.parts.some((id) => document.querySelector(`#${CSS.escape(id)} .htmx-request`) || isPressed(id))) return;
      const renewed = this.parts.filter((id) => this.swap(document.getElementById(id), fresh.getElementById(id)));
      this.place.dataset.live = now.dataset.live;
      if (renewed.length) this.told.textContent = this.place.dataset.told;
    }

    async pageNow() {
      try {
        const answer = await fetch(this.place.dataset.page || location.pathname + location.search, { credentials: "same-origin", redirect: "manual", cache: "no-store", headers: this.headers("text/html") });
        return answer.status === 200 ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
      } catch {
        return null;
      }
    }

    /* Puts a part as it is now in place of what stands there; what is typed, unfolded and has the focus stays so. */
    swap(old, part) {
      if (!old || !part || this.served.get(part.id) === asServed(part)) return false;
      const unfolded = new Set([...old.querySelectorAll("details[open] > summary")].map((summary) => summary.textContent));
      const within = old.contains(document.activeElement);
      const focus = within ? document.activeElement.id : "";
      this.note(part);
      // Where what comes has only the way to a form, somebody has opened it.
      keepTyped(old, null, (form) => form.id && part.querySelector(`#${CSS.escape(form.id)}:not(form)`));
      // What comes in by itself is seen and not yet read: what one establishes is what one has read.
      for (const field of part.querySelectorAll("input[data-record]")) field.value = this.read;
      keepTold(old, part);
      old.replaceWith(document.adoptNode(part));
      for (const summary of part.querySelectorAll("details > summary")) if (unfolded.has(summary.textContent)) summary.parentElement.open = true;
      if (window.htmx) window.htmx.process(part);
      start(part);
      putBackTyped();
      // Who was somewhere in it is there still: at the same thing, or else at the part as a whole.
      if (within && !part.contains(document.activeElement)) focusOn((focus && document.getElementById(focus)) || part, true);
      return true;
    }
  }

  /* What one has been told of one's own doing, with the way back from it, stays until one does something else. */
  function keepTold(old, part) {
    for (const told of old.querySelectorAll(".notice:not(.plain)")) {
      const { id } = told.parentElement;
      const home = id === part.id ? part : id && part.querySelector(`#${CSS.escape(id)}`);
      const head = home && home.querySelector("h2, h3, h4");
      if (head) head.after(told);
    }
  }

  function local(address) {
    if (!address) return "";
    const url = new URL(address, location.href);
    return url.origin === location.origin ? url.href : "";
  }

  /* --------------------------------------------- a sign-in that expired */

  let keyTimer = 0;

  /* Gives the id of who is signed in now, "" when nobody is, null when the server did not answer. */
  async function renewKey() {
    const { status, body } = await ask(KEY_URL, { headers: { Accept: "application/json" } });
    if (status === 401) return "";
    if (status !== 200 || !body.csrf_token) return null;
    const person = String(body.person);
    if (person === document.body.dataset.person || [...texts].some((text) => text.person === person)) {
      for (const field of document.querySelectorAll("input[name=csrf_token]")) field.value = body.csrf_token;
      document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": body.csrf_token }));
    }
    return person;
  }

  function waiting() {
    const waits = [...texts].some((text) => text.alive && (text.blocked === "signed_out" || text.blocked === "someone_else"));
    return waits || messageKind === "signed-out";
  }

  function watchForKey() {
    clearTimeout(keyTimer);
    keyTimer = setTimeout(lookForKey, KEY_EVERY);
  }

  async function lookForKey() {
    clearTimeout(keyTimer);
    if (!waiting()) return;
    const person = await renewKey();
    if (person) {
      for (const text of texts) if (text.alive) text.signedInAgain(person);
      if (messageKind === "signed-out" && person === document.body.dataset.person) say("");
    }
    if (waiting()) watchForKey();
  }

  /* ---------------------------------------------------------- leaving */

  const unsaved = () => [...texts].filter((text) => text.alive && text.unsettled);

  function saveAll(options) {
    return Promise.all(unsaved().map((text) => text.save(options)));
  }

  /* Waits a moment for what is unsaved; what still is not, beforeunload asks about. */
  function savedOrLate() {
    return Promise.race([saveAll(), pause(LEAVE_WITHIN)]);
  }

  /* Where a save has no answer yet, what is sent after it may have none either, and be gone with the page: we ask whether there is a line. */
  async function goesThrough(going) {
    if (!going.some((text) => text.dirty && !text.blocked && !text.retry)) return true;
    const { status } = await ask(KEY_URL, { headers: { Accept: "application/json" } });
    if (!status || status >= 500) return false;
    // A save that comes after what is sent would make a draft of it anew: where there is a line its answer is near.
    await Promise.race([Promise.all(going.map((text) => text.underWay)), pause(LEAVE_WITHIN)]);
    return true;
  }

  addEventListener("beforeunload", (event) => {
    // What one leaves by takes its text along, also when saving it has taken too long to wait for.
    if (unsaved().every((text) => sending && text.leavesBy(sending))) return;
    saveAll({ leaving: true });
    event.preventDefault();
    event.returnValue = "";
  });

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) saveAll({ leaving: true });
    else {
      for (const text of texts) if (text.alive && text.form.dataset.poll) text.pollLater(0);
      lookForKey();
    }
  });
  addEventListener("pagehide", () => saveAll({ leaving: true }));
  addEventListener("focus", lookForKey);
  addEventListener("online", () => { for (const text of texts) if (text.retry) text.again(); });

  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (link.target || link.hasAttribute("download") || link.origin !== location.origin || link.hasAttribute("hx-get")) return;
    const left = link.matches(".row > a.btn") && savers.get(link.closest("form"));
    if (left instanceof SavingForm) left.drop();
    const samePage = link.pathname === location.pathname && link.search === location.search && link.hash;
    if (samePage || !unsaved().length) return;
    event.preventDefault();
    savedOrLate().then(() => { location.href = link.href; });
  }, true);

  /* ------------------------------------ typed, and waiting for its button */

  /* Forms that are sent with a button: texts that save themselves, and rows that do, look after their own. */
  const SENT_BY_BUTTON = 'form[method="post" i]:not([data-autosave])';

  function typedIn(form, kinds) {
    // What was begun before and not sent is typed too, though the page came with it; so is what was refused.
    const base = form.elements.namedItem("draft_base");
    const came = form.hasAttribute("data-unsaved") || Boolean(base && base.value);
    const began = (field) => (came ? "" : field.defaultValue);
    return [...form.elements].filter((field) => field.matches(kinds) && !field.closest("[data-row], [data-autosave]") && field.value !== began(field));
  }

  const TYPED = "textarea, input:not([type=hidden], [type=password], [type=checkbox], [type=radio], [type=file], [type=submit])";

  let typedBefore = [];

  const tickedIn = (form) => [...form.elements].some((field) => field.matches("[type=checkbox], [type=radio]") && field.checked !== field.defaultChecked);

  /* The form beside it that its draft is thrown away with: a part that comes anew may know of no draft, and have none. */
  function throwerOf(form) {
    const button = form.querySelector('button[form$="-throw"]');
    return button && document.getElementById(button.getAttribute("form"));
  }

  /* A part of the page is shown anew: forms in it somebody is typing or ticking in or has opened, but the one that was sent, are put back as they stood. */
  function keepTyped(target, sender, opened = () => false) {
    typedBefore = [...target.querySelectorAll(SENT_BY_BUTTON)]
      .filter((form) => !form.contains(sender))
      .map((form) => ({ form, fields: typedIn(form, TYPED).filter((field) => field.id) }))
      .filter(({ form, fields }) => fields.length || (form.id && tickedIn(form)) || opened(form))
      .map(({ form, fields }) => ({ form, at: form.id || fields[0].id, thrower: throwerOf(form), focus: form.contains(document.activeElement) && document.activeElement }));
  }

  function putBackTyped() {
    for (const { form, at, thrower, focus } of typedBefore) {
      const found = document.getElementById(at);
      const place = found && found.id !== form.id ? found.form : found;
      if (!place || form.isConnected) continue;
      place.replaceWith(form); // with the version it was read in: what changed meanwhile is told as it is sent
      if (thrower && !document.getElementById(thrower.id)) form.after(thrower);
      if (window.htmx) window.htmx.process(form);
      start(form);
      for (let fold = form.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
      if (focus) focus.focus();
    }
    typedBefore = [];
  }

  document.addEventListener("htmx:afterSettle", putBackTyped);

  /* What one has written is not sent in the name of somebody who has signed in here since: it says so under the words. */
  document.addEventListener("submit", (event) => {
    const saver = savers.get(event.target);
    if (!(saver instanceof SavingDraft) || saver.blocked !== "someone_else") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    saver.status.scrollIntoView({ block: "nearest" });
  }, true);

  /* What is written in a form, and not sent; a draft of it that came back with the page is that too. */
  function holdsUnsent(form) {
    const saver = savers.get(form);
    return (saver instanceof SavingForm && saver.now !== saver.came) || typedIn(form, TYPED).some((field) => field.value.trim());
  }

  const wordsOf = (form) => typedIn(form, TYPED).find((field) => field.id) || form.querySelector("textarea[id]") || form;

  const told = new WeakMap();

  /* A step takes what is saved: what is written beside it, and not saved, is told first and never left out. */
  document.addEventListener("submit", (event) => {
    const step = event.target;
    const by = event.submitter && event.submitter.dataset.savedFirst ? event.submitter : step;
    const words = by.dataset.savedFirst;
    if (!words) return;
    // Other steps with words, and what has nothing to do with this one, are no part of what is taken.
    const scope = by.closest("[data-saved-within]") || document;
    const beside = [...scope.querySelectorAll(SENT_BY_BUTTON)].filter((form) => form !== step && !form.closest("#next, [data-apart]"));
    // What one wrote at the same time as somebody else, and has not chosen about, is out of reach once the text is settled.
    const unsent = beside.find(holdsUnsent) || scope.querySelector("section.conflict.aside");
    if (!unsent) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    for (let fold = unsent.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    if (told.has(by)) told.get(by).remove();
    const place = document.createElement("p");
    place.className = "error";
    place.setAttribute("role", "alert");
    const inner = document.createElement("span");
    const way = document.createElement("a");
    way.textContent = words;
    way.href = `#${unsent.matches("form") ? wordsOf(unsent).id : unsent.id}`;
    inner.append(way);
    place.append(inner);
    if (by === step) step.append(place);
    else by.after(place);
    told.set(by, place);
  }, true);

  /* Pressed twice a form is sent once: what was done stands in the answer to the first press. Not for long, if no answer comes. */
  const SENT_ONCE_MS = 5000;
  let sent = { form: null, by: null, at: 0 };
  addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || (form.getAttribute("method") || "").toLowerCase() !== "post") return;
    if (form === sent.form && event.submitter === sent.by && event.timeStamp - sent.at < SENT_ONCE_MS) event.preventDefault();
    else sent = { form, by: event.submitter, at: event.timeStamp };
  });
  addEventListener("pageshow", () => { sent = { form: null, by: null, at: 0 }; });

  /* What is typed in a form after it was sent would be gone with the page: nothing can be, until the answer is here or is given up. */
  const held = new Map();

  const savedWith = (form) => [...texts].filter((text) => (text instanceof SavingPart || text instanceof SavingDraft) && text.area.form === form);

  function hold(form) {
    if ((form.getAttribute("method") || "").toLowerCase() !== "post" || form.matches("[data-autosave]") || held.has(form)) return;
    const fields = [...form.elements].filter((field) => field.matches(TYPED) && !field.readOnly);
    for (const field of fields) field.readOnly = true;
    form.setAttribute("aria-busy", "true");
    held.set(form, { fields, timer: setTimeout(() => letGo(form), SENT_ONCE_MS) });
  }

  function release(form) {
    const { fields, timer } = held.get(form);
    clearTimeout(timer);
    held.delete(form);
    form.removeAttribute("aria-busy");
    for (const field of fields) field.readOnly = false;
  }

  /* Gives up waiting for an answer: what is typed from then on is a draft, whether what was sent arrives or not. */
  function letGo(form) {
    release(form);
    for (const text of savedWith(form)) text.going = false;
  }

  const formSentBy = ({ elt, requestConfig }) => (requestConfig.verb === "post" && !elt.matches("[data-row]") && (elt.matches("form") ? elt : elt.form)) || null;

  addEventListener("submit", (event) => { if (!event.defaultPrevented) hold(event.target); });
  document.addEventListener("htmx:beforeRequest", ({ detail }) => { if (formSentBy(detail)) hold(formSentBy(detail)); });
  document.addEventListener("htmx:afterRequest", ({ detail }) => { if (held.has(formSentBy(detail))) release(formSentBy(detail)); });
  addEventListener("pageshow", () => { for (const form of [...held.keys()]) letGo(form); });

  let sending = null; // the form one leaves the page by

  addEventListener("submit", (event) => { sending = event.defaultPrevented ? null : event.target; });
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[href]");
    if (link) sending = link.closest(SENT_BY_BUTTON); // a way out that stands in the form itself is a way to drop it
  });

  addEventListener("beforeunload", (event) => {
    const left = [...document.querySelectorAll(SENT_BY_BUTTON)].some((form) => form !== sending && !form.dataset.draft && typedIn(form, "textarea").length);
    sending = null;
    if (!left) return;
    event.preventDefault();
    event.returnValue = "";
  });

  /* ------------------------------------------- files too large or many */

  function fault(field) {
    const words = field.dataset;
    const files = [...field.files];
    const megabytes = (bytes) => `${(bytes / 1048576).toLocaleString(root.lang || "sv", { maximumFractionDigits: 1 })} MB`;
    const said = (text, facts) => text.replace(/\{(\w+)\}/g, (whole, name) => (name in facts ? facts[name] : whole));
    if (files.length > Number(words.most)) return said(words.tooMany, { number: files.length });
    const large = files.find((file) => file.size > Number(words.largest));
    if (large) return said(words.tooLarge, { name: large.name, size: megabytes(large.size) });
    const together = files.reduce((sum, file) => sum + file.size, 0);
    return together > Number(words.together) ? said(words.tooMuch, { size: megabytes(together) }) : "";
  }

  /* Says what is wrong at the field, as the server does; gives whether the files can be sent. */
  function filesFit(field) {
    const words = fault(field);
    const id = `${field.id}-fault`;
    let place = document.getElementById(id);
    const described = (field.getAttribute("aria-describedby") || "").split(" ").filter((name) => name && name !== id);
    if (!words) {
      if (place) place.remove();
      field.removeAttribute("aria-invalid");
    } else {
      if (!place) {
        place = document.createElement("p");
        place.id = id;
        place.className = "error";
        place.setAttribute("role", "alert");
        field.before(place);
      }
      const inner = document.createElement("span");
      inner.textContent = words;
      place.replaceChildren(inner);
      described.push(id);
      field.setAttribute("aria-invalid", "true");
    }
    field.setAttribute("aria-describedby", described.join(" "));
    return !words;
  }

  document.addEventListener("change", (event) => {
    if (event.target.matches("input[type=file][data-largest]")) filesFit(event.target);
  });

  document.addEventListener("submit", (event) => {
    const by = event.submitter;
    if (((by && by.formEnctype) || event.target.enctype) !== MULTIPART) return;
    const wrong = [...event.target.elements].find((field) => field.matches("input[type=file][data-largest]") && !filesFit(field));
    if (!wrong) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    wrong.focus();
  }, true);

  const ready = new WeakSet();
  const waits = new WeakSet();

  /* Whether a form in a part of the page waits for what is unsaved before it is sent: gone with the part it never would be. */
  const isPressed = (id) => [...document.querySelectorAll(`#${CSS.escape(id)} form`)].some((form) => waits.has(form));

  document.addEventListener("submit", (event) => {
    const form = event.target;
    // Also what is sent itself: where no answer comes to the press, one goes back to what the server keeps.
    const late = unsaved();
    if (form.matches("[data-autosave]") || ready.delete(form) || !(waits.has(form) || late.length)) return;
    const by = event.submitter;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (waits.has(form)) return; // pressed again meanwhile: it is sent once
    waits.add(form);
    form.setAttribute("aria-busy", "true"); // one sees that the press was heard, also where the line is slow
    const along = savedWith(form).filter((text) => late.includes(text));
    // Not while the press is still being told of: the browser would pass over what is sent then.
    savedOrLate().then(() => goesThrough(along)).then((through) => pause(0).then(() => through)).then((through) => {
      waits.delete(form);
      form.removeAttribute("aria-busy");
      // What does not reach the server would be gone with the page: it says so beside the text, and one stays with it.
      const stays = along.find((text) => text.alive && text.unsettled && (text.retry || !through));
      if (stays) {
        stays.status.scrollIntoView({ block: "nearest" });
        return;
      }
      ready.add(form);
      form.requestSubmit(by && by.form === form ? by : undefined);
    });
  }, true);

  /* --------------------------------------------- when htmx does not get on */

  let messageKind = "";

  function say(text, kind = "", link = null) {
    const place = document.getElementById("messages");
    messageKind = kind;
    if (!place) return;
    if (!text) {
      place.replaceChildren();
      return;
    }
    const notice = document.createElement("div");
    notice.className = "notice problem";
    const words = document.createElement("p");
    words.textContent = text;
    if (link) words.append(" ", link);
    notice.append(words);
    place.replaceChildren(notice);
  }

  function explain(xhr) {
    const words = document.getElementById("messages").dataset;
    let told = {};
    try { told = JSON.parse(xhr.responseText); } catch { /* a page, not data */ }
    if (xhr.status === 401) {
      const link = document.createElement("a");
      link.href = local(told.sign_in) || words.signIn;
      link.target = "_blank";
      link.rel = "noopener";
      link.textContent = words.signInLabel;
      say(words.signedOut, "signed-out", link);
      watchForKey();
    } else if (typeof told.message === "string" && told.message) say(told.message, "told");
    else if (xhr.status === 404) say(words.gone, "gone");
    else if (xhr.status < 500) say(words.refused, "refused");
    else say(words.failed, "failed");
  }

  const isData = (xhr) => (xhr.getResponseHeader("Content-Type") || "").includes("json");

  document.addEventListener("htmx:responseError", (event) => explain(event.detail.xhr));
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, () => say(document.getElementById("messages").dataset.offline, "offline"));
  }
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, target } = event.detail;
    if (xhr.status >= 400 && isData(xhr)) {
      event.detail.shouldSwap = false;
      explain(xhr);
      return;
    }
    if (xhr.status < 400 && messageKind) say("");
    const held = target && unsaved().some((text) => !(text instanceof SavingDraft) && target.contains(text.form));
    if (held && event.detail.shouldSwap) {
      // Never swap away what is not saved: save it, then show the page anew.
      event.detail.shouldSwap = false;
      saveAll().then(() => location.reload());
    }
    if (target && event.detail.shouldSwap) keepTyped(target, event.detail.requestConfig.elt);
    hadFocus = Boolean(target && target.contains(document.activeElement));
    unfolding = event.detail.requestConfig.verb === "get";
  });

  /* ------------------------------------------------------------- focus */

  let hadFocus = false;
  let unfolding = false;

  function focusOn(element, still = false) {
    if (!element.matches("a[href], button, input, select, textarea, summary, [tabindex]")) element.tabIndex = -1;
    element.focus({ preventScroll: still });
  }

  document.addEventListener("htmx:afterSettle", (event) => {
    const place = event.detail.elt || event.target;
    const wanted = place.matches && place.matches("[data-focus]") ? place : place.querySelector && place.querySelector("[data-focus]");
    if (wanted) focusOn(wanted);
    else if (hadFocus && (document.activeElement === document.body || !document.activeElement)) {
      const again = place.isConnected ? place : place.id && document.getElementById(place.id);
      // A form one has just asked for is there to be written in.
      const field = unfolding && again && again.matches("form") && again.querySelector(TYPED);
      if (field) focusOn(field);
      else if (again && again !== document.body) focusOn(again);
    }
    hadFocus = unfolding = false;
  });

  /* ------------------------------------------------------- fold and gloss */

  const openFolds = () => [...document.querySelectorAll("details[data-fold][open]")];

  document.addEventListener("click", (event) => {
    for (const fold of openFolds()) if (!fold.contains(event.target)) fold.open = false;
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const gloss of document.querySelectorAll(".gloss:hover, .gloss:focus-within")) gloss.classList.add("shut");
    for (const fold of openFolds()) {
      const inside = fold.contains(document.activeElement);
      fold.open = false;
      if (inside) fold.querySelector("summary").focus();
    }
  });

  /* Alt+T: to what the theme is about. */
  document.addEventListener("keydown", (event) => {
    if (event.code !== "KeyT" || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const field = document.getElementById("about-words");
    const more = document.getElementById("about-more");
    if (!field && !more) return;
    event.preventDefault();
    if (field) field.focus();
    else more.click();
  });

  function placeNote(event) {
    const gloss = event.target.closest && event.target.closest(".gloss");
    if (!gloss) return;
    const note = gloss.querySelector(".gloss-note");
    if (event.type === "focusin" || event.type === "mouseover") {
      if (event.relatedTarget && gloss.contains(event.relatedTarget)) return;
      gloss.classList.remove("shut");
      gloss.classList.toggle("flip", gloss.getBoundingClientRect().left + note.offsetWidth > root.clientWidth - 12);
      // The browser may scroll the word into view after this: look where it ends up.
      requestAnimationFrame(() => gloss.classList.toggle("up", gloss.getBoundingClientRect().bottom > innerHeight - note.offsetHeight - 24));
    }
  }
  document.addEventListener("mouseover", placeNote);
  document.addEventListener("focusin", placeNote);
  document.addEventListener("click", (event) => {
    const term = event.target.closest && event.target.closest(".gloss-term");
    if (term) term.focus();
  });

  /* A button that copies a field; without this the field is marked and copied by hand. */
  document.addEventListener("click", async (event) => {
    const button = event.target.closest && event.target.closest("[data-copy]");
    if (!button) return;
    const field = document.getElementById(button.dataset.copy);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      // Clipboards are kept from pages without https; what is marked can still be copied.
      if (!document.execCommand("copy")) return;
    }
    button.textContent = button.dataset.done;
  });

  /* ------------------------------------------------------- prioritising */

  /*
   * A list one puts in order: Alt and an arrow moves the row that has the focus, a row can be dragged by its grip.
   * Both press what the page already has: the row's own form, which works without this script.
   */
  const rowOf = (element) => element && element.closest && element.closest("[data-ranked]");
  const rowsOf = (list) => [...list.children].filter((row) => row.matches("[data-ranked]"));

  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    const row = rowOf(event.target);
    if (!row || event.target.matches("textarea, select, input")) return;
    event.preventDefault();
    const step = row.querySelector(`button[name=step][value=${event.key === "ArrowUp" ? "up" : "down"}]`);
    if (!step) return;
    step.focus();
    step.click();
  });

  let dragged = null;

  document.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest && event.target.closest("[data-grip]");
    if (!grip || event.button) return;
    const row = rowOf(grip);
    event.preventDefault();
    dragged = { row, from: rowsOf(row.parentElement).indexOf(row), pointer: event.pointerId };
    row.classList.add("dragged");
    document.body.classList.add("ranking-busy");
  });

  document.addEventListener("pointermove", (event) => {
    if (!dragged || event.pointerId !== dragged.pointer) return;
    event.preventDefault();
    const { row } = dragged;
    const before = rowsOf(row.parentElement).find((other) => {
      if (other === row) return false;
      const box = other.getBoundingClientRect();
      return event.clientY < box.top + box.height / 2;
    });
    if (before !== row.nextElementSibling) row.parentElement.insertBefore(row, before || null);
    if (event.clientY > innerHeight - 60) scrollBy(0, 14);
    else if (event.clientY < 60) scrollBy(0, -14);
  });

  function drop(event) {
    if (!dragged || event.pointerId !== dragged.pointer) return;
    const { row, from } = dragged;
    dragged = null;
    row.classList.remove("dragged");
    document.body.classList.remove("ranking-busy");
    const to = rowsOf(row.parentElement).indexOf(row);
    if (event.type === "pointercancel") {
      const others = rowsOf(row.parentElement).filter((other) => other !== row);
      row.parentElement.insertBefore(row, others[from] || null);
    } else if (to !== from) {
      const form = row.querySelector("form.mover");
      form.elements.namedItem("to").value = String(to);
      row.focus();
      form.requestSubmit();
    }
  }
  document.addEventListener("pointerup", drop);
  document.addEventListener("pointercancel", drop);

  /* What moved is read aloud where nothing else on the page says so. */
  document.addEventListener("htmx:afterSettle", () => {
    const order = document.querySelector("[data-ranking]");
    const place = document.getElementById("told");
    if (order && place && order.dataset.told) place.textContent = order.dataset.told;
  });

  /* A filter leaves no empty fields in the address. */
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-filter]")) return;
    const empty = [...event.target.elements].filter((field) => field.name && field.value === "" && !field.disabled);
    for (const field of empty) field.disabled = true;
    setTimeout(() => { for (const field of empty) field.disabled = false; });
  });

  /* ------------------------------------------------------------- what one writes in is seen */

  // What stands above a field may change as the focus leaves it, and push the field out of a low window after the browser has scrolled.
  document.addEventListener("focusin", (event) => {
    const field = event.target;
    if (!field.matches("textarea")) return;
    setTimeout(() => {
      const box = field.getBoundingClientRect();
      const hidden = box.top < 0 || box.bottom > innerHeight;
      if (document.activeElement === field && hidden && box.height < innerHeight) {
        field.scrollIntoView({ block: "nearest", behavior: "instant" });
      }
    }, 250);
  });

  /* ------------------------------------------------------------- rows saved as one leaves them */

  const keptRowOf = (element) => element && element.closest ? element.closest("[data-row]") : null;

  function sendRow(row) {
    if (row.dataset.changed !== "yes") return;
    row.dataset.changed = "sent";
    const send = () => row.dispatchEvent(new Event("left"));
    const saver = savers.get(row);
    if (saver) saver.leave(send);
    else send();
  }

  document.addEventListener("input", (event) => {
    const row = keptRowOf(event.target);
    if (!row) return;
    row.dataset.changed = "yes";
    const before = row.querySelector(".state .saved");
    if (before) before.remove();
  });
  // Saying yes to what is asked is all that was waited for.
  document.addEventListener("change", (event) => {
    const row = event.target.matches("[data-sure]") && event.target.checked && keptRowOf(event.target);
    if (row) sendRow(row);
  });
  document.addEventListener("focusout", (event) => {
    const row = keptRowOf(event.target);
    if (row && !row.contains(event.relatedTarget)) sendRow(row);
  });
  // Enter goes on to the next field, as in a spreadsheet; in a field of many lines it makes a new one.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !keptRowOf(event.target) || !event.target.matches("input")) return;
    event.preventDefault();
    const fields = [...document.querySelectorAll("[data-rows] :is(input:not([type=hidden], [type=checkbox]), textarea)")];
    const seen = fields.filter((field) => field.checkVisibility ? field.checkVisibility() : field.offsetParent);
    const next = seen[seen.indexOf(event.target) + 1] || document.querySelector("button[form=measure]");
    if (next) focusOn(next);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const row = event.target.matches && event.target.matches("[data-row]") ? event.target : null;
    if (!row) return;
    const answered = event.detail.successful || [409, 422].includes(event.detail.xhr.status);
    if (row.dataset.changed === "sent") row.dataset.changed = event.detail.successful ? "" : "yes";
    // What is refused is sent again when one has changed it; what never arrived, when the line is back.
    row.dataset.late = answered ? "" : "yes";
    const saver = savers.get(row);
    if (saver) saver.left(event.detail.xhr.status >= 200 && event.detail.xhr.status < 300);
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const state = event.target.matches && event.target.matches(".state") ? event.target : null;
    const row = keptRowOf(state);
    if (!row) return;
    const wrong = new Set(state.dataset.wrong.split(" "));
    for (const field of row.querySelectorAll("input:not([type=hidden]), textarea")) {
      if (wrong.has(field.name.split(".").pop())) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
  });
  addEventListener("online", () => {
    for (const row of document.querySelectorAll('[data-row][data-late="yes"]')) sendRow(row);
  });

  /* ------------------------------------------------------------- start */

  const savers = new WeakMap();
  const SAVED = "[data-autosave], form[data-draft]";

  function saverOf(form) {
    if (form.dataset.draft) return new SavingDraft(form);
    return form.dataset.autosave ? new SavingPart(form) : new SavingText(form);
  }

  /* A button that saves before it leads on is the link it stands for, where what is written saves itself as one leaves. */
  function makeLink(button) {
    const link = document.createElement("a");
    link.href = button.value;
    for (const { name, value } of button.attributes) if (name === "class" || name === "id" || /^(hx|aria)-/.test(name)) link.setAttribute(name, value);
    link.append(...button.childNodes);
    button.replaceWith(link);
    if (window.htmx) window.htmx.process(link);
  }

  function found(place, wanted) {
    return [...place.querySelectorAll(wanted), ...(place.matches && place.matches(wanted) ? [place] : [])];
  }

  function start(place) {
    found(place, "button[data-leads]").forEach(makeLink);
    // Sent with the words of the page where those do not save themselves; here they do, and it goes with its own form.
    for (const field of found(place, "[data-home]")) field.removeAttribute("form");
    const made = [];
    for (const form of found(place, SAVED)) {
      if (!savers.has(form)) {
        savers.set(form, saverOf(form));
        if (savers.get(form).aside) made.push(savers.get(form).aside);
      }
      texts.add(savers.get(form));
    }
    for (const text of texts) if (!text.alive) texts.delete(text);
    for (const form of found(place, WITH_WORDS)) {
      if (!equip(form)) continue;
      savers.set(form, new SavingForm(form));
      texts.add(savers.get(form));
      made.push(savers.get(form));
    }
    for (const row of found(place, "[data-row]")) {
      if (savers.has(row) || !equipRow(row)) continue;
      savers.set(row, new SavingRow(row));
      texts.add(savers.get(row));
      made.push(savers.get(row));
    }
    if (made.length) lookForBegun(made);
  }

  for (const place of document.querySelectorAll("[data-live]")) followed.add(new Followed(place));
  start(document);
  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
  const first = document.querySelector("[data-focus]");
  if (first) focusOn(first);
  document.addEventListener("htmx:load", (event) => {
    for (const page of followed) page.note(event.detail.elt);
    start(event.detail.elt);
  });
})();
