// The engine as a library, for a page, a worker or Node. It touches no DOM. `npm run build:lib` bundles it with its types.

// Backends: WebGPU where the adapter passes the self-test, else WebAssembly; the reference is plain loops in doubles.
export type { Executor, Program, Storage, TensorData } from './kernels/backends/executor.ts';
export { ReferenceExecutor } from './kernels/backends/reference/reference-executor.ts';
export { WasmExecutor } from './kernels/backends/wasm/wasm-executor.ts';
export { GpuExecutor } from './kernels/backends/webgpu/gpu-executor.ts';
// Ops and graph: define an op, record a graph, differentiate it, plan it; an executor compiles the plan.
export { type Backward, backward } from './kernels/graph/backward.ts';
export { Graph, type Tensor } from './kernels/graph/graph.ts';
export { type ParameterLayout, type Plan, plan } from './kernels/graph/plan.ts';
export { mismatch } from './kernels/mismatch.ts';
export {
  type Case,
  type Constants,
  defineOp,
  type Op,
  type Pass,
  type Tensors,
  type Variant,
  vec4WorkgroupCount,
  workgroupCount,
} from './kernels/op.ts';
export { OPS } from './kernels/ops/registry.ts';
export { f32, i32 } from './kernels/shape.ts';
export { createOpHarness, runOpHarness, seededRandom } from './kernels/verification/op-harness.ts';
export { selfTest } from './kernels/verification/self-test.ts';
// Model: GPT-2's architecture with TransformerLens's activation names.
export { type ActivationName, activationNames } from './model/architecture/activations.ts';
export { transformerParameters } from './model/architecture/architecture.ts';
export type { ModelConfig } from './model/architecture/config.ts';
export type { Parameter } from './model/architecture/parameters.ts';
export { type Transformer, transformer } from './model/architecture/transformer.ts';
export { initialWeights, Weights, type WeightValues } from './model/architecture/weights.ts';
// Data and tokenizers.
export type { Batch, Dataset, Fact, FactRow, Measure } from './model/data/dataset.ts';
export { createDataset } from './model/data/datasets.ts';
// Files.
export { type Checkpoint, readCheckpoint, writeCheckpoint } from './model/files/checkpoint.ts';
export { readSafeTensors, type SafeTensor, writeSafeTensors } from './model/files/safetensors.ts';
// Inspection and generation.
export { Decoder } from './model/generation/decoder.ts';
export { completeGreedily, type GeneratedToken, generate } from './model/generation/generate.ts';
export type { SamplingConfig } from './model/generation/sampler.ts';
export {
  type AffineIntervention,
  Inspector,
  type InspectorRequest,
  type InspectorResult,
  type NDArray,
} from './model/inspection/inspector.ts';
export {
  compileInterventions,
  type Intervention,
  interventionProblems,
} from './model/inspection/interventions.ts';
export type { Tokenizer } from './model/tokenizers/tokenizer.ts';
// Training.
export { PRESETS } from './model/training/presets.ts';
export { type FrozenModel, Run } from './model/training/run.ts';
export { planRun, type RunPlan, type RunSettings, runProblems } from './model/training/run-plan.ts';
export type { Snapshot } from './model/training/snapshot.ts';
export { type Task, Trainer } from './model/training/trainer.ts';
export type { TrainingConfig } from './model/training/training-config.ts';
export { type Job, type JobProgress, runToCompletion } from './shared/job.ts';
// Lenses: `LENSES[name].compute(run, request)` is a promise, or a job that reports progress between runs of the network. It
// trusts its request; `parseLensRequest` checks one.
export { LENSES, parseLensRequest } from './workers/requests/lens-requests.ts';
export { type StartedEngine, startEngine } from './workers/session/engine/start-engine.ts';
