// Kernels whose functions `workgroup_sum` and `workgroup_max` reduce in subgroups: fewer barriers and reads of workgroup memory than
// a tree of halves.

import type { Variant } from '../op.ts';

/** The whole function, and in groups: `sum` or `max`, its parameters, the type of its values, the array of one value a thread. */
const REDUCTION =
  /^fn workgroup_(sum|max)\((.*)\) -> (\w+) \{\n {2}(\w+)\[thread\] = value;\n(?:.*\n)*?\}$/gm;

/** `variant`, and behind it the same kernel with subgroups, for devices that have them. */
export function withSubgroups(variant: Variant): [Variant, Variant] {
  const wgsl = variant.wgsl.replace(REDUCTION, (_, kind, parameters, type, values) =>
    kind === 'sum' ? subgroupSum(parameters, type, values) : subgroupMax(parameters, type, values),
  );
  const subgroups: Variant = {
    name: `${variant.name}-subgroups`,
    wgsl: `enable subgroups;\n${wgsl}`,
    workgroups: variant.workgroups,
    requiredFeatures: ['subgroups'],
    preferredOn: 'hardware',
    supports: variant.supports,
  };
  return [variant, subgroups];
}

// Lanes are counted, because their order within a workgroup is the driver's choice. The order of a sum is the same in each run.
const subgroupSum = (parameters: string, type: string, values: string) => `\
fn workgroup_sum(${parameters}) -> ${type} {
  let part = subgroupAdd(value);
  workgroupBarrier(); // the values of the call before have been read
  ${values}[thread] = select(${type}(), part, subgroupElect());
  workgroupBarrier();
  var sum = ${type}();
  let lanes = subgroupAdd(1u);
  for (var i = subgroupExclusiveAdd(1u); i < THREADS; i += lanes) { sum += ${values}[i]; }
  return subgroupAdd(sum);
}`;

const subgroupMax = (parameters: string, type: string, values: string) => `\
fn workgroup_max(${parameters}) -> ${type} {
  let part = subgroupMax(value);
  workgroupBarrier(); // the values of the call before have been read
  ${values}[thread] = part;
  workgroupBarrier();
  var highest = part;
  let lanes = subgroupAdd(1u);
  for (var i = subgroupExclusiveAdd(1u); i < THREADS; i += lanes) { highest = max(highest, ${values}[i]); }
  return subgroupMax(highest);
}`;
