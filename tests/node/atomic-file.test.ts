// Atomic writes: a kill or a failed write leaves the earlier file, and links, modes and pipes stay what they are.

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { tryWrite, writeFileAtomic } from '../../src/node/atomic-file.ts';
import { ROOT, temporaryFolder } from '../support/lab-command.ts';

const { path } = temporaryFolder();
const HARNESS = ['scripts/run.mjs', 'tests/support/node/atomic-write-harness.ts'];

test('an existing file keeps its mode, and no other file is left', async () => {
  mkdirSync(path('mode'));
  writeFileSync(path('mode/file'), 'old');
  chmodSync(path('mode/file'), 0o666); // beyond the usual umask
  await writeFileAtomic(path('mode/file'), 'new');
  expect(readFileSync(path('mode/file'), 'utf8')).toBe('new');
  expect(statSync(path('mode/file')).mode & 0o777).toBe(0o666);
  expect(readdirSync(path('mode'))).toEqual(['file']);
});

test.each([
  ['an existing', 'target', 'link'],
  ['a missing', 'missing', 'dangling'],
])('a symbolic link to %s file is followed', async (_, target, link) => {
  mkdirSync(path('links'), { recursive: true });
  writeFileSync(path('links/target'), 'old');
  symlinkSync(target, path(`links/${link}`));
  await writeFileAtomic(path(`links/${link}`), 'new');
  expect(lstatSync(path(`links/${link}`)).isSymbolicLink()).toBe(true);
  expect(readFileSync(path(`links/${target}`), 'utf8')).toBe('new');
});

test('a pipe is written, not replaced', async () => {
  execFileSync('mkfifo', [path('pipe')]);
  const reader = spawn('cat', [path('pipe')]);
  const [[text]] = await Promise.all([once(reader.stdout, 'data'), writeFileAtomic(path('pipe'), 'content')]);
  expect(String(text)).toBe('content');
  expect(statSync(path('pipe')).isFIFO()).toBe(true);
});

test('a trial leaves nothing behind', () => {
  mkdirSync(path('trial'));
  tryWrite(path('trial/file'));
  expect(readdirSync(path('trial'))).toEqual([]);
  expect(() => tryWrite(path('trial/missing/file'))).toThrow('ENOENT');
});

test('SIGKILL in the middle of a write leaves a complete file', async () => {
  const bytes = 30_000_000;
  mkdirSync(path('killed'));
  const file = path('killed/file');
  const files = () => readdirSync(path('killed')).length;
  // The kill may come too late on a busy machine: until a temporary file tells of an interrupted write.
  for (let round = 0; round < 4 || files() === 1; round++) {
    const before = Math.max(1, files());
    const child = spawn(process.execPath, [...HARNESS, file, String(bytes)], { cwd: ROOT });
    await once(child.stdout, 'data');
    await expect.poll(files, { interval: 1 }).toBeGreaterThan(before);
    await setTimeout(3 * round);
    child.kill('SIGKILL');
    await once(child, 'close');
    const content = readFileSync(file);
    expect(content.length).toBe(bytes);
    expect(content.equals(Buffer.alloc(bytes, content[0]))).toBe(true);
  }
});

test('a write beyond the limit of file sizes leaves the earlier file alone', () => {
  mkdirSync(path('limit'));
  const run = (limit: string, bytes: string) =>
    spawnSync(
      'sh',
      ['-c', `${limit} exec "$@"`, 'sh', process.execPath, ...HARNESS, path('limit/file'), bytes, '1'],
      {
        cwd: ROOT,
        encoding: 'utf8',
      },
    );
  expect(run('', '1000').status).toBe(0);
  const { status, stderr } = run('ulimit -f 100;', '1000000');
  expect(status).not.toBe(0);
  expect(stderr).toContain('EFBIG');
  expect(readdirSync(path('limit'))).toEqual(['file']);
  expect(readFileSync(path('limit/file'), 'utf8')).toBe('a'.repeat(1000));
});
