// `npm test`, `npm run check` and `npm run test:long`: one stage after another, then one line with the sum.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { parseArgs } from 'node:util';

interface TestCount {
  passed: number;
  failed: number;
}

interface Stage {
  name: string;
  run: () => TestCount;
}

const fast = [
  toolStage('types', 'tsc', '-p', 'tsconfig.json'),
  toolStage("types, worker's side", 'tsc', '-p', 'tsconfig.worker.json'),
  toolStage('lint', 'biome', 'check', '--error-on-warnings'),
  toolStage('dead code', 'knip'),
  suiteStage('unit'),
];
const plans: Record<string, Stage[]> = {
  fast,
  all: [...fast, suiteStage('gpu'), suiteStage('e2e')],
  long: [suiteStage('long')],
};

const { positionals } = parseArgs({ allowPositionals: true });
const plan = plans[positionals[0] ?? 'all'];
if (!plan)
  throw new Error(`scripts/test.ts: '${positionals[0]}' is not a plan; there are ${Object.keys(plans)}`);

const total = { passed: 0, failed: 0 };
for (const { name, run } of plan) {
  console.log(`\n── ${name}`);
  const begin = Date.now();
  const { passed, failed } = run();
  total.passed += passed;
  total.failed += failed;
  console.log(
    `── ${name}: ${passed} passed, ${failed} failed in ${((Date.now() - begin) / 1000).toFixed(1)} s`,
  );
}
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;

/** A tool that is content or not: it counts as one test. */
function toolStage(name: string, command: string, ...args: string[]): Stage {
  return {
    name,
    run: () => (runCommand(command, args) ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }),
  };
}

/** A project of vitest.config.ts, counted from its report. A suite without tests fails: it checked nothing. */
function suiteStage(project: string): Stage {
  const report = `.cache/test/${project}.json`;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return {
    name: `${project} tests`,
    run: () => {
      mkdirSync('.cache/test', { recursive: true });
      rmSync(report, { force: true });
      const succeeded = runCommand('vitest', ['run', '--project', project, ...reporters]);
      const { passed, failed } = readReport(report);
      // What fails outside a test (a file that does not load, a set-up, an unhandled error) counts as one.
      return { passed, failed: succeeded ? failed : Math.max(failed, 1) };
    },
  };
}

function readReport(report: string): TestCount {
  try {
    const { numPassedTests, numTotalTests } = JSON.parse(readFileSync(report, 'utf8'));
    return { passed: numPassedTests, failed: numTotalTests - numPassedTests };
  } catch {
    return { passed: 0, failed: 1 }; // the run broke off before it could report
  }
}

/** Runs a package's command with the output on this terminal: whether it ended well. */
function runCommand(command: string, args: string[]): boolean {
  return (
    spawnSync('npx', ['--no-install', command, ...args], {
      stdio: 'inherit',
      shell: process.platform === 'win32',
    }).status === 0
  );
}
