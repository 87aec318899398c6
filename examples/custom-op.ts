// An op of your own: SiLU (Elfwing et al., 2017), y = x · σ(x), forward and backward, as WGSL and as the reference loops.
// It is checked against the reference on WebGPU, or on WebAssembly, where an op without a compiled kernel runs its reference.
// `node custom-op.ts` runs it from Node 22.18 on; earlier ones read no TypeScript.
import {
  createOpHarness,
  defineOp,
  f32,
  Graph,
  mismatch,
  plan,
  ReferenceExecutor,
  runOpHarness,
  seededRandom,
  startEngine,
  workgroupCount,
} from 'mini-llm-lab';

/** A kernel over N elements, one per thread; variables and constants are filled in by name. */
const elementwise = (declarations: string, body: string) => `
override N: u32;
${declarations}
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.x + id.y * groups.x * 64;
  if (i >= N) { return; }
  ${body}
}`;

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

export const silu = defineOp({
  name: 'silu',
  inputs: { x: f32('N') },
  outputs: { y: f32('N') },
  forward: [
    {
      name: 'forward',
      reads: ['x'],
      writes: ['y'],
      variants: [
        {
          name: 'element-per-thread',
          workgroups: ({ N }) => workgroupCount(N, 64),
          wgsl: elementwise(
            `@group(0) @binding(0) var<storage, read> x: array<f32>;
             @group(0) @binding(1) var<storage, read_write> y: array<f32>;`,
            'y[i] = x[i] / (1.0 + exp(-x[i]));',
          ),
        },
      ],
      reference: ({ x, y }, { N }) => {
        for (let i = 0; i < N; i++) y[i] = x[i] * sigmoid(x[i]);
      },
      flops: ({ N }) => 4 * N,
    },
  ],
  backward: [
    {
      name: 'backward',
      reads: ['x', 'd_y'],
      writes: ['d_x'],
      variants: [
        {
          name: 'element-per-thread',
          workgroups: ({ N }) => workgroupCount(N, 64),
          wgsl: elementwise(
            `override accumulate_d_x: bool; // another use of x has written its contribution
             @group(0) @binding(0) var<storage, read> x: array<f32>;
             @group(0) @binding(1) var<storage, read> d_y: array<f32>;
             @group(0) @binding(2) var<storage, read_write> d_x: array<f32>;`,
            `let s = 1.0 / (1.0 + exp(-x[i]));
             let d = d_y[i] * s * (1.0 + x[i] * (1.0 - s));
             d_x[i] = select(d, d_x[i] + d, accumulate_d_x);`,
          ),
        },
      ],
      reference: ({ x, d_y, d_x }, { N }) => {
        for (let i = 0; i < N; i++) {
          const s = sigmoid(x[i]);
          d_x[i] += d_y[i] * s * (1 + x[i] * (1 - s));
        }
      },
      flops: ({ N }) => 8 * N,
    },
  ],
  cases: [{ dims: { N: 1 } }, { dims: { N: 63 } }, { dims: { N: 65 } }],
});

// Every case, forward and backward, on this machine's backend beside the reference.
const { executor, engine } = await startEngine(globalThis.navigator?.gpu, { backend: 'auto' });
for (const opCase of silu.cases) {
  const harness = createOpHarness(silu, opCase, seededRandom(1));
  const expected = await runOpHarness(new ReferenceExecutor(), harness);
  const difference = mismatch(harness.title, await runOpHarness(executor, harness), expected);
  console.log(difference ?? `${harness.title}: as the reference, on ${engine.adapter}`);
}

// The same op in a graph of its own.
const graph = new Graph();
const x = graph.input('x', [3]);
const { y } = graph.apply(silu, { x }, { name: 'y' });
const program = await executor.compile(plan({ graph, layout: { length: 0, offsets: new Map() } }), {});
program.write(x, Float32Array.of(-1, 0, 1));
program.run();
console.log('silu(-1, 0, 1) =', [...(await program.read(y))].map((value) => value.toFixed(4)).join(', '));
