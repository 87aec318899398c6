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
    readonly status: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly duration?: number;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}

/** How many of the slowest tests are listed. */
const SLOWEST = 20;

const fast = [
  toolStage('types, lint, dead code', [
    ['tsc', '-p', 'tsconfig.json', '--singleThreaded'], // threads check types twice, and the other tools have the cores
    ['tsc', '-p', 'tsconfig.worker.json'],
    ['biome', 'check', '--error-on-warnings'],
    ['knip'],
  ]),
  suiteStage('unit'),
];
const plans: Record<string, Stage[]> = {
  fast,
  all: [...fast, suiteStage('gpu', { browsers: true }), suiteStage('e2e', { browsers: true, again: true })],
  long: [suiteStage('long', { browsers: true, python: true })],
};

const { positionals } = parseArgs({ allowPositionals: true });
const plan = plans[positionals[0] ?? 'all'];
if (!plan)
  throw new Error(`scripts/test.ts: '${positionals[0]}' is not a plan; there are ${Object.keys(plans)}`);

const total = { passed: 0, failed: 0 };
const tests: { seconds: number; name: string }[] = [];
/** Tests that failed and ran again, with the first line of what failed. */
const ranAgain: string[] = [];
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
if (ranAgain.length > 0)
  console.log(`\nFailed beside other files; their files ran again alone:\n${ranAgain.join('\n')}`);
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

/**
 * A project of vitest.config.ts, counted from its report. A suite without a report counts as one failure.
 *
 * With `again`, files with failures run once more, from their first test on and one after the other: on a busy machine a
 * browser can outlast a wait. Then the second result counts, and each test that failed at first is listed.
 */
function suiteStage(
  project: string,
  { again, ...needs }: Pick<Stage, 'browsers' | 'python'> & { again?: boolean } = {},
): Stage {
  return {
    name: `${project} tests`,
    ...needs,
    run: async () => {
      mkdirSync('.cache/test', { recursive: true });
      const first = await runSuite(project, `.cache/test/${project}.json`);
      const failedFiles = first.files.filter(({ failed }) => failed > 0);
      if (!again || failedFiles.length === 0) return first;
      ranAgain.push(...failedFiles.flatMap(({ failures }) => failures));
      console.log(`\n── ${project} tests again: ${failedFiles.map(({ path }) => path).join(', ')}`);
      const second = await runSuite(project, `.cache/test/${project}-again.json`, [
        '--no-file-parallelism',
        ...failedFiles.map(({ path }) => path),
      ]);
      const passedAtFirst = first.passed - failedFiles.reduce((sum, { passed }) => sum + passed, 0);
      return { passed: passedAtFirst + second.passed, failed: second.failed };
    },
  };
}

interface FileResult extends TestCount {
  readonly path: string;
  /** Name and first line of each failure. */
  readonly failures: readonly string[];
}

async function runSuite(
  project: string,
  report: string,
  args: readonly string[] = [],
): Promise<TestCount & { files: FileResult[] }> {
  rmSync(report, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const succeeded = await runTool('vitest', ['run', '--project', project, ...reporters, ...args]);
  const result = readReport(report);
  // A failure outside a test (a file that does not load, a set-up, an unhandled error) counts as one.
  return succeeded ? result : { ...result, failed: Math.max(result.failed, 1) };
}

function readReport(report: string): TestCount & { files: FileResult[] } {
  try {
    const { numPassedTests, numTotalTests, testResults }: Report = JSON.parse(readFileSync(report, 'utf8'));
    const files = testResults.map((file) => {
      const path = file.name.replace(/^.*\/(?=tests\/)/, '');
      const failures: string[] = [];
      for (const { fullName, status, duration = 0, failureMessages = [] } of file.assertionResults) {
        const name = `${path.replace('tests/', '')}: ${fullName}`;
        tests.push({ seconds: duration / 1000, name });
        if (status === 'failed') failures.push(`  ${name}\n    ${failureMessages[0]?.split('\n', 1)[0]}`);
      }
      const passed = file.assertionResults.filter(({ status }) => status === 'passed').length;
      // A file that does not load has no tests.
      const failed = file.assertionResults.length - passed || Number(file.status === 'failed');
      return { path, passed, failed, failures };
    });
    return { passed: numPassedTests, failed: numTotalTests - numPassedTests, files };
  } catch {
    return { passed: 0, failed: 1, files: [] }; // the run ended before its report
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
