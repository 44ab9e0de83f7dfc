// Makes ../seal.js and ../seal.txt (the licences of what is in it) out of seal.mjs. The bytes depend on the lockfile only.
import { build } from "esbuild";
import { readFileSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";

const out = process.argv[2] ?? "..";
const made = await build({
  entryPoints: ["seal.mjs"], bundle: true, minify: true, format: "iife", target: "es2017", charset: "ascii",
  legalComments: "none", write: false, metafile: true, logLevel: "warning",
});
const text = made.outputFiles[0].text;
if (/<\/script|<!--/i.test(text)) throw new Error("the bundle would end the script it stands in");

// One text for each package that is in the bundle. Twice the same package would be two libraries of elliptic curves.
const parts = new Set();
for (const name of Object.keys(made.metafile.inputs)) {
  const at = name.match(/^(node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+)\//);
  if (at) parts.add(at[1]);
}
const names = [...parts].map((p) => p.replace(/^.*node_modules\//, ""));
if (new Set(names).size !== names.length) throw new Error("a package is in the bundle twice: " + names.join(", "));
let licences = "What hub/page/seal.js is made of, and the terms of each part. It is built by make page.\n";
for (const p of [...parts].sort()) {
  const about = JSON.parse(readFileSync(p + "/package.json", "utf8"));
  licences += `\n${"=".repeat(80)}\n${about.name} ${about.version} (${about.license})\n\n${readFileSync(p + "/LICENSE", "utf8").trim()}\n`;
}
writeFileSync(out + "/seal.js", text);
writeFileSync(out + "/seal.txt", licences);
console.log(`seal.js: ${text.length} bytes of ${names.join(", ")}; sha256 ${createHash("sha256").update(text).digest("hex")}`);
