import { statSync } from "node:fs";
import { defineConfig } from "vite";

// `SINGLE` makes one script of everything, for the file that works from disk.
const single = process.env["SINGLE"] === "1";

export default defineConfig({
  base: "./",
  define: { ENGINE_SIZE: JSON.stringify(statSync("build/engine.wasm").size) },
  build: {
    outDir: single ? "build/single" : "dist",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: false,
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    manifest: true,
    reportCompressedSize: false,
    rollupOptions: {
      ...(single ? { output: { codeSplitting: false, format: "iife" as const } } : { input: { index: "index.html", catalogue: "src/catalogue.ts" } }),
    },
  },
  worker: { format: "es", rollupOptions: { output: { entryFileNames: "assets/worker-[hash].js" } } },
});
