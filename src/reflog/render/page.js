"use strict";
// The network of people: find, zoom, drag, a card for each person. Text is set as text alone.
(() => {
  const details = document.querySelectorAll("details");
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...details].filter((one) => !one.open);
    closed.forEach((one) => { one.open = true; });
  });
  addEventListener("afterprint", () => closed.forEach((one) => { one.open = false; }));

  const net = document.getElementById("net");
  const held = document.getElementById("data");
  if (!net || !held) return;
  // Of each person: name, work, the place of whoever brought them, how they came, how many
  // introductions became business, how many I gave them, how many they gave me.
  const people = JSON.parse(held.textContent);
  const card = document.getElementById("card");
  const field = document.getElementById("find");
  const list = document.getElementById("found");
  const tools = document.querySelector(".tools");
  const dots = people.map((_, at) => document.getElementById("p" + at));
  const links = people.map((_, at) => document.getElementById("l" + at));
  const again = [...net.querySelectorAll(".again path")];
  const below = people.map(() => []);
  const depth = [0];
  people.forEach((one, at) => {
    if (at) {
      below[one[2]].push(at);
      depth[at] = depth[one[2]] + 1;
    }
  });
  const counts = people.map(() => 0);
  for (let at = people.length - 1; at > 0; at--) counts[people[at][2]] += counts[at] + 1;
  // Everyone who is drawn, ring by ring, clockwise.
  const rings = [];
  for (const rest = [0]; rest.length;) {
    const at = rest.pop();
    (rings[depth[at]] ||= []).push(at);
    rest.push(...below[at].filter((one) => dots[one]).reverse());
  }
  const hint = [...card.childNodes];
  const box = net.viewBox.baseVal;
  const whole = [box.x, box.y, box.width, box.height];
  let here = -1;
  let kept = false;

  const make = (kind, style, ...parts) => {
    const made = document.createElement(kind);
    if (style) made.className = style;
    made.append(...parts);
    return made;
  };
  const people_ = (count) => (count === 1 ? "1 person" : count + " people");
  const button = (at) => {
    const made = make("button", "", people[at][0]);
    made.type = "button";
    made.addEventListener("click", () => keep(at));
    return made;
  };
  const listed = (places, between) => {
    const parts = [];
    places.forEach((at, index) => {
      const rest = index < places.length - 1;
      parts.push(make("span", "", button(at), rest ? between.trimEnd() : ""), rest ? " " : "");
    });
    return parts;
  };

  const upwards = (at) => {
    const path = [];
    for (let one = at; one >= 0; one = people[one][2]) path.push(one);
    return path;
  };

  function show(at) {
    if (at === here) return;
    here = at;
    net.querySelectorAll(".hit,.here").forEach((one) => one.classList.remove("hit", "here"));
    net.classList.toggle("on", at >= 0);
    if (at < 0) {
      card.classList.remove("right");
      card.replaceChildren(...hint);
      return;
    }
    const path = upwards(at);
    const lit = [...path];
    for (const rest = [...below[at]]; rest.length;) {
      const one = rest.pop();
      lit.push(one);
      rest.push(...below[one]);
    }
    for (const path of again) {
      const ends = [+path.dataset.a, +path.dataset.b];
      if (ends.includes(at)) {
        path.classList.add("hit");
        ends.forEach((one) => dots[one].classList.add("hit"));
      }
    }
    for (const one of lit) {
      dots[one]?.classList.add("hit");
      links[one]?.classList.add("hit");
    }
    dots[path.find((one) => dots[one])].classList.add("here");
    // On the other side of whoever it is about, so that it hides neither them nor their way to me.
    card.classList.toggle("right", place(at)[0] < box.x + box.width / 2);
    describe(at, path.slice(1).reverse());
  }

  function describe(at, path) {
    const [name, work, , came, won, given, received] = people[at];
    const parts = [make("p", "nm", name)];
    if (work) parts.push(make("p", "s", work));
    if (came) {
      parts.push(make("p", "", "Came through ", ...listed(path, " → "), "."));
      parts.push(make("p", "s", came));
    } else if (at) {
      parts.push(make("p", "s", "Came without an introduction."));
    }
    if (below[at].length) {
      const first = below[at].slice(0, 12);
      const more = below[at].length - first.length;
      const text = make("p", "", at || !depth[1] ? "Brought " : "Around me: ", ...listed(first, ", "));
      if (more) text.append(" and " + more + " more");
      text.append(counts[at] > below[at].length ? "; " + people_(counts[at]) + " in all." : ".");
      parts.push(text);
    }
    if (won) {
      parts.push(make("p", "", won === 1 ? "1 introduction became business." : won + " introductions became business."));
    }
    if (given || received) {
      parts.push(make("p", "s", "In this time I gave them " + given + ", they gave me " + received + "."));
    }
    card.replaceChildren(...parts);
  }

  function keep(at) {
    kept = at >= 0;
    card.classList.toggle("kept", kept);
    show(at);
    if (kept) reveal(at);
    try {
      history.replaceState(null, "", at < 0 ? "#network" : "#who=" + encodeURIComponent(people[at][0]));
    } catch { /* a page without an address of its own */ }
  }

  // The view: zoom keeps a point where it is, and nobody can be lost.
  function view(x, y, width) {
    const height = width * whole[3] / whole[2];
    const within = (value, least, most) => Math.min(most, Math.max(least, value));
    box.width = width;
    box.height = height;
    box.x = within(x, whole[0] - width / 2, whole[0] + whole[2] - width / 2);
    box.y = within(y, whole[1] - height / 2, whole[1] + whole[3] - height / 2);
    net.classList.toggle("near", width < whole[2] * 0.98);
  }
  function zoom(times, x = box.x + box.width / 2, y = box.y + box.height / 2) {
    const width = Math.min(whole[2] * 1.15, Math.max(whole[2] / 14, box.width * times));
    const share = width / box.width;
    view(x - (x - box.x) * share, y - (y - box.y) * share, width);
  }
  const all = () => view(whole[0], whole[1], whole[2]);
  function place(at) {
    const dot = dots[upwards(at).find((one) => dots[one])];
    const moved = dot.transform.baseVal.consolidate()?.matrix;
    return moved ? [moved.e, moved.f] : [0, 0];
  }
  function reveal(at) {
    if (!net.classList.contains("near")) return;
    const [x, y] = place(at);
    const [wide, high] = [box.width * 0.12, box.height * 0.12];
    if (x < box.x + wide || x > box.x + box.width - wide || y < box.y + high || y > box.y + box.height - high) {
      view(x - box.width / 2, y - box.height / 2, box.width);
    }
  }
  const spot = (event) => new DOMPoint(event.clientX, event.clientY).matrixTransform(net.getScreenCTM().inverse());

  // Pointing, dragging, two fingers. A drag that begins on a name selects text.
  const who = (event) => {
    const found = event.target.closest?.(".p");
    return found ? +found.id.slice(1) : -1;
  };
  const fingers = new Map();
  let drag = null;
  net.addEventListener("pointerover", (event) => {
    const at = who(event);
    if (at >= 0 && !kept && !drag?.moved && event.pointerType === "mouse") show(at);
  });
  net.parentElement.addEventListener("pointerleave", () => { if (!kept) show(-1); });
  net.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const place = spot(event);
    zoom(event.deltaY > 0 ? 1.15 : 1 / 1.15, place.x, place.y);
  }, { passive: false });
  net.addEventListener("pointerdown", (event) => {
    fingers.set(event.pointerId, event);
    const is_text = event.pointerType === "mouse" && event.target.closest("text");
    drag = event.button || is_text ? null : { x: event.clientX, y: event.clientY, from: [box.x, box.y], moved: false };
  });
  net.addEventListener("pointermove", (event) => {
    if (!fingers.has(event.pointerId)) return;
    const apart = () => {
      const [one, other] = [...fingers.values()];
      return Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
    };
    const before = fingers.size === 2 ? apart() : 0;
    fingers.set(event.pointerId, event);
    if (before) {
      const [one, other] = [...fingers.values()];
      const middle = spot({ clientX: (one.clientX + other.clientX) / 2, clientY: (one.clientY + other.clientY) / 2 });
      zoom(before / Math.max(1, apart()), middle.x, middle.y);
      drag = null;
    } else if (drag) {
      const [x, y] = [event.clientX - drag.x, event.clientY - drag.y];
      if (!drag.moved && Math.abs(x) + Math.abs(y) > 5) {
        drag.moved = true;
        net.setPointerCapture(event.pointerId);
        net.classList.add("drag");
      }
      const scale = box.width / net.clientWidth;
      if (drag.moved) view(drag.from[0] - x * scale, drag.from[1] - y * scale, box.width);
    }
  });
  let dragged = false;
  const lift = (event) => {
    fingers.delete(event.pointerId);
    dragged = Boolean(drag?.moved);
    drag = null;
    net.classList.remove("drag");
  };
  net.addEventListener("pointerup", lift);
  net.addEventListener("pointercancel", lift);
  net.addEventListener("click", (event) => {
    if (!dragged && !String(getSelection())) keep(who(event));
    dragged = false;
  });

  // The keyboard walks: up to whoever brought them, down to whom they brought, around the ring.
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  function walk(x, y) {
    const at = here < 0 ? 0 : upwards(here).find((one) => dots[one]);
    if (here < 0) return 0;
    if (y < 0) return at ? people[at][2] : 0;
    if (y > 0) return below[at].find((one) => dots[one]) ?? at;
    const ring = rings[depth[at]];
    return ring[(ring.indexOf(at) + x + ring.length) % ring.length];
  }
  net.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = steps[event.key];
    if (step && event.shiftKey) {
      view(box.x + step[0] * box.width / 8, box.y + step[1] * box.height / 8, box.width);
    } else if (step) keep(walk(...step));
    else if (event.key === "Home") keep(0);
    else if (event.key === "+" || event.key === "=") zoom(0.75);
    else if (event.key === "-") zoom(1 / 0.75);
    else if (event.key === "0") all();
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      field.value = "";
      list.replaceChildren();
      keep(-1);
    } else if (event.key === "/" && !event.target.closest("input")) {
      event.preventDefault();
      field.focus();
    }
  });

  // Finding: by the beginning of any word, without regard to case and accents.
  const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const names = people.map((one) => fold(one[0]));
  function matches(text) {
    const wanted = fold(text.trim());
    if (!wanted) return [];
    const ranked = [[], [], [], []];
    names.forEach((name, at) => {
      const rank = name === wanted ? 0 : name.startsWith(wanted) ? 1 : name.includes(" " + wanted) ? 2 : name.includes(wanted) ? 3 : -1;
      if (rank >= 0) ranked[rank].push(at);
    });
    return ranked.flat().slice(0, 8);
  }
  function choose(at) {
    field.value = people[at][0];
    list.replaceChildren();
    keep(at);
    // Where names are too small to read, come nearer to the one that was looked for.
    if (net.clientWidth / box.width < 0.55) {
      const width = net.clientWidth / 0.9;
      const [x, y] = place(at);
      view(x - width / 2, y - width * whole[3] / whole[2] / 2, width);
    }
  }
  field.addEventListener("input", () => {
    const found = matches(field.value);
    list.replaceChildren(...found.map((at) => {
      const choice = make("button", "", people[at][0], make("small", "", people[at][1]));
      choice.type = "button";
      choice.addEventListener("click", () => { choose(at); field.focus(); });
      return make("li", "", choice);
    }));
    if (found.length) {
      kept = true;
      show(found[0]);
      reveal(found[0]);
    } else {
      kept = false;
      show(-1);
      if (field.value.trim()) list.replaceChildren(make("li", "none", "Nobody in the picture is called so."));
    }
  });
  field.parentElement.parentElement.addEventListener("keydown", (event) => {
    const choices = [...list.querySelectorAll("button")];
    const at = choices.indexOf(document.activeElement);
    if (event.key === "Enter" && event.target === field) choices[0]?.click();
    else if (event.key === "ArrowDown" && choices.length) choices[Math.min(at + 1, choices.length - 1)].focus();
    else if (event.key === "ArrowUp" && at >= 0) (choices[at - 1] ?? field).focus();
    else return;
    event.preventDefault();
  });

  document.getElementById("nearer").addEventListener("click", () => zoom(0.75));
  document.getElementById("farther").addEventListener("click", () => zoom(1 / 0.75));
  document.getElementById("whole").addEventListener("click", () => { all(); keep(-1); });
  document.getElementById("again")?.addEventListener("change", (event) => net.classList.toggle("once", !event.target.checked));

  function named() {
    if (!location.hash.startsWith("#who=")) return;
    let name = location.hash.slice(5);
    try { name = decodeURIComponent(name); } catch { /* as it stands */ }
    const [at] = matches(name);
    if (at === undefined) return;
    choose(at);
    document.getElementById("network").scrollIntoView();
  }
  addEventListener("hashchange", named);
  addEventListener("beforeprint", all);
  // The card says what a title would, which no reader needs twice.
  net.querySelectorAll("title").forEach((one) => one.remove());
  net.setAttribute("tabindex", "0");
  net.setAttribute("role", "application");
  tools.hidden = false;
  named();
})();
