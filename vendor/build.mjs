// Bundles the scripts that pages load into pipeline/claimgraph/web/static/vendor/, with the
// licences of all that went in and the sums of what came out. `make vendor` runs it in a copy of
// this folder, after `npm ci`.

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const BUNDLES = { "editor.js": "editor.js" };
const out = process.argv[2];

const parts = new Set();
mkdirSync(out, { recursive: true });
for (const [name, entry] of Object.entries(BUNDLES)) {
  const made = await build({
    entryPoints: [entry],
    bundle: true,
    format: "esm",
    minify: true,
    legalComments: "none",
    charset: "utf8",
    target: "es2022",
    metafile: true,
    outfile: join(out, name),
  });
  for (const path of Object.keys(made.metafile.inputs)) {
    const found = path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)\//);
    if (found) parts.add(found[1]);
  }
}

const licences = [...parts].sort().map((name) => {
  const folder = join("node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
});
writeFileSync(join(out, "LICENSES.txt"), licences.join(`\n${"-".repeat(72)}\n\n`));

const sums = [...Object.keys(BUNDLES), "LICENSES.txt"].sort().map((name) => {
  const sum = createHash("sha256").update(readFileSync(join(out, name))).digest("hex");
  return `${sum}  ${name}\n`;
});
writeFileSync(join(out, "SHA256SUMS"), sums.join(""));
