// Compiled kernels, shared by all programs: one pipeline per WGSL and constants. Pipelines with sizes in their constants are
// freed with the last program that uses them. Size-independent pipelines are few and stay cached.

import { KernelError } from '../../errors.ts';
import type { ResourceUsage } from '../executor.ts';
import { withErrorScope } from './device-monitor.ts';
import { type Access, parseWgsl, type WgslInterface } from './parse-wgsl.ts';
import { SIZES_UNIFORM } from './uniform-pool.ts';

/** A pipeline with its interface. */
export interface CompiledKernel {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
  readonly interface: WgslInterface;
  /** Call exactly once, when the kernel is no longer used. */
  release(): void;
}

interface CachedPipeline {
  readonly pipeline: Promise<GPUComputePipeline>;
  refCount: number;
}

/** The parts that do not depend on constants. One per WGSL file, never freed. */
interface ShaderSource {
  readonly interface: WgslInterface;
  readonly module: Promise<GPUShaderModule>;
  readonly layout: GPUBindGroupLayout;
}

const BUFFER_TYPE: Readonly<Record<Access, GPUBufferBindingType>> = {
  read: 'read-only-storage',
  read_write: 'storage',
  uniform: 'uniform',
};

export class PipelineCache {
  private readonly device: GPUDevice;
  private readonly usage: ResourceUsage;
  private readonly sources = new Map<string, ShaderSource>();
  private readonly cached = new Map<string, CachedPipeline>();

  constructor(device: GPUDevice, usage: ResourceUsage) {
    this.device = device;
    this.usage = usage;
  }

  /** A cached or new pipeline; rejects with a KernelError if the WGSL or its constants are invalid. */
  async acquire(
    label: string,
    wgsl: string,
    constants: Readonly<Record<string, number>>,
  ): Promise<CompiledKernel> {
    const source = this.getSource(label, wgsl);
    const key = JSON.stringify([wgsl, constants]);
    const cached = this.cached.get(key) ?? this.compile(label, key, source, constants);
    if (cached.refCount === 0) this.usage.pipelines += 1;
    cached.refCount += 1;
    const isSizeIndependent = source.interface.bindings.some(({ name }) => name === SIZES_UNIFORM);
    const release = () => this.release(key, cached, isSizeIndependent);
    try {
      return {
        pipeline: await cached.pipeline,
        layout: source.layout,
        interface: source.interface,
        release,
      };
    } catch (error) {
      release();
      throw error;
    }
  }

  private release(key: string, cached: CachedPipeline, isSizeIndependent: boolean): void {
    cached.refCount -= 1;
    if (cached.refCount > 0) return;
    if (!isSizeIndependent) this.cached.delete(key);
    this.usage.pipelines -= 1;
  }

  private compile(
    label: string,
    key: string,
    source: ShaderSource,
    constants: Readonly<Record<string, number>>,
  ): CachedPipeline {
    const cached = { pipeline: this.create(label, source, constants), refCount: 0 };
    this.cached.set(key, cached);
    return cached;
  }

  private async create(
    label: string,
    source: ShaderSource,
    constants: Readonly<Record<string, number>>,
  ): Promise<GPUComputePipeline> {
    const layout = this.device.createPipelineLayout({ label, bindGroupLayouts: [source.layout] });
    const { entryPoint } = source.interface;
    const module = await source.module;
    try {
      return await this.device.createComputePipelineAsync({
        label,
        layout,
        compute: { module, entryPoint, constants },
      });
    } catch (error) {
      throw new KernelError(`${label}: pipeline creation failed: ${(error as Error).message}`);
    }
  }

  private getSource(label: string, wgsl: string): ShaderSource {
    const cachedSource = this.sources.get(wgsl);
    if (cachedSource) return cachedSource;
    const kernelInterface = parseWgsl(wgsl);
    const source = {
      interface: kernelInterface,
      module: withErrorScope(this.device, `${label}: invalid WGSL`, () =>
        this.device.createShaderModule({ label, code: wgsl }),
      ),
      layout: this.device.createBindGroupLayout({
        label,
        entries: kernelInterface.bindings.map(({ index, access }) => ({
          binding: index,
          visibility: GPUShaderStage.COMPUTE,
          buffer: { type: BUFFER_TYPE[access] },
        })),
      }),
    };
    this.sources.set(wgsl, source);
    return source;
  }
}
