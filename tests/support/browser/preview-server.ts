// Global setup of the browser tests: builds the page and serves it like `npm start`. `inject('pageUrl')` is its URL.
import type { AddressInfo } from 'node:net';
import { preview } from 'vite';
import type { TestProject } from 'vitest/node';
import { buildPage } from '../../../scripts/build-page.ts';

declare module 'vitest' {
  interface ProvidedContext {
    pageUrl: string;
  }
}

export default async function startPreviewServer(project: TestProject): Promise<() => Promise<void>> {
  await buildPage();
  const server = await preview({ preview: { port: 0 } });
  const { port } = server.httpServer.address() as AddressInfo;
  project.provide('pageUrl', `http://localhost:${port}/`);
  return () => server.close();
}
