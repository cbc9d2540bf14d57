// Pages in a folder, judged by html-validate: prints what is wrong as JSON, a list a message.
import {readdirSync, readFileSync} from "node:fs";
import {createRequire} from "node:module";
import {join, resolve} from "node:path";
import {pathToFileURL} from "node:url";

const [folder, modules] = process.argv.slice(2);
const {HtmlValidate} = await import(pathToFileURL(createRequire(resolve(modules, "node_modules", "x.js")).resolve("html-validate")));
const check = new HtmlValidate({
  root: true,
  extends: ["html-validate:recommended"],
  // HTML lets an id begin with a digit, and headings are numbered in guides
  rules: {
    "valid-id": ["error", {relaxed: true}],
    // titles are cut at 70 characters; here those of an entity count one by one
    "long-title": ["error", {maxlength: 100}],
  },
});
const found = [];
for (const name of readdirSync(folder, {recursive: true}).sort()) {
  if (!name.endsWith(".html")) continue;
  const report = await check.validateString(readFileSync(join(folder, name), "utf-8"), name);
  for (const one of report.results.flatMap((result) => result.messages)) {
    found.push(`${name}:${one.line}: ${one.ruleId}: ${one.message}`);
  }
}
console.log(JSON.stringify(found));
