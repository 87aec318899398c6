// Detects whether WebGL runs on a graphics card or in software.

/** Software renderers of Chrome, Mesa and Windows. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|lavapipe|software|basic render/i;

let cached: boolean | undefined;

/** Cached: creating a context takes time, and a canvas with a WebGL context cannot get a 2D one. */
export function hasGraphicsCard(): boolean {
  cached ??= detectGraphicsCard();
  return cached;
}

function detectGraphicsCard(): boolean {
  // Some browsers create a software context despite `failIfMajorPerformanceCaveat`.
  const context = document
    .createElement('canvas')
    .getContext('webgl2', { failIfMajorPerformanceCaveat: true });
  if (!context) return false;
  const name = rendererName(context);
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return !SOFTWARE.test(name);
}

/** Some browsers report the renderer directly, others through an extension. */
function rendererName(context: WebGL2RenderingContext): string {
  const open = String(context.getParameter(context.RENDERER));
  if (!/webkit webgl/i.test(open)) return open;
  const details = context.getExtension('WEBGL_debug_renderer_info');
  return details ? String(context.getParameter(details.UNMASKED_RENDERER_WEBGL)) : open;
}
