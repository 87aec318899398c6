// A device with all that the adapter has to give to kernels, and the adapter's name for the screen.

/** Limits that decide how large a model fits and which kernels run; WebGPU gives less than the adapter has unless asked. */
const LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
] as const;

/** Used where there; nothing depends on them. */
const FEATURES: readonly GPUFeatureName[] = ['timestamp-query', 'subgroups'];

/** Asks the adapter for its largest limits and the optional features. */
export function requestDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  return adapter.requestDevice({
    label: 'mini-llm-lab',
    requiredLimits: Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name]])),
    requiredFeatures: FEATURES.filter((feature) => adapter.features.has(feature)),
  });
}

/** `nvidia ampere`, `google swiftshader`, or the driver's own description where the browser tells it. */
export function adapterName({ info }: { readonly info: GPUAdapterInfo }): string {
  const { vendor, architecture, device, description } = info;
  return description || [vendor, architecture || device].filter(Boolean).join(' ') || 'unnamed adapter';
}

/** All that a browser tells of an adapter and that matters here, by name, for who has to help from afar. */
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
