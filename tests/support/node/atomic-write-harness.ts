// Writes a file again and again, each time filled with another letter, until the process is killed.
// `node scripts/run.mjs tests/support/node/atomic-write-harness.ts <file> <bytes> [count]`

import { writeFileAtomic } from '../../../src/node/atomic-file.ts';

const [file, bytes, count = 'Infinity'] = process.argv.slice(2);
for (let i = 0; i < Number(count); i++) {
  await writeFileAtomic(file, Buffer.alloc(Number(bytes), 'abcdefgh'[i % 8]));
  process.stdout.write('written\n');
}
