// The libraries that are measured beside the lab.

import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';

const FOLDER = 'bench/peers';

/** Installs the libraries of this folder from its lock file, unless they are installed. */
export function installPeers(): void {
  const installed = `${FOLDER}/node_modules/.package-lock.json`;
  const isNew = () => statSync(installed).mtimeMs >= statSync(`${FOLDER}/package-lock.json`).mtimeMs;
  if (existsSync(installed) && isNew()) return;
  process.stderr.write(
    `Installing jax-js, TensorFlow.js and wllama into ${FOLDER}/node_modules (about 80 MB) …\n`,
  );
  const command = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  const { status } = spawnSync('npm', command, {
    cwd: FOLDER,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`npm could not install them; try 'npm ci' in ${FOLDER}.`);
}
