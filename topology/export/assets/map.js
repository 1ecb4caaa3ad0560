// The map of a network. Everything that devices and people wrote reaches the page as text alone (textContent).
(function () {
  "use strict";
  const data = JSON.parse(document.getElementById("data").textContent);
  const words = data.words;
  const states = new Map(data.states.map((state) => [state.name, state]));
  const sizes = { province: 46, district: 34, commune: 24, agency: 24 };
  const byId = (id) => document.getElementById(id);

  // Search form: lower case, no marks, đ as d (no normal form takes that apart).
  const fold = (text) => text.toLowerCase().replace(/đ/g, "d").normalize("NFD").replace(/\p{M}/gu, "");

  const searched = ["label", "name", "address", "site", "site_name", "vendor", "model", "serial", "kind"];
  data.nodes.forEach((node) => {
    node.folded = fold(searched.map((key) => node[key] || "").join(" "));
  });

  const element = (name, text) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const looks = (state) => states.get(state) || states.get("unknown");

  const cy = cytoscape({
    container: byId("graph"),
    elements: {
      nodes: data.nodes.map((node) => {
        const look = looks(node.state);
        const site = node.type === "site";
        const drawn = { id: node.id, label: node.label, fill: look.fill, border: look.border, line: look.line };
        drawn.shape = look.shape;
        drawn.size = site ? sizes[node.level] || 24 : 15;
        drawn.font = drawn.size * 0.8;
        const head = site && (node.level === "province" || node.level === "district");
        const classes = [site ? "site" : "device", head ? "head" : "", node.state === "up" ? "" : "wrong"];
        return { data: drawn, classes: classes.filter(Boolean), position: { x: 0, y: 0 } };
      }),
      edges: data.edges.map((edge) => {
        const look = looks(edge.state);
        const link = edge.type === "link";
        const drawn = { id: edge.id, source: edge.source, target: edge.target };
        drawn.colour = link ? look.border : "#cccccc";
        drawn.line = link ? look.line : "dotted";
        return { data: drawn, classes: edge.type };
      }),
    },
    style: [
      { selector: "node", style: {
        "shape": "data(shape)", "width": "data(size)", "height": "data(size)", "background-color": "data(fill)",
        "border-color": "data(border)", "border-style": "data(line)", "border-width": 2, "label": "data(label)",
        "font-size": 10, "min-zoomed-font-size": 8, "text-valign": "bottom", "text-margin-y": 2, "color": "#222",
        "text-background-color": "#fff", "text-background-opacity": 0.7,
      } },
      { selector: "node.wrong", style: { "z-index": 4 } },
      { selector: "node.site", style: { "border-width": 4, "font-size": 12, "font-weight": "bold", "z-index": 2 } },
      { selector: "node.head", style: { "font-size": "data(font)", "min-zoomed-font-size": 4, "z-index": 3 } },
      { selector: "edge", style: { "curve-style": "haystack", "haystack-radius": 0.4, "width": 1, "line-color": "data(colour)", "line-style": "data(line)" } },
      { selector: "edge.link", style: { "width": 2.5 } },
      { selector: "node:selected", style: { "overlay-color": "#0072b2", "overlay-opacity": 0.25, "overlay-padding": 8, "z-index": 9 } },
      { selector: "edge:selected", style: { "width": 6 } },
      { selector: ".off", style: { "display": "none" } },
    ],
    layout: { name: "preset" },
    minZoom: 0.01, maxZoom: 6, hideEdgesOnViewport: data.edges.length > 5000, textureOnViewport: data.nodes.length > 3000,
  });
  const nodes = new Map(data.nodes.map((node) => [node.id, node]));
  const edges = new Map(data.edges.map((edge) => [edge.id, edge]));

  // Views: by coordinates, and by level.
  function show(view) {
    cy.batch(() => {
      cy.nodes().positions((node) => {
        const [x, y] = nodes.get(node.id())[view];
        return { x, y };
      });
      // Who stands under whom is seen from the layers; on the map it would hide the links.
      cy.edges(".contains").toggleClass("off", view === "geo");
    });
    cy.fit(undefined, 30);
    ["geo", "tree"].forEach((name) => byId(name).setAttribute("aria-pressed", String(name === view)));
  }
  byId("geo").disabled = !data.located;
  byId("geo").addEventListener("click", () => show("geo"));
  byId("tree").addEventListener("click", () => show("tree"));
  byId("fit").addEventListener("click", () => cy.animate({ fit: { padding: 30 }, duration: 200 }));

  // Filters: a state or a level that is unticked is not drawn.
  const hidden = { state: new Set(), level: new Set() };
  const glyph = (look) => {
    const holder = element("span");
    const corner = document.getElementById(`shape-${look.name}`);
    if (corner) holder.append(corner.content.cloneNode(true));
    return holder;
  };
  function filter() {
    let shown = 0;
    cy.batch(() => {
      data.nodes.forEach((node) => {
        const off = hidden.state.has(node.state) || hidden.level.has(node.level || "");
        shown += off ? 0 : 1;
        cy.getElementById(node.id).toggleClass("off", off);
      });
    });
    byId("shown").textContent = words.shown.replace("{n}", shown).replace("{all}", data.nodes.length);
  }
  function choices(place, kind, names, word, mark) {
    names.forEach((name) => {
      const count = data.nodes.filter((node) => (node[kind] || "") === name).length;
      if (!count) return;
      const label = element("label");
      const box = element("input");
      box.type = "checkbox";
      box.checked = true;
      box.value = name;
      box.addEventListener("change", () => {
        hidden[kind][box.checked ? "delete" : "add"](name);
        filter();
      });
      label.append(box, ...(mark ? [mark(name)] : []), element("span", word(name)), element("span", String(count)));
      byId(place).append(label);
    });
  }
  choices("states", "state", data.states.map((state) => state.name), (name) => `${looks(name).glyph} ${looks(name).word}`, (name) => glyph(looks(name)));
  choices("levels", "level", data.levels.map((level) => level.name), (name) => data.levels.find((level) => level.name === name).word);

  // Facts of what is clicked.
  function facts(thing, isEdge) {
    const box = byId("facts");
    box.replaceChildren(element("h2", thing.label || thing.id));
    const list = element("dl");
    data.facts.forEach(([key, word]) => {
      let value = thing[key];
      if (value === undefined || value === null || key === "label") return;
      if (key === "state") value = `${looks(value).glyph} ${looks(value).word}`;
      if (key === "site" && thing.site_name && thing.type === "device") value = `${thing.site_name} (${value})`;
      list.append(element("dt", word), element("dd", String(value)));
    });
    box.append(list);
    if (isEdge) return;
    const near = cy.getElementById(thing.id).connectedEdges(".link").map((edge) => edges.get(edge.id()));
    jumps(box, words.links, near, (edge) => `${looks(edge.state).glyph} ${edge.label || edge.id}`);
    const inside = data.nodes.filter((node) => node.type === "device" && thing.type === "site" && node.site === thing.site);
    jumps(box, words.devices, inside, (node) => `${looks(node.state).glyph} ${node.label}`);
  }
  function jumps(box, heading, things, text) {
    if (!things.length) return;
    box.append(element("h3", `${heading} (${things.length})`));
    const list = element("ul");
    things.slice(0, 200).forEach((thing) => {
      const item = element("li");
      const button = element("button", text(thing));
      button.type = "button";
      button.addEventListener("click", () => select(thing.id));
      item.append(button);
      list.append(item);
    });
    box.append(list);
  }
  function select(id) {
    const chosen = cy.getElementById(id);
    if (chosen.empty()) return;
    cy.elements(":selected").unselect();
    chosen.select();
    if (chosen.isNode()) cy.animate({ center: { eles: chosen }, zoom: Math.max(cy.zoom(), 1.2), duration: 200 });
  }
  cy.on("select", (event) => facts(nodes.get(event.target.id()) || edges.get(event.target.id()), event.target.isEdge()));
  cy.on("unselect", () => byId("facts").replaceChildren(element("p", words.click)));

  // Search: all words must occur; Enter takes the first.
  function search() {
    const wanted = fold(byId("search").value).split(/\s+/).filter(Boolean);
    const found = wanted.length ? data.nodes.filter((node) => wanted.every((word) => node.folded.includes(word))) : [];
    byId("results").replaceChildren(...found.slice(0, 30).map((node) => {
      const item = element("li");
      const place = node.type === "device" && node.site_name ? ` – ${node.site_name}` : "";
      const button = element("button", `${looks(node.state).glyph} ${node.label}${place}`);
      button.type = "button";
      button.addEventListener("click", () => {
        select(node.id);
        byId("results").replaceChildren();
      });
      item.append(button);
      return item;
    }));
    if (wanted.length && !found.length) byId("results").append(element("li", words.nothing));
  }
  byId("search").addEventListener("input", search);
  byId("search").addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      byId("search").value = "";
      search();
    } else if (event.key === "Enter") {
      const first = byId("results").querySelector("button");
      if (first) first.click();
    }
  });

  byId("facts").append(element("p", words.click));
  filter();
  show(data.located ? "geo" : "tree");
  window.netinv = { cy, select, show };
  cy.one("render", () => requestAnimationFrame(() => {
    document.documentElement.dataset.drawnMs = String(Math.round(performance.now()));
  }));
})();
