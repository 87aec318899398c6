// The installable offline app: its manifest, and the build of its service worker.

import { join } from 'node:path';
import type { Plugin } from 'vite';
import { type ManifestOptions, VitePWA } from 'vite-plugin-pwa';
import type { ManifestTransform } from 'workbox-build';
import { fileDigest } from './file-digests.ts';

const icon = (size: number, purpose: 'any' | 'maskable') => ({
  src: `icons/${purpose}-${size}.png`,
  sizes: `${size}x${size}`,
  type: 'image/png',
  purpose,
});

const webAppManifest = {
  name: 'mini-LLM lab',
  short_name: 'LLM lab',
  description: 'Train a small transformer in this tab, and watch what happens inside it.',
  // Relative to the manifest: the built folder works under any path.
  start_url: './',
  scope: './',
  display: 'standalone',
  background_color: '#0b0e14',
  theme_color: '#0b0e14',
  categories: ['education'],
  icons: [
    { src: 'favicon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
    icon(192, 'any'),
    icon(512, 'any'),
    icon(512, 'maskable'),
  ],
} satisfies Partial<ManifestOptions>;

/** The built page. */
const FOLDER = 'dist';

/**
 * Adds to the service worker's manifest the size of each file, which the page shows before a download, and its digest, which
 * the file must have when it is cached and when it is read.
 */
const withSizesAndDigests: ManifestTransform = (entries) => ({
  manifest: entries.map((entry) =>
    Object.assign(entry, { bytes: entry.size, sha256: fileDigest(join(FOLDER, entry.url)) }),
  ),
});

export const pwa = (): Plugin[] =>
  VitePWA({
    outDir: FOLDER,
    strategies: 'injectManifest',
    srcDir: 'src/offline',
    filename: 'service-worker.ts',
    manifest: webAppManifest,
    includeManifestIcons: false, // already listed
    integration: {
      configureCustomSWViteBuild: (config) => {
        config.logLevel = 'warn';
        // The plugin's own option for a single file triggers a warning of Vite 8.
        const output = config.build?.rolldownOptions?.output ?? config.build?.rollupOptions?.output;
        if (output && !Array.isArray(output)) {
          delete output.inlineDynamicImports;
          output.codeSplitting = false;
        }
      },
    },
    // The page registers it through its Trusted Types policy.
    injectRegister: false,
    injectManifest: {
      globPatterns: ['**/*'],
      globIgnores: ['service-worker.js'],
      dontCacheBustURLsMatching: /^assets\//,
      maximumFileSizeToCacheInBytes: 32e6,
      manifestTransforms: [withSizesAndDigests],
    },
  });
