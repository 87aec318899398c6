// `npm test`, `npm run check` and `npm run test:long`: one stage after another, then the slowest tests and one line with the sum.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { missingBrowsers } from './browser/browser-installers.ts';
import { confirmInstallation } from './install/confirm-installation.ts';
import { missingPythonTools } from './python/python-installers.ts';

interface TestCount {
  passed: number;
  failed: number;
}

interface Stage {
  readonly name: string;
  /** Whether the stage needs Chromium or Firefox. */
  readonly browsers?: boolean;
  /** Whether the stage needs PyTorch, for exported models. */
  readonly python?: boolean;
  run(): Promise<TestCount>;
}

/** The part of Vitest's JSON report that is read. */
interface Report {
  readonly numPassedTests: number;
  readonly numTotalTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly duration?: number;
      /** Of a test that passed: those of its first run. */
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}

/** How many of the slowest tests are listed. */
const SLOWEST = 20;

const fast = [
  toolStage('types, lint, dead code', [
    ['tsc', '-p', 'tsconfig.json'],
    ['tsc', '-p', 'tsconfig.worker.json'],
    ['biome', 'check', '--error-on-warnings'],
    ['knip'],
  ]),
  suiteStage('unit'),
];
const plans: Record<string, Stage[]> = {
  fast,
  all: [...fast, suiteStage('gpu', { browsers: true }), suiteStage('e2e', { browsers: true })],
  long: [suiteStage('long', { browsers: true, python: true })],
};

const { positionals } = parseArgs({ allowPositionals: true });
const plan = plans[positionals[0] ?? 'all'];
if (!plan)
  throw new Error(`scripts/test.ts: '${positionals[0]}' is not a plan; there are ${Object.keys(plans)}`);

const total = { passed: 0, failed: 0 };
const tests: { seconds: number; name: string }[] = [];
/** Tests that passed only when they ran again, with the first line of what failed. */
const flaky: string[] = [];
const missing = [
  {
    script: 'scripts/browser/install-browsers.ts',
    programs: plan.some(({ browsers }) => browsers) ? missingBrowsers() : [],
  },
  {
    script: 'scripts/python/install-python.ts',
    programs: plan.some(({ python }) => python) ? missingPythonTools() : [],
  },
].filter(({ programs }) => programs.length > 0);
if (!(await confirmInstallation(missing.flatMap(({ programs }) => programs)))) {
  console.log('Nothing was installed. `npm run check` runs the tests that need none of them.');
  process.exit(1);
}
// Downloads need the network and the disk, not the processor. A failure is reported by the stage that finds no program.
const installed = missing.reduce<Promise<unknown>>(
  (before, { script }) => before.then(() => run(process.execPath, ['scripts/run.mjs', script])),
  Promise.resolve(),
);
for (const stage of plan) {
  if (stage.browsers || stage.python) await installed;
  console.log(`\n── ${stage.name}`);
  const begin = Date.now();
  const { passed, failed } = await stage.run();
  total.passed += passed;
  total.failed += failed;
  const seconds = ((Date.now() - begin) / 1000).toFixed(1);
  console.log(`── ${stage.name}: ${passed} passed, ${failed} failed in ${seconds} s`);
}
console.log('\nThe slowest tests:');
for (const { seconds, name } of tests.toSorted((a, b) => b.seconds - a.seconds).slice(0, SLOWEST))
  console.log(`${seconds.toFixed(1).padStart(6)} s  ${name}`);
if (flaky.length > 0) console.log(`\nPassed only when run again:\n${flaky.join('\n')}`);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;

/** Tools that run at the same time; each passes or fails as a whole, and counts as one test. */
function toolStage(name: string, tools: readonly (readonly string[])[]): Stage {
  return {
    name,
    run: async () => {
      const succeeded = await Promise.all(tools.map(([command, ...args]) => runTool(command, args)));
      const passed = succeeded.filter(Boolean).length;
      return { passed, failed: tools.length - passed };
    },
  };
}

/** A project of vitest.config.ts, counted from its report. A suite without a report counts as one failure. */
function suiteStage(project: string, needs: Pick<Stage, 'browsers' | 'python'> = {}): Stage {
  const path = `.cache/test/${project}.json`;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${path}`];
  return {
    name: `${project} tests`,
    ...needs,
    run: async () => {
      mkdirSync('.cache/test', { recursive: true });
      rmSync(path, { force: true });
      const succeeded = await runTool('vitest', ['run', '--project', project, ...reporters]);
      const { passed, failed } = readReport(path);
      // A failure outside a test (a file that does not load, a set-up, an unhandled error) counts as one.
      return { passed, failed: succeeded ? failed : Math.max(failed, 1) };
    },
  };
}

function readReport(path: string): TestCount {
  try {
    const { numPassedTests, numTotalTests, testResults }: Report = JSON.parse(readFileSync(path, 'utf8'));
    for (const { name, assertionResults } of testResults)
      for (const { fullName, status, duration = 0, failureMessages = [] } of assertionResults) {
        const test = `${name.replace(/^.*\/tests\//, '')}: ${fullName}`;
        tests.push({ seconds: duration / 1000, name: test });
        if (status === 'passed' && failureMessages.length > 0)
          flaky.push(`  ${test}\n    ${failureMessages[0].split('\n', 1)[0]}`);
      }
    return { passed: numPassedTests, failed: numTotalTests - numPassedTests };
  } catch {
    return { passed: 0, failed: 1 }; // the run ended before its report
  }
}

/** Runs the command of a package. */
function runTool(command: string, args: readonly string[]): Promise<boolean> {
  return run('npx', ['--no-install', command, ...args]);
}

/** Runs a command with its output on this terminal. Resolves to whether it succeeded. */
function run(command: string, args: string[]): Promise<boolean> {
  return new Promise((resolve) => {
    spawn(command, args, { stdio: 'inherit', shell: process.platform === 'win32' })
      .on('error', () => resolve(false))
      .on('close', (code) => resolve(code === 0));
  });
}
