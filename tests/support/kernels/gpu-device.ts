// A GPU device for tests in Node, through Dawn.
import { create, globals } from 'webgpu';

declare global {
  // Never released: Dawn crashes at exit if a device outlives the object that `create` returned.
  var dawn: GPU | undefined;
}

/**
 * A new device on this machine's adapter. Destroy it at the end of the test file.
 *
 * @param descriptor as for `requestDevice`
 * @throws if the machine has no adapter
 */
export async function requestTestDevice(descriptor?: GPUDeviceDescriptor): Promise<GPUDevice> {
  return (await requestTestAdapter()).requestDevice(descriptor);
}

/** This machine's adapter, for tests that request features or limits. */
export async function requestTestAdapter(): Promise<GPUAdapter> {
  if (!globalThis.dawn) {
    Object.assign(globalThis, globals); // GPUBufferUsage and its like
    globalThis.dawn = create([]);
    pollEveryMillisecond();
  }
  const adapter = await globalThis.dawn.requestAdapter();
  if (adapter) return adapter;
  throw new Error(
    "testAdapter: Dawn found no adapter; install a Vulkan driver, on Debian 'mesa-vulkan-drivers'.",
  );
}

/**
 * Dawn polls for results in `setImmediate`, as often as it can while anything is awaited. That is half of the processor time of
 * tests that wait for compilation in another thread.
 */
function pollEveryMillisecond(): void {
  globalThis.setImmediate = ((callback: () => void, ...values: []) =>
    setTimeout(callback, 1, ...values)) as never;
}
