// The query editor that pages load on top of a plain textarea. It lives in a shadow root, where
// its style sheets are adopted and not inline, so that a strict content policy holds.

import { autocompletion, completeFromList } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import {
  HighlightStyle,
  bracketMatching,
  ensureSyntaxTree,
  syntaxHighlighting,
} from "@codemirror/language";
import { forceLinting, linter, lintGutter } from "@codemirror/lint";
import { EditorState, Prec, StateEffect } from "@codemirror/state";
import {
  EditorView,
  drawSelection,
  highlightActiveLine,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { sparql } from "codemirror-lang-sparql";

const placed = StateEffect.define();

const LIGHT = ["#7a2e8f", "#0b5f3a", "#8a4b00", "#0a4f9e", "#5b6470"];
const DARK = ["#d8a6ea", "#8fd8b0", "#f0b776", "#8fc3ff", "#a5aebb"];

function colours(dark) {
  const [keyword, string, variable, name, comment] = dark ? DARK : LIGHT;
  return HighlightStyle.define([
    { tag: tags.keyword, color: keyword },
    { tag: [tags.string, tags.number, tags.bool], color: string },
    { tag: tags.variableName, color: variable },
    { tag: [tags.namespace, tags.url, tags.propertyName, tags.typeName], color: name },
    { tag: tags.comment, color: comment, fontStyle: "italic" },
  ]);
}

function look(dark) {
  return EditorView.theme(
    {
      "&": { color: "inherit", backgroundColor: "transparent", minHeight: "14rem" },
      "&.cm-focused": { outline: "2px solid currentColor", outlineOffset: "-2px" },
      ".cm-content": { caretColor: "currentColor" },
      ".cm-cursor": { borderLeftColor: "currentColor" },
      ".cm-gutters": { backgroundColor: "transparent", color: "inherit", border: "none" },
      ".cm-activeLine": { backgroundColor: dark ? "#ffffff12" : "#0000000a" },
      ".cm-tooltip": { backgroundColor: dark ? "#20242b" : "#ffffff", color: "inherit" },
    },
    { dark },
  );
}

// Terms by their short name or by a word of their label; how often a term is used decides between
// two that fit alike.
function options({ prefixes, terms }) {
  const most = Math.max(1, ...terms.map((term) => term.count));
  const named = terms.map((term) => ({
    label: term.name,
    detail: [term.label, term.count ? term.count.toLocaleString("en") : ""]
      .filter(Boolean)
      .join(" · "),
    type: term.kind === "property" ? "property" : "class",
    boost: Math.round((20 * Math.log1p(term.count)) / Math.log1p(most)),
  }));
  const spaces = Object.entries(prefixes).map(([prefix, space]) => ({
    label: `${prefix}:`,
    detail: space,
    type: "namespace",
    boost: -20,
  }));
  return [...named, ...spaces];
}

function byLabel(all) {
  return (context) => {
    const word = context.matchBefore(/[A-Za-z][\w-]{2,}/);
    if (!word || context.state.sliceDoc(word.from - 1, word.from).match(/[?$:]/)) return null;
    const wanted = word.text.toLowerCase();
    const fitting = all.filter((one) => one.detail.toLowerCase().includes(wanted));
    return {
      from: word.from,
      filter: false,
      options: fitting.slice(0, 50).map((one) => ({ ...one, displayLabel: one.label })),
    };
  };
}

function completion(load) {
  let ready = null;
  const sources = () => {
    ready ??= load().then((told) => {
      const all = options(told);
      return [completeFromList(all), byLabel(all)];
    });
    return ready;
  };
  return async (context) => {
    const word = context.matchBefore(/[A-Za-z][\w-]*:?[\w.-]*/);
    if (!word && !context.explicit) return null;
    const [byName, byWords] = await sources();
    return /:/.test(word?.text ?? "") || context.explicit ? named(context, byName) : byWords(context);
  };
}

async function named(context, source) {
  const word = context.matchBefore(/[A-Za-z][\w-]*:?[\w.-]*/);
  const found = await source(context);
  if (!found) return null;
  return { ...found, from: word ? word.from : context.pos, validFor: /^[\w-]*:?[\w.-]*$/ };
}

function mistakes(told) {
  return (view) => {
    const found = [];
    const { line, column, text } = told();
    if (line > 0 && line <= view.state.doc.lines && text === view.state.doc.toString()) {
      const at = view.state.doc.line(line);
      const wanted = at.from + Math.max(0, column - 1);
      const from = Math.max(at.from, Math.min(wanted, at.to - 1));
      const to = Math.min(from + 1, at.to);
      found.push({ from, to, severity: "error", message: `Line ${line}, column ${column}` });
      return found;
    }
    // A tree that was not finished in time looks like a mistake where its reading broke off.
    ensureSyntaxTree(view.state, view.state.doc.length, 200)?.iterate({
      enter(node) {
        if (node.type.isError && found.length < 1) {
          const to = Math.max(node.to, Math.min(node.from + 1, view.state.doc.length));
          found.push({ from: node.from, to, severity: "warning", message: "Not SPARQL so far" });
        }
      },
    });
    return found;
  };
}

/** An editor in `host`; gives ways to read it, to focus it and to mark a place. */
export function create(host, text, { label, dark, terms, ask }) {
  const root = host.attachShadow({ mode: "open" });
  let place = { line: 0, column: 0, text: "" };
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        lintGutter(),
        highlightSpecialChars(),
        history(),
        drawSelection(),
        bracketMatching(),
        closeBrackets(),
        highlightActiveLine(),
        sparql(),
        syntaxHighlighting(colours(dark)),
        look(dark),
        autocompletion({ override: [completion(terms)], maxRenderedOptions: 50 }),
        linter(mistakes(() => place), {
          delay: 400,
          needsRefresh: ({ transactions }) =>
            transactions.some((one) => one.effects.some((effect) => effect.is(placed))),
        }),
        EditorView.contentAttributes.of({ "aria-label": label }),
        EditorView.lineWrapping,
        Prec.highest(keymap.of([{ key: "Mod-Enter", run: () => (ask(), true) }])),
        keymap.of([
          ...closeBracketsKeymap,
          ...defaultKeymap,
          ...historyKeymap,
          ...completionKeymap,
        ]),
      ],
    }),
  });
  return {
    text: () => view.state.doc.toString(),
    focus: () => view.focus(),
    mark(line, column) {
      place = { line, column, text: view.state.doc.toString() };
      view.dispatch({ effects: placed.of(place) });
      forceLinting(view);
    },
  };
}
