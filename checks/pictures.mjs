// GEXF and GraphML as graphology reads them: nodes, edges and the label of the maker, as JSON.
import {readFileSync} from "node:fs";
import {createRequire} from "node:module";
import {join} from "node:path";

const [place, gexfFile, graphmlFile] = process.argv.slice(2);
const require = createRequire(join(place, "node_modules", "x.js"));
const {MultiDirectedGraph} = require("graphology");
const gexf = require("graphology-gexf"), graphml = require("graphology-graphml");

const told = (graph) => ({
  nodes: graph.order,
  edges: graph.size,
  label: graph.findNode((_, attributes) => /^=cmd/.test(attributes.label ?? attributes.name ?? ""))
    ? "=cmd|" : "",
});
console.log(JSON.stringify([
  told(gexf.parse(MultiDirectedGraph, readFileSync(gexfFile, "utf-8"))),
  told(graphml.parse(MultiDirectedGraph, readFileSync(graphmlFile, "utf-8"))),
]));
