// How the page is built and served.
import { resolve } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { buildWasm } from './scripts/build-wasm.mjs';
import { catalogues } from './scripts/languages/catalogue-plugin.ts';
import { packMnist } from './scripts/pack-mnist.mjs';
import { fileDigests } from './scripts/vite/file-digests.ts';
import { collectPackages, emitLicences } from './scripts/vite/licences.ts';
import { notFound } from './scripts/vite/not-found.ts';
import { pageChunks, startAfterLanguage } from './scripts/vite/page-chunks.ts';
import { pwa } from './scripts/vite/pwa.ts';
import { contentSecurityPolicy } from './scripts/vite/security-policy.ts';
import { sendHeaders } from './scripts/vite/send-headers.ts';

/** Writes the policy into the built pages, so that it holds on a static host that sends no headers. */
const policyInPage: Plugin = {
  name: 'policy-in-page',
  // The development server injects styles and inline scripts that the policy forbids, so `npm run dev` runs without
  // it; `npm start` and the browser tests use the built page, where it holds.
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: contentSecurityPolicy },
      injectTo: 'head-prepend',
    },
  ],
};

// The page, the tests and the command line all import the CPU kernels, compiled, and the digits, packed.
await buildWasm();
packMnist();

export default defineConfig({
  appType: 'mpa', // a missing file is 404, not the page
  base: './', // the built folder works under any path
  plugins: [
    policyInPage,
    sendHeaders,
    collectPackages(),
    emitLicences(),
    fileDigests(),
    catalogues(),
    startAfterLanguage,
    notFound(),
    pwa(),
  ],
  build: {
    // Every browser with WebGPU, and those of the last two years without it.
    target: ['chrome113', 'firefox121', 'safari17'],
    // Small files inlined as data: addresses would be turned away by the policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false }, // those browsers have it
    // Advice about the build's own plugins is of no use to who runs the lab.
    rolldownOptions: {
      input: ['index.html', 'embed.html'],
      checks: { pluginTimings: false },
      output: {
        codeSplitting: pageChunks(
          resolve('src/ui/languages/load-language.ts'),
          resolve('src/ui/start.ts'),
          resolve('src/ui/embed/start.ts'),
        ),
      },
    },
  },
  // Not every page of the repository: those of the benchmark ask for packages that are installed apart.
  optimizeDeps: { entries: ['index.html', 'embed.html'] },
  worker: { format: 'es', plugins: () => [collectPackages(), fileDigests()] },
});
