// A custom element of the packed library on a foreign page: numbers in, events out.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { launchPage } from '../../support/browser/launch-browser.ts';
import { StaticHost } from '../../support/browser/static-host.ts';
import { installPackedLibrary } from '../../support/packed-library.ts';

test('head.html draws a head, reads its cells by keyboard, and fires lab-focus', async () => {
  const project = installPackedLibrary();
  const host = new StaticHost(join(project, 'node_modules/mini-llm-lab'), '/');
  await host.start();
  const { browser, page } = await launchPage({ webgpu: false });
  try {
    await page.goto(`${host.url}examples/head.html`);
    const grid = await page.waitForSelector('::-p-aria([role="application"])', { visible: true });
    expect(await grid?.evaluate((element) => element.ariaLabel)).toContain('creature');
    // The cursor starts at the last query; the one to its left is the third token.
    for (const key of ['ArrowLeft', 'Enter'] as const) await grid?.press(key);
    await page.waitForSelector('::-p-text(query: blue)');
  } finally {
    await browser.close();
    await host.stop();
    rmSync(project, { recursive: true, force: true });
  }
});
