// Before the GPU tests in Node: sees to it that Dawn finds an adapter, in the environment its processes inherit.
import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { findBrowser } from '../../../scripts/browser/find-browser.ts';

/** On Debian /usr/bin/chromium is a script, and what comes with the browser lies here. */
const DEBIAN_CHROMIUM_FOLDER = '/usr/lib/chromium';

/**
 * The machine's own drivers come first. Where they lead to no adapter (driver files may be there without the
 * hardware) the software driver that Chrome brings along is used: it is always at hand, but Mesa's
 * (`mesa-vulkan-drivers`) ran a 256³ matmul in 7 ms where Chrome's took 43, a reduction through workgroup memory
 * in 22 ms where it took 400. It translates a kernel when it first runs and remembers it from then on: the first GPU
 * tests on a new machine take some minutes, the next ones seconds.
 */
export default function findVulkanDriver(): void {
  const browser = findBrowser(); // first, because installing one may bring a driver along
  const found = probeAdapter({}) ?? probeAdapter(Object.assign(process.env, chromeDriverEnv(browser)));
  if (found) console.log(`Node's adapter: ${found}`);
  else throw new Error("Dawn found no adapter: install a Vulkan driver, on Debian 'mesa-vulkan-drivers'.");
}

function chromeDriverEnv(browser: string): Record<string, string> {
  const folders = [dirname(realpathSync(browser)), DEBIAN_CHROMIUM_FOLDER].filter((folder) =>
    existsSync(join(folder, 'vk_swiftshader_icd.json')),
  );
  if (folders.length === 0) return {};
  const driver = join(folders[0], 'vk_swiftshader_icd.json');
  return {
    VK_ICD_FILENAMES: driver, // its name for older loaders
    VK_DRIVER_FILES: driver,
    // The Vulkan loader itself may be missing on a bare machine; Chrome's lies beside the driver.
    LD_LIBRARY_PATH: [process.env.LD_LIBRARY_PATH, folders[0]].filter(Boolean).join(delimiter),
  };
}

/** In a process of its own: a loader keeps the drivers it found first. */
function probeAdapter(env: Record<string, string | undefined>): string | undefined {
  const probe = `
    import { create } from 'webgpu';
    globalThis.gpu = create([]);
    const adapter = await globalThis.gpu.requestAdapter();
    if (adapter) process.stdout.write(adapter.info.description || adapter.info.device);
  `;
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', probe], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  return run.stdout || undefined;
}
