// How the readers of exported models are installed where they are missing: PyTorch, and the tokenizers of Hugging Face.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { apt, type Installer } from '../install/installer.ts';

const FOLDER = '.cache/python';
const OWN_PYTHON = join(FOLDER, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');

/** The Node binding of the Rust library that `transformers` uses. */
const TOKENIZERS_FOLDER = '.cache/tokenizers';
export const TOKENIZERS_PACKAGE = join(TOKENIZERS_FOLDER, 'node_modules/tokenizers');

/** A Python with PyTorch: the one that PYTHON names, or an installed one; undefined if there is none. */
export const findPython = (): string | undefined =>
  [process.env.PYTHON, 'python3', '/usr/bin/python3', OWN_PYTHON].find(
    (path) => path && spawnSync(path, ['-c', 'import torch'], { stdio: 'ignore' }).status === 0,
  );

const installers: readonly Installer[] = [
  {
    name: 'PyTorch',
    isInstalled: () => findPython() !== undefined,
    attempts: [
      ...apt('python3-torch'),
      [
        ['python3', '-m', 'venv', FOLDER],
        [OWN_PYTHON, '-m', 'pip', 'install', '--quiet', 'torch', 'numpy'],
      ],
    ],
  },
  {
    name: 'Hugging Face’s tokenizers',
    isInstalled: () => existsSync(TOKENIZERS_PACKAGE),
    attempts: [
      [
        [
          'npm',
          'install',
          ...['--prefix', TOKENIZERS_FOLDER, '--no-save', '--ignore-scripts', 'tokenizers@0.23.2'],
        ],
      ],
    ],
  },
];

export const missingPythonTools = (): Installer[] => installers.filter(({ isInstalled }) => !isInstalled());
