// An import that the build resolves.

/** The SHA-256 of a file, in hexadecimal: `scripts/vite/file-digests.ts`. */
declare module '*?sha256' {
  const digest: string;
  export default digest;
}
