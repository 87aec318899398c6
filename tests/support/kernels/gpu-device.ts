// A GPU device for tests in Node, through Dawn.
import { create, globals } from 'webgpu';

declare global {
  // Dawn crashes at exit when a device outlives the object `create` returned, so that object is never let go.
  var dawn: GPU | undefined;
}

/**
 * A new device on this machine's adapter. Destroy it when the test file is done.
 *
 * @param descriptor as for `requestDevice`
 * @throws one sentence when the machine has no adapter
 */
export async function requestTestDevice(descriptor?: GPUDeviceDescriptor): Promise<GPUDevice> {
  return (await requestTestAdapter()).requestDevice(descriptor);
}

/** This machine's adapter, for tests that ask for features or limits themselves. */
export async function requestTestAdapter(): Promise<GPUAdapter> {
  if (!globalThis.dawn) {
    Object.assign(globalThis, globals); // GPUBufferUsage and its like
    globalThis.dawn = create([]);
  }
  const adapter = await globalThis.dawn.requestAdapter();
  if (adapter) return adapter;
  throw new Error(
    "testAdapter: Dawn found no adapter; install a Vulkan driver, on Debian 'mesa-vulkan-drivers'.",
  );
}
