// Whether a graphics card draws WebGL in this browser, or the processor.

/** Renderers that are programs: Chrome's own, Mesa's and Windows'. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|lavapipe|software|basic render/i;

let cached: boolean | undefined;

/** Asked once: making a context takes a while, and a canvas that had one of WebGL can have no other. */
export function hasGraphicsCard(): boolean {
  cached ??= detectGraphicsCard();
  return cached;
}

function detectGraphicsCard(): boolean {
  // Browsers are to give no context that is slow, but some do where they were told to draw in software.
  const context = document
    .createElement('canvas')
    .getContext('webgl2', { failIfMajorPerformanceCaveat: true });
  if (!context) return false;
  const name = rendererName(context);
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return !SOFTWARE.test(name);
}

/** Some browsers tell it at once, others name themselves and tell it by an extension. */
function rendererName(context: WebGL2RenderingContext): string {
  const open = String(context.getParameter(context.RENDERER));
  if (!/webkit webgl/i.test(open)) return open;
  const details = context.getExtension('WEBGL_debug_renderer_info');
  return details ? String(context.getParameter(details.UNMASKED_RENDERER_WEBGL)) : open;
}
