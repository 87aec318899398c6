// Merges dispatches of one kernel that differ in their tensors only, such as the weight gradients of all layers. The merged dispatch
// runs in the place of the last; the tensors of each of its variables lie in one storage.

import type { Pass } from '../op.ts';
import { elementCount } from '../shape.ts';
import { root, type Tensor } from './graph.ts';
import type { Step } from './step.ts';

export interface BatchedSteps {
  readonly steps: readonly Step[];
  /** Tensors that share a storage, for each such storage. */
  readonly together: readonly (readonly Tensor[])[];
}

/** Half of the smallest limit of a binding. */
const MAX_STORAGE_BYTES = 2 ** 26;

/** The dispatches that a step stands for, one a member of its batch. */
export function membersOf(step: Step): readonly Step[] {
  return step.members?.map((tensors) => ({ ...step, tensors, members: undefined })) ?? [step];
}

const batchLabel = (first: string, count: number) => `${first} and ${count - 1} more`;

/** Whether a step of this label is a batch. */
export const isBatchLabel = (label: string): boolean => / and \d+ more$/.test(label);

export function batchSteps(steps: readonly Step[]): BatchedSteps {
  let groups = groupSteps(steps);
  for (;;) {
    const positions = positionsOf(steps, groups);
    const wrong = findReordered(steps, groups, positions) ?? findConflict(steps, groups);
    if (!wrong) return { steps: merge(steps, groups), together: storagesOf(groups) };
    groups = groups.filter((group) => group !== wrong);
  }
}

type Group = readonly Step[];

/** Steps with the same kernels and constants, those of one pass after the other. */
function groupSteps(steps: readonly Step[]): Group[] {
  const byKernel = new Map<Pass['variants'], Map<string, Step[]>>();
  for (const step of steps.filter(isBatchable)) {
    const byConstants = byKernel.get(step.pass.variants) ?? new Map<string, Step[]>();
    byKernel.set(step.pass.variants, byConstants);
    const key = JSON.stringify([step.k, step.pass.batch]);
    byConstants.set(key, [...(byConstants.get(key) ?? []), step]);
  }
  return [...byKernel.values()]
    .flatMap((groups) => [...groups.values()])
    .filter((group) => group.length > 1)
    .map((group) => group.sort((a, b) => a.pass.name.localeCompare(b.pass.name)));
}

const rolesOf = ({ batch = [], bind }: Pass) => batch.map((variable) => bind?.[variable] ?? variable);

/** The tensors of a step by the roles of another one with the same kernel. */
function tensorsAs(step: Step, { pass }: Step): Step['tensors'] {
  const own = rolesOf(step.pass);
  return Object.fromEntries(rolesOf(pass).map((role, i) => [role, step.tensors[own[i]]]));
}

function isBatchable({ pass, tensors, accumulates, phase }: Step): boolean {
  const roles = rolesOf(pass);
  return (
    phase === 'backward' &&
    accumulates.size === 0 &&
    pass.batch !== undefined &&
    Object.keys(tensors).every((role) => roles.includes(role))
  );
}

/** The index at which each step runs: that of the last step of its group. */
function positionsOf(steps: readonly Step[], groups: readonly Group[]): Map<Step, number> {
  const positions = new Map(steps.map((step, i) => [step, i]));
  for (const group of groups) {
    const last = Math.max(...group.map((step) => steps.indexOf(step)));
    for (const step of group) positions.set(step, last);
  }
  return positions;
}

/** A group that would run after a step which must follow it, because one writes what the other reads or writes. */
function findReordered(
  steps: readonly Step[],
  groups: readonly Group[],
  positions: ReadonlyMap<Step, number>,
): Group | undefined {
  const touched = steps.map((step) => ({ step, ...access([step]) }));
  for (const [i, first] of touched.entries()) {
    const position = positions.get(first.step) as number;
    if (position === i) continue;
    const isWrong = touched.some(({ step, reads, writes }, j) => {
      if (j <= i || (positions.get(step) as number) > position) return false;
      return intersects(writes, union(first.reads, first.writes)) || intersects(reads, first.writes);
    });
    if (isWrong) return groups.find((group) => group.includes(first.step));
  }
  return undefined;
}

/** A group whose tensors cannot be bound: WebGPU forbids to read and write one buffer, and to write overlapping parts of one. */
function findConflict(steps: readonly Step[], groups: readonly Group[]): Group | undefined {
  const single = steps.filter((step) => !groups.some((group) => group.includes(step))).map((step) => [step]);
  for (const storage of storagesOf(groups)) {
    const inStorage = new Set(storage);
    const bytes = storage.reduce((sum, { shape }) => sum + 4 * elementCount(shape), 0);
    const isOwned = storage.every(({ kind }) => ['activation', 'gradient', 'scratch'].includes(kind));
    const isReadAndWritten = [...single, ...groups].some((group) => {
      const { reads, writes } = access(group);
      const [read, written] = [reads, writes].map((set) => [...set].filter((each) => inStorage.has(each)));
      return read.some((tensor) => written.some((other) => other !== tensor));
    });
    if (bytes > MAX_STORAGE_BYTES || !isOwned || isReadAndWritten)
      return groups.find((group) => intersects(union(...Object.values(access(group))), inStorage));
  }
  return groups.find((group) => writesOverlap(group, storagesOf(groups)));
}

/** Whether the ranges that the members write through several variables overlap. */
function writesOverlap(group: Group, storages: readonly (readonly Tensor[])[]): boolean {
  const written = group[0].pass.writes.map((role) =>
    group.map((step) => root(tensorsAs(step, group[0])[role])),
  );
  if (written.filter((tensors) => tensors.some(isParameterGradient)).length > 1) return true;
  const ranges = written.flatMap((tensors) => {
    const storage = storages.findIndex((each) => each.includes(tensors[0]));
    const indices = tensors.map((tensor) => storages[storage]?.indexOf(tensor) ?? 0);
    return { storage, first: Math.min(...indices), last: Math.max(...indices) };
  });
  return ranges.some((a) =>
    ranges.some((b) => a !== b && a.storage === b.storage && a.first <= b.last && b.first <= a.last),
  );
}

/** What dispatches read and write, without views. */
function access(steps: readonly Step[]): { reads: Set<Tensor>; writes: Set<Tensor> } {
  const of = (kind: 'reads' | 'writes') =>
    new Set(
      steps.flatMap(({ pass, tensors }) =>
        pass[kind].flatMap((role) => (tensors[role] ? [root(tensors[role])] : [])),
      ),
    );
  return { reads: of('reads'), writes: of('writes') };
}

const union = (...sets: readonly ReadonlySet<Tensor>[]) => new Set(sets.flatMap((set) => [...set]));
const intersects = (a: ReadonlySet<Tensor>, b: ReadonlySet<Tensor>) => [...a].some((each) => b.has(each));

/** The tensors of each variable together; several variables with a tensor in common share a storage. */
function storagesOf(groups: readonly Group[]): Tensor[][] {
  let storages: Set<Tensor>[] = [];
  for (const group of groups) {
    for (const role of rolesOf(group[0].pass)) {
      const own = new Set(group.map((step) => root(tensorsAs(step, group[0])[role])));
      if ([...own].every(isParameterGradient)) continue;
      const overlapping = storages.filter((storage) => intersects(storage, own));
      storages = storages.filter((storage) => !overlapping.includes(storage));
      storages.push(new Set([...overlapping.flatMap((storage) => [...storage]), ...own]));
    }
  }
  return storages.map((storage) => [...storage]);
}

const isParameterGradient = ({ kind, gradientOf }: Tensor) =>
  kind === 'gradient' && gradientOf?.kind === 'parameter';

function merge(steps: readonly Step[], groups: readonly Group[]): Step[] {
  return steps.flatMap((step) => {
    const group = groups.find((each) => each.includes(step));
    if (!group) return [step];
    if (steps.some((other, i) => i > steps.indexOf(step) && group.includes(other))) return [];
    const [first] = group;
    const [variant, ...variants] = step.pass.variants.filter(({ wgsl }) => /\bmembers\b/.test(wgsl));
    return [
      {
        ...first,
        label: batchLabel(first.label, group.length),
        pass: { ...first.pass, variants: [variant, ...variants] },
        k: { ...first.k, batch: group.length },
        members: group.map((each) => tensorsAs(each, first)),
      },
    ];
  });
}
