// Global setup of the GPU tests: selects a Vulkan driver through the environment, which test processes inherit.
import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { findBrowser } from '../../../scripts/browser/find-browser.ts';

/** Files of the browser on Debian, where /usr/bin/chromium is a script. */
const DEBIAN_CHROMIUM_FOLDER = '/usr/lib/chromium';

/**
 * How Mesa's software driver compiles kernels, which takes most of the first GPU tests on a new machine: for four lanes instead
 * of eight or sixteen, and without its optimization passes. Processor time of the goldens: a fifth when kernels are compiled, the
 * same when they come from its cache.
 */
const SOFTWARE_DRIVER = { LP_NATIVE_VECTOR_WIDTH: '128', GALLIVM_PERF: 'nopt' };

/**
 * Prefers the machine's drivers and falls back to the software driver of Chrome if they provide no adapter (drivers may be
 * installed without the hardware). Mesa's software driver (`mesa-vulkan-drivers`) is faster than Chrome's: 7 ms against 43 ms
 * for a 256³ matmul, 22 ms against 400 ms for a reduction through workgroup memory.
 */
export default function findVulkanDriver(): void {
  Object.assign(process.env, { ...SOFTWARE_DRIVER, ...process.env });
  const found = probeAdapter({}) ?? probeAdapter(Object.assign(process.env, chromeDriverEnv(findBrowser())));
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
    // A bare machine may lack the Vulkan loader; Chrome's is in the folder of its driver.
    LD_LIBRARY_PATH: [process.env.LD_LIBRARY_PATH, folders[0]].filter(Boolean).join(delimiter),
  };
}

/** Probes in a new process, because the Vulkan loader reads its environment only once. */
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
