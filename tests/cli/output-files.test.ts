// Output files of commands: refused before training where they cannot be written, and complete or untouched afterwards.

import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readCheckpoint } from '../../src/model/files/checkpoint.ts';
import { expectRefusal, ROOT, runLab, runShell, spawnLab, temporaryFolder } from '../support/lab-command.ts';

const { path, write } = temporaryFolder();
const train = ['train', '--preset', 'league', '--steps', '2', '--seed', '5', '--backend', 'cpu'];
const bundled = join(ROOT, 'public/models/facts.safetensors');
const facts = ['--model', bundled, '--backend', 'cpu'];

/** Bundles the command line, which a limited process could not. */
beforeAll(async () => void (await spawnLab('--help')));

describe('before training', () => {
  const model = path('given.safetensors');
  const log = path('given.jsonl');
  beforeAll(() => {
    copyFileSync(bundled, model);
    writeFileSync(log, '{"step":0}\n');
    symlinkSync(model, path('link'));
    linkSync(log, path('hard-link'));
    writeFileSync(path('text.txt'), 'one two three. '.repeat(100));
  });

  const missing = path('new');
  it.each([
    [
      '--out and --log alike',
      [...train, '--out', missing, '--log', missing],
      '--log and --out are the same file',
    ],
    [
      '… by another spelling',
      [...train, '--out', missing, '--log', join(missing, '../new')],
      'are the same file',
    ],
    ['… by a symbolic link', [...train, '--out', model, '--log', path('link')], 'are the same file'],
    ['… by a hard link', [...train, '--out', path('hard-link'), '--log', log], 'are the same file'],
    ['a model as --log', [...train, '--log', model], `--log would append to ${model}, which is not a log`],
    [
      'the text as --log',
      [...train, '--text', path('text.txt'), '--log', path('text.txt')],
      'are the same file',
    ],
    [
      'the text as --out',
      [...train, '--text', path('text.txt'), '--out', path('text.txt')],
      'are the same file',
    ],
    [
      'the model as --out',
      ['inspect', '--ids', log, '--model', model, '--out', path('link')],
      'are the same file',
    ],
  ])('refuses %s with exit code 2', async (_, args, message) => {
    const digests = () =>
      [model, log, path('text.txt')].map((file) =>
        createHash('sha256').update(readFileSync(file)).digest('hex'),
      );
    const before = digests();
    await expectRefusal(args, message, 2);
    expect(digests()).toEqual(before);
    expect(existsSync(missing)).toBe(false);
  });

  it.each([
    ['a missing folder', path('nowhere/model'), 'cannot be written: ENOENT.'],
    ['a folder', path('folder'), 'is a folder; name a file in it.'],
    ['a missing folder by its slash', path('later/'), 'is a folder; name a file in it.'],
    ['a folder in which nobody can create files', '/proc/model', '/proc/model cannot be written: E'],
    ['no name', '', 'is empty; name a file.'],
  ])('refuses %s', async (_, file, message) => {
    mkdirSync(path('folder'), { recursive: true });
    const before = readdirSync(path('.'));
    for (const option of ['--out', '--log']) {
      const { code, stderr } = await runLab(...train, option, file);
      expect(stderr).toContain(message);
      expect(stderr).not.toContain('WebAssembly'); // the engine has not started
      expect(code).toBe(1);
    }
    await expectRefusal(['teach', '--facts', 'a, sport, b', ...facts, '--out', file], message);
    await expectRefusal(['inspect', '--ids', log, ...facts, '--out', file], message);
    expect(readdirSync(path('.'))).toEqual(before);
  });
});

describe('a full disk', () => {
  it('of the log ends the log with one sentence; training goes on and the exit code is 1', async () => {
    const out = path('without-log.safetensors');
    const { code, stdout, stderr } = await runLab(...train, '--out', out, '--log', '/dev/full');
    expect(stderr.split('\n')).toEqual([
      expect.stringMatching(/^cpu: /),
      '/dev/full cannot be written: ENOSPC. The log ends here; training continues.',
      '',
    ]);
    expect([code, JSON.parse(stdout).steps]).toEqual([1, 2]);
    expect(readCheckpoint(readFileSync(out)).origin?.step).toBe(2);
  });

  it('of the log leaves complete lines only', async () => {
    const line = '{"step":0,"loss":1}\n';
    const log = write('long.jsonl', line.repeat(20_478)); // 409,560 bytes of 409,600
    const limited = 'ulimit -f 800; exec "$@"';
    const result = await runShell(limited, ...train, '--out', path('small.safetensors'), '--log', log);
    expect(result.stderr).toContain(`${log} cannot be written: EFBIG.`);
    expect(result.code).toBe(1);
    expect(readFileSync(log, 'utf8')).toBe(line.repeat(20_478));
    expect(readCheckpoint(readFileSync(path('small.safetensors'))).origin?.step).toBe(2);
  });

  it('of the model leaves the earlier model', async () => {
    const out = path('earlier/model.safetensors');
    mkdirSync(dirname(out));
    copyFileSync(bundled, out);
    const { code, stdout, stderr } = await runShell('ulimit -f 100; exec "$@"', ...train, '--out', out);
    expect(stderr).toContain(`\n${out} cannot be written: EFBIG.\n`);
    expect([code, stdout]).toEqual([1, '']);
    expect(readFileSync(out).equals(readFileSync(bundled))).toBe(true);
    expect(readdirSync(dirname(out))).toEqual(['model.safetensors']);
  });

  it('of the model saves the new model in the folder for temporary files', async () => {
    const { code, stderr } = await runLab(...train, '--out', '/dev/full');
    const [, copy] = /^\/dev\/full cannot be written: ENOSPC. The result is in (.*)\.$/m.exec(stderr) ?? [];
    expect(code).toBe(1);
    expect(readCheckpoint(readFileSync(copy)).origin?.step).toBe(2);
    rmSync(dirname(copy), { recursive: true });
  });
});

describe('stdout', () => {
  it('a reader that closes the pipe causes no message', async () => {
    const args = ['lens', 'facts', '--json', ...facts];
    const { code, stderr } = await runShell('{ "$@"; echo "code $?" >&2; } | head -c 10', ...args);
    expect(code).toBe(0);
    expect(stderr.split('\n')).toEqual([expect.stringMatching(/^cpu: /), 'code 0', '']);
  });

  it('a benchmark ends when its reader does', async () => {
    const twice = ['bench', '--case', '1,2,8,8,2,11', '--backend', 'cpu', 'cpu', '--seconds', '0.1'];
    const { stderr } = await runShell('{ "$@" || echo "code $?" >&2; } | true', ...twice);
    expect(stderr).toMatch(/^cpu: .*\n$/); // the second backend has not started
  });

  it('a full disk is an error in one sentence', async () => {
    const { code, stderr } = await runShell('exec "$@" >/dev/full', 'lens', 'facts', '--json', ...facts);
    expect(stderr.split('\n')[1]).toBe('The output cannot be written: ENOSPC.');
    expect(code).toBe(1);
  });
});

it('a symbolic link at --out is followed, and the mode of its file is kept', async () => {
  writeFileSync(path('private'), 'old', { mode: 0o600 });
  symlinkSync('private', path('to-private'));
  const { code } = await runLab(...train, '--out', path('to-private'));
  expect(code).toBe(0);
  expect(readCheckpoint(readFileSync(path('private'))).origin?.step).toBe(2);
  expect(statSync(path('private')).mode & 0o777).toBe(0o600);
});
