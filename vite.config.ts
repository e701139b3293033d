import react from '@vitejs/plugin-react';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/**
 * Every page of the product is built at once into dist/renderer/<page>/index.html, with what they share in assets/.
 * Nothing is inlined: the pages run under a policy that allows no inline script, no inline style and no data: font.
 */
const root = fileURLToPath(new URL('./renderer/', import.meta.url));
const pages = ['kiosk', 'counter', 'display', 'center', 'dock'];

export default defineConfig({
  root,
  base: '/',
  publicDir: false,
  plugins: [react()],
  build: {
    outDir: fileURLToPath(new URL('./dist/renderer/', import.meta.url)),
    emptyOutDir: true,
    // The oldest browser a terminal is known to bring along; displays on smart TVs are no newer.
    target: 'chrome120',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The three weights of the shipped font are 10 MB each, on purpose: every name must be readable.
    chunkSizeWarningLimit: 900,
    rollupOptions: {
      input: Object.fromEntries(pages.map((page) => [page, `${root}${page}/index.html`] as const).filter(([, file]) => existsSync(file))),
    },
  },
});
