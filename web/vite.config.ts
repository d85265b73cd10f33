import { statSync } from "node:fs";
import { defineConfig } from "vite";

// `SINGLE` makes one script of everything, for the file that works from disk.
const single = process.env["SINGLE"] === "1";
// `FRAME` makes the frame that sends: one file, too.
const frame = process.env["FRAME"] === "1";

export default defineConfig({
  base: "./",
  define: { ENGINE_SIZE: JSON.stringify(statSync("build/engine.wasm").size) },
  build: {
    outDir: frame ? "build/frame" : single ? "build/single" : "dist",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: false,
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    manifest: true,
    reportCompressedSize: false,
    rollupOptions: {
      ...(frame ? { input: "ask.html" } : {}),
      ...(single || frame ? { output: { codeSplitting: false, format: "iife" as const } } : { input: { index: "index.html", catalogue: "src/catalogue.ts" } }),
    },
  },
  worker: { format: "es", rollupOptions: { output: { entryFileNames: "assets/worker-[hash].js" } } },
});
