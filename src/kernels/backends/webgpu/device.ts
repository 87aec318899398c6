// Requests a device with the adapter's largest limits, and describes the adapter.

/** Limits on model size and kernels. WebGPU grants default limits unless larger ones are requested. */
const LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
] as const;

/** Optional features, used if available. */
const FEATURES: readonly GPUFeatureName[] = ['timestamp-query', 'subgroups'];

/** A device with the adapter's largest limits and all optional features it has. */
export function requestDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  return adapter.requestDevice({
    label: 'mini-llm-lab',
    requiredLimits: Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name]])),
    requiredFeatures: FEATURES.filter((feature) => adapter.features.has(feature)),
  });
}

/** The driver's description if the browser exposes it, else e.g. `nvidia ampere`, `google swiftshader`. */
export function adapterName({ info }: { readonly info: GPUAdapterInfo }): string {
  const { vendor, architecture, device, description } = info;
  return description || [vendor, architecture || device].filter(Boolean).join(' ') || 'unnamed adapter';
}

/** Details of the adapter by name, for bug reports. */
export function adapterDetails({ info, features, limits }: GPUAdapter): Record<string, string> {
  const names = ['vendor', 'architecture', 'device', 'description'] as const;
  const infoEntries = names.filter((name) => info[name]).map((name) => [name, info[name]]);
  return Object.fromEntries([
    ...infoEntries,
    ['subgroups', `${info.subgroupMinSize} to ${info.subgroupMaxSize} threads`],
    ...LIMITS.map((name) => [name, String(limits[name])]),
    ['features', [...features].sort().join(', ')],
  ]);
}
